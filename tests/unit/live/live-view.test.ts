// What is shown of my recordings, whole, in each state and on both sides of each limit.
import { beforeEach, describe, expect, test } from 'vitest';
import { liveView, shownState } from '../../../src/main/core/live/live-view.ts';
import { defaultLimits } from '../../../src/main/core/live/pause/pause-limits.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import type { LiveRecordingView, LiveView } from '../../../src/shared/ipc/snapshot.ts';
import { a, aPaused, b, bPaused, Machine, recording } from '../../support/stepped-machine.ts';

let machine: Machine;
beforeEach(() => {
  machine = new Machine().event({ type: 'signedIn' });
});

const view = (): LiveView => liveView(machine.state, machine.now, machine.limits);
const state = (): string => shownState(machine.state, machine.now, machine.limits);
const paused = (): Machine => machine.read(a).pause().settled('pause').read(aPaused);

const nothing: LiveView = {
  state: 'idle',
  recordings: [],
  lastKnown: null,
  pauseAtRisk: false,
  serverSlowMs: null,
  freshForMs: 5_000,
  isNewCall: false,
  pausedForMs: null,
  armedMs: null,
  countdown: null,
  pausedElsewhere: false,
  button: 'pause',
  buttonEnabled: true,
  canCancel: false,
  problem: null,
};
const shown = (change: Partial<LiveRecordingView> = {}): LiveRecordingView => ({
  id: 'a',
  remoteName: null,
  remoteNumber: '+1',
  paused: false,
  elapsedMs: null,
  counting: false,
  ...change,
});

describe('shown whole', () => {
  test('signed out', () => {
    machine = new Machine();
    expect(view()).toEqual({
      ...nothing,
      state: 'signedOut',
      freshForMs: null,
      button: null,
      buttonEnabled: false,
    });
  });

  test('before the first answer', () => {
    expect(view()).toEqual({ ...nothing, state: 'offline', freshForMs: null });
  });

  test('idle', () => {
    machine.read();
    expect(view()).toEqual(nothing);
  });

  test('idle, and a pause waits', () => {
    machine.read().pause().after(1_000);
    expect(view()).toEqual({ ...nothing, freshForMs: 4_000, armedMs: 59_000, button: 'cancel', canCancel: true });
  });

  test('recording, with a length that counts on', () => {
    machine.read({ ...a, durationMs: 61_000 }).after(400);
    expect(view()).toEqual({
      ...nothing,
      state: 'recording',
      recordings: [shown({ elapsedMs: 61_400, counting: true })],
      freshForMs: 4_600,
    });
  });

  test('pausing', () => {
    machine.read(a).pause();
    expect(view()).toEqual({ ...nothing, state: 'pausing', recordings: [shown()], buttonEnabled: false });
  });

  test('paused, with a length that stands still', () => {
    machine
      .read(a)
      .pause()
      .settled('pause')
      .read({ ...aPaused, durationMs: 9_000 })
      .after(700);
    expect(view()).toEqual({
      ...nothing,
      state: 'paused',
      recordings: [shown({ paused: true, elapsedMs: 9_000 })],
      freshForMs: 4_300,
      pausedForMs: 700,
      button: 'resume',
    });
  });

  test('paused by somebody else', () => {
    machine.read(aPaused);
    expect(view()).toEqual({
      ...nothing,
      state: 'paused',
      recordings: [shown({ paused: true })],
      pausedForMs: 0,
      pausedElsewhere: true,
      button: 'resume',
    });
  });

  test('resuming', () => {
    paused().resume();
    expect(view()).toEqual({
      ...nothing,
      state: 'resuming',
      recordings: [shown({ paused: null })],
      button: 'resume',
      buttonEnabled: false,
    });
  });

  test('not confirmed', () => {
    machine.read(a).pause().settled('pause').after(1_500);
    expect(view()).toEqual({
      ...nothing,
      state: 'unconfirmed',
      recordings: [shown()],
      lastKnown: { state: 'recording', ageMs: 1_500 },
      freshForMs: 3_500,
      canCancel: true,
      problem: problem('recorder-did-not-obey'),
    });
  });

  test('offline, after a recording', () => {
    machine.read({ ...a, durationMs: 10 }).after(5_001);
    expect(view()).toEqual({
      ...nothing,
      state: 'offline',
      recordings: [shown({ paused: null, elapsedMs: 10 })],
      lastKnown: { state: 'recording', ageMs: 5_001 },
      freshForMs: null,
    });
  });

  test('offline in the middle of a pause', () => {
    paused().after(5_001);
    expect(view()).toEqual({
      ...nothing,
      state: 'offline',
      recordings: [shown({ paused: null })],
      lastKnown: { state: 'paused', ageMs: 5_001 },
      pauseAtRisk: true,
      freshForMs: null,
    });
  });
});

describe('the state', () => {
  test.each([
    [1_499, 'pausing'],
    [1_500, 'unconfirmed'],
  ])('%i ms after a press that nothing confirmed is %s', (ms, wanted) => {
    machine.read(a).pause().settled('pause').after(ms);
    expect(state()).toBe(wanted);
  });

  test.each([
    [5_000, 'paused'],
    [5_001, 'offline'],
  ])('%i ms after the read that showed a pause is %s', (ms, wanted) => {
    paused().after(ms);
    expect(state()).toBe(wanted);
  });

  test('of a refused account is not confirmed while there is something to pause, else signed out', () => {
    machine.read(a).pause().event({ type: 'signedOut', byUser: false });
    expect(state()).toBe('unconfirmed');
    machine = new Machine().event({ type: 'signedIn' });
    machine.read(a).event({ type: 'signedOut', byUser: false });
    expect(state()).toBe('signedOut');
    machine = new Machine().event({ type: 'signedIn' });
    machine.read().pause().event({ type: 'signedOut', byUser: false });
    expect(state()).toBe('signedOut');
  });

  test('of several of which one is not known is offline, and of which one records is recording', () => {
    machine.read(aPaused, recording('b', 'unknown'));
    expect(state()).toBe('offline');
    machine.read(aPaused, b);
    expect(state()).toBe('recording');
    machine.read(aPaused, bPaused);
    expect(state()).toBe('paused');
  });

  test('of a pause that waits while the server is away is not confirmed once it is overdue', () => {
    machine.pause();
    expect(state()).toBe('pausing');
    machine.after(1_500);
    expect(state()).toBe('unconfirmed');
    machine.after(-1);
    expect(state()).toBe('pausing');
  });

  test('of a refused pause is not confirmed at once, and of a refusal of what is paused is not', () => {
    machine.read(a).pause().settled('pause', 'refused');
    expect(state()).toBe('unconfirmed');
    machine.read(aPaused);
    expect(state()).toBe('paused');
  });

  test('of a new recording that the pause leaves alone is recording, and offline when that is old', () => {
    machine.limits = { ...defaultLimits, pauseNewRecordings: false };
    paused().read(aPaused, b);
    expect(state()).toBe('recording');
    machine.after(2_000);
    expect(state()).toBe('recording');
    machine.after(3_001);
    expect(state()).toBe('offline');
  });

  test('of a recording that began during the pause counts its own time', () => {
    paused().after(4_000).read(aPaused, b);
    expect(state()).toBe('pausing');
    machine.after(1_500);
    expect(state()).toBe('unconfirmed');
  });

  test('of a pause that somebody ended is not confirmed at once', () => {
    paused().read(a);
    expect(state()).toBe('unconfirmed');
    expect(view().problem).toEqual(problem('resumed-elsewhere'));
  });
});

describe('a problem', () => {
  test('not confirmed names the refusal, else what the server said, else why reads fail, else what was seen', () => {
    machine.read(a, b).pause().settled('pause', 'refused');
    expect(view().problem).toEqual(problem('pause/server-fault'));
    machine = new Machine().event({ type: 'signedIn' });
    machine.read(a).pause().settled('pause');
    machine.event({
      type: 'readFailed',
      problem: problem('server-timeout'),
      startedSequence: machine.begin().startedSequence,
    });
    machine.after(1_500);
    expect(view().problem).toEqual(problem('server-timeout'));
    machine = new Machine().event({ type: 'signedIn' });
    machine.read(a).pause().settled('pause').read(aPaused, recording('b', 'unknown')).after(1_500);
    expect(view().problem).toEqual(problem('recorder-state-unknown'));
    machine.read(a, recording('b', 'unknown'));
    expect(view().problem).not.toBeNull();
  });

  test('offline says why reads fail, or that the recorder does not tell', () => {
    machine.read(a, recording('b', 'unknown'));
    expect(view()).toMatchObject({ state: 'offline', problem: problem('recorder-state-unknown'), lastKnown: null });
    const { startedSequence } = machine.begin();
    machine.event({ type: 'readFailed', problem: problem('server-timeout'), startedSequence });
    expect(view().problem).toEqual(problem('server-timeout'));
  });

  test('of a resume that failed is shown while it is paused, and it is still our pause', () => {
    paused().resume().settled('resume', 'refused').read(aPaused).read(aPaused);
    expect(view()).toMatchObject({
      state: 'paused',
      problem: problem('pause/server-fault'),
      pausedElsewhere: false,
      button: 'resume',
    });
  });
});

describe('what is at risk', () => {
  test('is a pause, ours or another’s, that cannot be seen any more', () => {
    machine.read(aPaused).after(5_001);
    expect(view()).toMatchObject({ state: 'offline', pauseAtRisk: true });
    machine = new Machine().event({ type: 'signedIn' });
    machine.limits = { ...defaultLimits, pauseNewRecordings: false };
    paused().read(aPaused, b).after(5_001);
    expect(view()).toMatchObject({ state: 'offline', pauseAtRisk: true, lastKnown: { state: 'recording' } });
  });

  test('is nothing where nothing was recorded, or nothing paused', () => {
    machine.read().after(5_001);
    expect(view()).toMatchObject({ state: 'offline', pauseAtRisk: false, lastKnown: { state: 'idle', ageMs: 5_001 } });
    machine.read(a, bPaused).after(5_001);
    expect(view()).toMatchObject({ state: 'offline', pauseAtRisk: false, lastKnown: { state: 'recording' } });
  });
});

describe('numbers', () => {
  test.each([
    [1_999, null],
    [2_000, 2_000],
  ])('an answer that took %i ms is slow: %s', (ms, slow) => {
    const start = machine.begin();
    machine.after(ms).answer(start);
    expect(view().serverSlowMs).toBe(slow);
    machine.event({ type: 'signedOut', byUser: true });
    expect(view().serverSlowMs).toBeNull();
  });

  test('a new call is told of for five seconds, while it is recorded', () => {
    paused().after(10).read(b);
    expect(view().isNewCall).toBe(true);
    machine.after(4_000).read(b).after(999);
    expect(view().isNewCall).toBe(true);
    machine.after(1);
    expect(view().isNewCall).toBe(false);
    machine = new Machine().event({ type: 'signedIn' });
    paused().after(10).read(b).read(bPaused);
    expect(view().isNewCall).toBe(false);
  });

  test('the countdown has its way and what is left, and no more can be added at the longest pause', () => {
    machine.limits = { ...defaultLimits, autoResumeMs: 40_000, maxAutoResumeMs: 60_000 };
    paused().after(1_000);
    expect(view().countdown).toEqual({ leftMs: 39_000, totalMs: 40_000, canAdd: true });
    machine.event({ type: 'extendPressed' });
    expect(view().countdown).toEqual({ leftMs: 59_000, totalMs: 60_000, canAdd: false });
    machine.after(59_500).read(aPaused);
    expect(view().countdown).toBeNull();
  });

  test('the countdown is at its end and waits for the recorder: nothing is left', () => {
    machine.limits = { ...defaultLimits, autoResumeMs: 4_500 };
    paused().after(4_900);
    expect(view()).toMatchObject({ state: 'paused', countdown: { leftMs: 0, totalMs: 4_500 } });
  });

  test('a pause that waited to its end has nothing left', () => {
    machine.read().pause().after(60_001);
    machine.state = { ...machine.state, lastGoodAt: 60_000 };
    expect(view().armedMs).toBe(0);
  });

  test('a recording without a length counts nothing', () => {
    machine.read(a).after(300);
    expect(view().recordings).toEqual([shown()]);
  });
});
