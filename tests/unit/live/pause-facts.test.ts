// What the journal is given of each step of the pause machine: every fact once, at its moment, with its numbers.
import { beforeEach, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../../src/main/core/live/pause/pause-limits.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import { a, aPaused, b, bPaused, Machine, recording } from '../../support/stepped-machine.ts';

let machine: Machine;
beforeEach(() => {
  machine = new Machine().event({ type: 'signedIn' });
});

const kinds = (): string[] => machine.facts.map(({ kind }) => kind);
const paused = (): Machine => machine.read(a).pause().settled('pause').after(84.4).read(aPaused);

describe('a pause', () => {
  test('is written down with what it is for, once', () => {
    machine.read(a, b).pause();
    expect(machine.facts).toEqual([{ kind: 'asked', pauseId: 'p', trigger: 'hotkey', recordingIds: ['a', 'b'] }]);
    machine.tick();
    expect(machine.facts).toEqual([]);
  });

  test('of the last run was written down then', () => {
    machine
      .read(aPaused)
      .event({ type: 'pauseRestored', trigger: 'button', resumeInMs: null, pauseId: 'old', requestedAtEpochMs: 7 });
    expect(machine.facts).toEqual([
      { kind: 'confirmed', pauseId: 'old', recordingId: 'a', exposureMs: 0, attempts: [] },
    ]);
  });

  test('is confirmed for each recording, with how long it was exposed and what was tried', () => {
    paused();
    const attempts = [{ afterMs: 0, outcome: 'ok' }];
    expect(machine.facts).toEqual([{ kind: 'confirmed', pauseId: 'p', recordingId: 'a', exposureMs: 84, attempts }]);
    machine.after(10).read(aPaused);
    expect(machine.facts).toEqual([]);
  });

  test('of a recording that appears paused exposed nothing', () => {
    paused().read(aPaused, recording('c', true));
    expect(machine.facts).toEqual([{ kind: 'confirmed', pauseId: 'p', recordingId: 'c', exposureMs: 0, attempts: [] }]);
  });

  test('that takes the place of another is confirmed anew', () => {
    paused().event({ type: 'cancelPressed' }).pause().settled('pause').read(aPaused);
    expect(kinds()).toEqual(['confirmed']);
  });

  test('that is not confirmed in time is told once, of what is not paused, with why', () => {
    machine.read(a, b).pause();
    const [, second] = machine.state.targets;
    machine.event({
      type: 'requestSettled',
      attemptId: second?.pauseAttempt?.attemptId ?? -1,
      outcome: 'refused',
      problem: problem('pause/server-fault'),
    });
    // A refusal is shown at once.
    expect(machine.facts).toEqual([
      { kind: 'not-confirmed', pauseId: 'p', recordingIds: ['a', 'b'], problem: 'pause/server-fault' },
    ]);
    machine.after(1_500).tick();
    expect(machine.facts).toEqual([]);
  });

  test('that is overdue names what of it is not paused, and what the server said last', () => {
    machine.read(a, b).pause();
    for (const { pauseAttempt } of machine.state.targets)
      machine.event({
        type: 'requestSettled',
        attemptId: pauseAttempt?.attemptId ?? -1,
        outcome: 'unknown',
        problem: problem('server-timeout'),
      });
    machine.read(aPaused, b).after(1_500).tick();
    expect(machine.facts).toEqual([
      { kind: 'not-confirmed', pauseId: 'p', recordingIds: ['b'], problem: 'server-timeout' },
    ]);
  });

  test('whose reads fail names why they do', () => {
    machine.read(a).pause().settled('pause');
    const { startedSequence } = machine.begin();
    machine.event({ type: 'readFailed', problem: problem('server-unreachable'), startedSequence });
    machine.after(1_500).tick();
    expect(machine.facts).toMatchObject([{ kind: 'not-confirmed', problem: 'server-unreachable' }]);
  });

  test('that nothing explains is not confirmed without a reason', () => {
    machine.read(a).pause().settled('pause').after(1_500).tick();
    expect(machine.facts).toEqual([{ kind: 'not-confirmed', pauseId: 'p', recordingIds: ['a'], problem: null }]);
  });

  test('names a recording that ended before it was confirmed', () => {
    machine.read(a, b).pause().after(10).read(aPaused);
    expect(machine.facts[0]).toEqual({
      kind: 'not-confirmed',
      pauseId: 'p',
      recordingIds: ['b'],
      problem: 'pause/ended',
    });
    machine = new Machine().event({ type: 'signedIn' });
    paused().read();
    expect(kinds()).not.toContain('not-confirmed');
  });

  test('of recordings that are only signed out of names none that ended', () => {
    machine.read(a).pause().event({ type: 'signedOut', byUser: true });
    expect(kinds()).toEqual(['ended']);
  });
});

describe('the end of a pause', () => {
  test.each([
    ['resumed', () => paused().after(1_000).resume(), 1_000],
    ['call-ended', () => paused().read().after(3_000).tick(), 3_000],
    ['given-up', () => paused().after(5).event({ type: 'cancelPressed' }), 5],
    ['waited-in-vain', () => machine.read().pause().after(60_000).tick(), null],
    ['signed-out', () => paused().event({ type: 'signedOut', byUser: true }), 0],
  ] as const)('is %s', (how, act, pausedForMs) => {
    act();
    expect(machine.facts.find(({ kind }) => kind === 'ended')).toMatchObject({ how, pauseId: 'p', pausedForMs });
  });

  test('by itself is told as such, and the resume as automatic', () => {
    machine.limits = { ...defaultLimits, autoResumeMs: 2_000 };
    paused().after(2_000).tick();
    expect(machine.facts).toMatchObject([
      { kind: 'ended', how: 'resumed-automatically', pausedForMs: 2_000 },
      { kind: 'resume-asked', pauseId: 'p', trigger: 'automatic', recordingIds: ['a'] },
    ]);
  });

  test('keeps what was tried of each of its recordings', () => {
    machine.read(a, b).pause().settled('pause', 'unknown').resume();
    expect(machine.facts.find(({ kind }) => kind === 'ended')).toMatchObject({
      how: 'resumed',
      pausedForMs: null,
      attempts: [{ afterMs: 0, outcome: 'pause/server-fault' }],
    });
  });
});

describe('a resume', () => {
  test('without a pause of ours is written down without one', () => {
    machine.read(aPaused, bPaused).resume();
    expect(machine.facts).toEqual([
      { kind: 'resume-asked', pauseId: null, trigger: 'button', recordingIds: ['a', 'b'] },
    ]);
    machine.tick();
    expect(machine.facts).toEqual([]);
  });

  test('that failed says why', () => {
    paused().resume().settled('resume', 'refused').read(aPaused).read(aPaused);
    expect(machine.facts).toEqual([{ kind: 'resume-failed', pauseId: 'p', problem: 'pause/server-fault' }]);
  });

  test('that went well, or ended with the call, has not failed', () => {
    paused().resume().settled('resume').read(a);
    expect(machine.facts).toEqual([]);
    paused().resume().read();
    expect(kinds()).toEqual([]);
  });

  test('that is replaced by a pause has not failed', () => {
    paused().resume().pause();
    expect(kinds()).toEqual(['asked']);
  });
});
