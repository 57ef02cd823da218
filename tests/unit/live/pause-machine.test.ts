// The rules of the pause machine, one by one and at their edges: which read counts, what it proves, and what follows from it.
import { beforeEach, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../../src/main/core/live/pause/pause-limits.ts';
import { freshForMs, isFresh, nextWake } from '../../../src/main/core/live/pause/pause-time.ts';
import type { RequestOutcome, Target } from '../../../src/main/core/live/pause/pause-types.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import { a, aPaused, b, bPaused, Machine, recording } from '../../support/stepped-machine.ts';

let machine: Machine;
beforeEach(() => {
  machine = new Machine().event({ type: 'signedIn' });
});

/** A pause that is in force and confirmed. */
const paused = (): Machine => machine.read(a).pause().settled('pause').read(aPaused);

describe('of two reads', () => {
  test('the one that began later counts, in whichever order they arrive', () => {
    const early = machine.begin();
    const late = machine.begin();
    machine.answer(late, a).answer(early, aPaused);
    expect(machine.target.observed).toBe('recording');
    expect(machine.state.appliedRead).toBe(late.startedSequence);
  });

  test('one with the very place of the last is the last', () => {
    const start = machine.begin();
    machine.answer(start, a).answer(start, aPaused);
    expect(machine.target.observed).toBe('recording');
  });

  test('none counts while nobody is signed in', () => {
    machine.event({ type: 'signedOut', byUser: true }).read(a);
    expect(machine.state.targets).toEqual([]);
    expect(machine.state.lastGoodAt).toBeNull();
  });

  test('a failure is told only when it began later than the last good one', () => {
    const early = machine.begin();
    const late = machine.begin();
    const failed = { type: 'readFailed', problem: problem('server-timeout') } as const;
    machine.answer(late, a).event({ ...failed, startedSequence: early.startedSequence });
    expect(machine.state.readProblem).toBeNull();
    machine.event({ ...failed, startedSequence: late.startedSequence });
    expect(machine.state.readProblem).toBeNull();
    machine.event({ ...failed, startedSequence: machine.begin().startedSequence });
    expect(machine.state.readProblem).toEqual(problem('server-timeout'));
    machine.read(a);
    expect(machine.state.readProblem).toBeNull();
  });
});

describe('an answer', () => {
  test.each([
    [5_000, 'paused'],
    [5_001, 'invalidated'],
  ] as const)('that took %i ms shows a pause as %s', (ms, observed) => {
    const start = machine.begin();
    machine.after(ms).answer(start, aPaused);
    expect(machine.target.observed).toBe(observed);
    expect([machine.state.lastGoodAt, machine.state.lastTookMs]).toEqual([0, ms]);
  });

  test('without a boolean is unknown', () => {
    machine.read(recording('a', 'unknown'));
    expect(machine.target.observed).toBe('unknown');
  });

  test('to a read that began before a resume settled, or as it did, proves no pause', () => {
    paused().resume();
    const before = machine.begin();
    machine.settled('resume').answer(before, aPaused);
    expect(machine.target.observed).toBe('invalidated');
    machine.answer({ startedSequence: machine.state.resumeSettledSequence, startedAt: machine.now }, aPaused);
    expect(machine.target.observed).toBe('invalidated');
  });

  test('while a resume is under way proves no pause', () => {
    paused().resume().read(aPaused);
    expect(machine.target.observed).toBe('invalidated');
  });

  test('that changes nothing brings no further read', () => {
    machine.read(a);
    expect(machine.effects).toEqual([]);
  });
});

describe('soon after a resume of ours', () => {
  const resumed = (): Machine => paused().resume().settled('resume').read(a);

  test('a recording that records is not doubted', () => {
    resumed();
    expect([machine.target.doubted, machine.target.observed]).toEqual([false, 'recording']);
    expect(machine.asked).not.toContain('read');
  });

  test.each([
    [9_999, true],
    [10_000, false],
  ])('%i ms later, one read of a pause is doubted: %s', (ms, doubted) => {
    resumed().after(ms).read(aPaused);
    expect(machine.target.doubted).toBe(doubted);
    expect(machine.target.observed).toBe(doubted ? 'recording' : 'paused');
    expect(machine.asked).toEqual(doubted ? ['read'] : []);
  });

  test('two in a row are believed, and a third is not doubted again', () => {
    resumed().read(aPaused).read(aPaused);
    expect([machine.target.doubted, machine.target.observed]).toEqual([false, 'paused']);
    machine.read(aPaused);
    expect([machine.target.doubted, machine.target.observed]).toEqual([false, 'paused']);
    expect(machine.effects).toEqual([]);
  });

  test('a doubted read between request and answer changes nothing of the pause that is asked for', () => {
    resumed().pause().settled('pause');
    const { target } = machine;
    machine.read(aPaused);
    expect(machine.target).toEqual({ ...target, recording: aPaused, doubted: true });
    expect(machine.intent.confirmedAt).toBeNull();
  });
});

describe('a pause', () => {
  test('is confirmed only by a read that began after it was asked for', () => {
    const early = machine.read(a).begin();
    machine.pause().answer(early, aPaused);
    expect([machine.target.observed, machine.target.confirmed, machine.intent.confirmedAt]).toEqual([
      'paused',
      false,
      null,
    ]);
    machine.read(aPaused);
    expect(machine.target.confirmed).toBe(true);
    expect(machine.asked).toEqual(['confirmed']);
  });

  test('is not confirmed by a read that has the very place of the request', () => {
    machine.read(a).pause();
    machine.answer({ startedSequence: machine.intent.requestedSequence, startedAt: 0 }, aPaused);
    expect(machine.target.confirmed).toBe(false);
  });

  test('of a recording that is asked for is not asked for again while the request is under way', () => {
    machine.read(a).pause();
    const { pauseAttempt } = machine.target;
    machine.read(a);
    expect([machine.target.pauseAttempt, machine.target.retryAt]).toEqual([pauseAttempt, null]);
    expect(machine.effects).toEqual([]);
  });

  test('is asked for again when a read that began after the answer still shows a recording, after the wait', () => {
    machine.read(a).pause();
    const early = machine.begin();
    machine.settled('pause').answer(early, a);
    expect(machine.target.retryAt).toBeNull();
    const same = { startedSequence: machine.target.pauseSettledSequence, startedAt: 0 };
    machine.answer(same, a);
    expect(machine.target.retryAt).toBeNull();
    machine.read(a);
    expect(machine.target.retryAt).toBe(300);
    machine.after(299).tick();
    expect(machine.effects).toEqual([]);
    machine.after(1).tick();
    expect(machine.asked).toEqual(['pause a']);
  });

  test('that somebody else ends is not fought over', () => {
    paused().read(a);
    const { confirmed, resumedElsewhere, refusal, retryAt } = machine.target;
    expect([confirmed, resumedElsewhere, refusal, retryAt]).toEqual([false, true, problem('resumed-elsewhere'), null]);
    machine.read(a);
    expect(machine.target.retryAt).toBeNull();
    machine.read(aPaused);
    expect([machine.target.resumedElsewhere, machine.target.refusal, machine.target.confirmed]).toEqual([
      false,
      null,
      true,
    ]);
  });

  test('takes in a recording that is paused when it appears, and leaves alone a known one that it was not for', () => {
    machine.limits = { ...defaultLimits, pauseNewRecordings: false };
    paused().read(aPaused, b);
    const second = (): Target | undefined => machine.state.targets[1];
    expect([second()?.inScope, second()?.retryAt]).toEqual([false, null]);
    machine.read(aPaused, bPaused);
    expect(second()?.inScope).toBe(false);
    machine.read(aPaused, bPaused, recording('c', true, '+3'));
    expect(machine.state.targets[2]).toMatchObject({ inScope: true, confirmed: true });
  });

  test('takes in a recording that begins beside a paused one, and asks for it at once', () => {
    paused().after(100).read(aPaused, b);
    expect(machine.state.targets[1]).toMatchObject({ inScope: true, requestedAt: 100 });
    expect(machine.asked).toEqual(['pause b']);
  });
});

describe('the call after a paused one', () => {
  test('with another number ends the pause, which is said', () => {
    paused().after(50).read(b);
    expect(machine.asked).toContain('callEnded');
    expect([machine.state.intent, machine.state.newCallAt]).toEqual([null, 50]);
  });

  test('with the number of one of two paused recordings goes on with the pause', () => {
    machine.read(a, b).pause();
    for (const { pauseAttempt } of machine.state.targets)
      machine.event({ type: 'requestSettled', attemptId: pauseAttempt?.attemptId ?? -1, outcome: 'ok', problem: null });
    machine.read(aPaused, bPaused).read(recording('c', false, '+2'));
    expect(machine.state.newCallAt).toBeNull();
    expect(machine.asked).toEqual(['pause c']);
  });

  test('without a number is nobody’s', () => {
    machine
      .read(recording('a', false, null))
      .pause()
      .settled('pause')
      .read(recording('a', true, null));
    machine.read(recording('c', false, null));
    expect(machine.state.intent).toBeNull();
  });

  test('a pause that was never confirmed is for whatever comes', () => {
    machine.read(a).pause().read(b);
    expect(machine.intent.confirmedAt).toBeNull();
    expect(machine.asked).toContain('pause b');
  });
});

describe('a pause that waits for a recording', () => {
  test('waits for a minute from the press, and a read that began before it changes nothing', () => {
    const early = machine.read().begin();
    machine.pause();
    expect(machine.intent.armedUntil).toBe(60_000);
    expect(machine.asked).toEqual(['read']);
    machine.answer(early);
    expect(machine.intent.armedUntil).toBe(60_000);
    machine.answer({ startedSequence: machine.intent.requestedSequence, startedAt: 0 });
    expect(machine.intent.armedUntil).toBe(60_000);
    machine.after(1_499).tick();
    expect(machine.effects).toEqual([]);
    machine.after(1).tick();
    expect(machine.asked).toEqual(['notConfirmed']);
    machine.after(58_499).tick();
    expect(machine.effects).toEqual([]);
    machine.after(1).tick();
    expect(machine.asked).toEqual(['armingExpired']);
  });

  test('ends waiting when a recording comes', () => {
    machine.read().pause().read(a);
    expect(machine.intent.armedUntil).toBeNull();
    expect(machine.asked).toEqual(['pause a']);
  });

  test('is for the next call although a read from before the press still shows the last one', () => {
    const early = machine.read().begin();
    machine.pause().answer(early, a).after(4_000).read();
    expect([machine.intent.armedUntil, machine.intent.ended]).toEqual([60_000, []]);
    machine.read(b);
    expect(machine.asked).toEqual(['pause b']);
  });

  test.each([
    { endedAfter: 3_000, boundTo: [], what: 'any call, as it may have been meant for it' },
    { endedAfter: 3_001, boundTo: [a], what: 'the same call' },
  ])('waits to the end of its minute for $what when its own was gone after $endedAfter ms, unconfirmed', (given) => {
    machine.read(a).pause().after(given.endedAfter).read();
    expect([machine.intent.armedUntil, machine.intent.ended]).toEqual([60_000, given.boundTo]);
  });

  test('waits three seconds more when the call ended after it was confirmed', () => {
    paused().after(2_000).read();
    expect([machine.intent.armedUntil, machine.intent.ended]).toEqual([5_000, [aPaused]]);
    machine.after(1_000).read();
    expect(machine.intent.armedUntil).toBe(5_000);
    machine.after(2_000).tick();
    expect(machine.asked).toEqual(['callEnded']);
  });
});

describe('a request', () => {
  test('is looked after by a read when its answer takes 400 ms, once', () => {
    machine.read(a).pause();
    machine.after(399).tick();
    expect(machine.effects).toEqual([]);
    machine.after(1).tick();
    expect(machine.asked).toEqual(['read']);
    machine.after(1).tick();
    expect(machine.effects).toEqual([]);
  });

  test('without an answer is given up after 1.5 s and sent anew at once', () => {
    machine.read(a).pause();
    const { pauseAttempt } = machine.target;
    machine.after(400).tick().after(1_099).tick();
    expect(machine.asked).toEqual([]);
    machine.after(1).tick();
    expect(machine.effects[0]).toEqual({ type: 'abort', attemptId: pauseAttempt?.attemptId });
    expect(machine.asked).toEqual(['abort', 'read', 'pause a', 'notConfirmed']);
    expect(machine.target.attemptLog).toEqual([{ afterMs: 1_500, outcome: 'no-answer' }]);
    expect(machine.target.attemptCount).toBe(2);
  });

  test('without an answer is left alone while its pause is proven', () => {
    machine.read(a).pause().read(aPaused).after(1_500).tick();
    expect(machine.effects).toEqual([]);
    expect(machine.target.pauseAttempt).not.toBeNull();
  });

  test('that is answered brings a read, and is logged with the time since the press', () => {
    machine.read(a).pause().after(84.4).settled('pause');
    expect(machine.asked).toEqual(['read']);
    expect(machine.target).toMatchObject({
      pauseAttempt: null,
      retryAt: null,
      refusal: null,
      attemptLog: [{ afterMs: 84, outcome: 'ok' }],
      pauseSettledSequence: machine.state.sequence,
    });
    expect(machine.state.commandProblem).toBeNull();
  });

  test.each([
    ['refused', true, true],
    ['forbidden', true, true],
    ['unknown', false, true],
    ['already', false, false],
  ] as const)('that ends as %s is a refusal: %s, and is repeated by itself: %s', (outcome, isRefusal, repeats) => {
    machine.read(a).pause().settled('pause', outcome);
    expect(machine.target.refusal).toEqual(isRefusal ? problem('pause/server-fault') : null);
    expect(machine.target.retryAt).toBe(repeats ? 300 : null);
    expect(machine.state.commandProblem).toEqual(outcome === 'already' ? null : problem('pause/server-fault'));
  });

  test('that fails is not repeated where the recording is seen as paused', () => {
    machine.read(a).pause().read(aPaused).settled('pause', 'unknown');
    expect(machine.target.retryAt).toBeNull();
  });

  test('of nobody changes nothing', () => {
    machine.read(a).pause();
    const { state } = machine;
    machine.event({
      type: 'requestSettled',
      attemptId: 99,
      outcome: 'refused',
      problem: problem('pause/server-fault'),
    });
    expect(machine.state).toEqual({ ...state, sequence: state.sequence + 1 });
    expect(machine.effects).toEqual([]);
  });

  test('waits longer each time, and keeps only the latest twenty of its log', () => {
    machine.read(a).pause();
    const waits: number[] = [];
    for (let round = 0; round < 25; round += 1) {
      machine.settled('pause', 'unknown');
      const wait = (machine.target.retryAt ?? Infinity) - machine.now;
      waits.push(wait);
      machine.after(wait).tick();
    }
    expect(waits.slice(0, 7)).toEqual([300, 600, 1_000, 2_000, 3_000, 3_000, 3_000]);
    expect(machine.target.attemptLog).toHaveLength(20);
    expect(machine.target.attemptCount).toBe(26);
  });

  test('has a number of its own, also for each of several recordings', () => {
    machine.read(a, b).pause();
    expect(machine.asked).toEqual(['pause a', 'pause b']);
    const ids = machine.effects.flatMap((effect) => (effect.type === 'send' ? [effect.attemptId] : []));
    expect(new Set([...ids, machine.commandId]).size).toBe(3);
    expect(machine.state.nextId).toBe(Math.max(...ids) + 1);
  });

  test('is not sent while nobody is signed in', () => {
    machine.read(a).pause().event({ type: 'signedOut', byUser: false }).after(5_000).tick();
    expect(machine.asked).not.toContain('pause a');
  });
});

describe('a resume', () => {
  test('is sent for each recording, gives up what was asked for, and proves nothing by itself', () => {
    machine.read(aPaused, b).pause();
    machine.resume();
    expect(machine.asked).toEqual(['superseded', 'abort', 'resume a', 'abort', 'resume b']);
    expect(
      machine.state.targets.map(({ observed, pauseAttempt, inScope }) => [observed, pauseAttempt, inScope]),
    ).toEqual([
      ['invalidated', null, false],
      ['invalidated', null, false],
    ]);
    expect(machine.state.intent).toMatchObject({ kind: 'resume', commandId: machine.commandId, deadline: null });
    expect(machine.state.pausedSince).toBeNull();
  });

  test('is confirmed by a read that began after its answer', () => {
    paused().resume().settled('resume');
    expect(machine.asked).toEqual(['read']);
    machine.read(a);
    expect(machine.asked).toEqual(['confirmed']);
    expect(machine.state.intent).toBeNull();
  });

  test('that is not obeyed is told two seconds after its answer', () => {
    paused().resume().settled('resume').read(aPaused).read(aPaused);
    expect(machine.effects).toEqual([]);
    machine.after(1_999).tick();
    expect(machine.effects).toEqual([]);
    machine.after(1).tick();
    expect(machine.asked).toEqual(['notConfirmed']);
    expect(machine.state.commandProblem).toEqual(problem('resume-not-obeyed'));
    machine.read(a);
    expect(machine.state.commandProblem).toBeNull();
  });

  test('that is refused is told as soon as a read shows the pause', () => {
    paused().resume().settled('resume', 'refused');
    expect(machine.state.intent).toMatchObject({ refusal: problem('pause/server-fault') });
    expect(machine.asked).toEqual(['read']);
    machine.read(aPaused);
    machine.read(aPaused);
    expect(machine.state.intent).toBeNull();
    expect(machine.state.commandProblem).toEqual(problem('pause/server-fault'));
  });

  test('is told as failed only on what a read has shown', () => {
    paused().resume().settled('resume').after(5_000).tick();
    expect(machine.effects).toEqual([]);
  });

  test('of nothing that is recorded any more has ended with the call', () => {
    paused().resume().read();
    expect(machine.asked).toEqual(['callEnded']);
  });

  test('a second press is the same command', () => {
    paused().resume();
    const { commandId } = machine;
    machine.resume();
    expect([machine.commandId, machine.effects]).toEqual([commandId, []]);
  });

  test('of what is recorded is nothing to do', () => {
    machine.read(a).resume();
    expect([machine.effects, machine.state.intent]).toEqual([[], null]);
  });

  test('while nobody is signed in is nothing to do', () => {
    paused().event({ type: 'signedOut', byUser: false }).resume();
    expect(machine.effects).toEqual([]);
  });

  test('of a pause that waits ends the waiting', () => {
    machine.read().pause();
    const { commandId } = machine;
    machine.resume();
    expect([machine.asked, machine.commandId, machine.state.intent]).toEqual([['cancelled'], commandId, null]);
    paused().read().resume();
    expect(machine.asked).toEqual(['callEnded']);
  });

  test('an answer after which another is under way proves no pause yet', () => {
    paused().resume();
    const [first = -1] = machine.state.resumesInFlight;
    machine.pause().resume().event({ type: 'requestSettled', attemptId: first, outcome: 'ok', problem: null });
    machine.read(aPaused);
    expect(machine.target.observed).toBe('invalidated');
  });
});

describe('a press of pause again', () => {
  test('while it is asked for is the same command', () => {
    machine.read(a).pause();
    const { commandId, state } = machine;
    machine.after(1_499).pause();
    expect(machine.commandId).toBe(commandId);
    expect(machine.state.nextId).toBe(state.nextId);
    expect(machine.asked).not.toContain('pause a');
  });

  test('once it is overdue asks at once', () => {
    machine.read(a).pause().settled('pause', 'unknown');
    machine.after(300).tick().settled('pause', 'unknown');
    machine.after(1_200).tick();
    machine.settled('pause', 'unknown');
    expect(machine.target.retryAt).toBeGreaterThan(machine.now);
    machine.pause();
    expect(machine.asked).toEqual(['read', 'pause a']);
  });

  test('while it is confirmed is checked by a read, and asks again for what is recorded', () => {
    paused();
    const { commandId } = machine.intent;
    machine.pause();
    expect([machine.asked, machine.commandId]).toEqual([['read'], commandId]);
    machine.read(a).pause();
    expect(machine.asked).toEqual(['read', 'pause a']);
    expect(machine.target.resumedElsewhere).toBe(false);
  });

  test('after the paused call is another pause', () => {
    paused().read();
    machine.pause();
    expect(machine.asked).toEqual(['callEnded', 'read']);
    expect(machine.intent.confirmedAt).toBeNull();
  });
});

describe('cancel', () => {
  test('ends a pause, takes back what is asked for, and looks', () => {
    machine.read(a).pause();
    const { commandId } = machine;
    machine.event({ type: 'cancelPressed' });
    expect([machine.asked, machine.commandId]).toEqual([['abort', 'cancelled', 'read'], commandId]);
    expect([machine.target.pauseAttempt, machine.target.retryAt, machine.target.inScope]).toEqual([null, null, false]);
  });

  test('without a pause is nothing to do', () => {
    machine.read(a).event({ type: 'cancelPressed' });
    expect([machine.effects, machine.commandId]).toEqual([[], null]);
  });

  test('while nobody is signed in forgets what was recorded', () => {
    machine.read(a).pause().event({ type: 'signedOut', byUser: false }).event({ type: 'cancelPressed' });
    expect([machine.asked, machine.state.targets]).toEqual([['cancelled'], []]);
  });
});

describe('automatic resume', () => {
  beforeEach(() => {
    machine.limits = { ...defaultLimits, autoResumeMs: 40_000, maxAutoResumeMs: 60_000 };
  });

  test('comes its time after the confirmation, on fresh knowledge alone', () => {
    paused();
    expect(machine.intent.autoResume).toEqual({ from: 0, at: 40_000 });
    machine.after(39_999).read(aPaused);
    expect(machine.effects).toEqual([]);
    machine.after(1).tick();
    expect(machine.asked).toEqual(['superseded', 'resume a']);
    expect(machine.state.intent).toMatchObject({ kind: 'resume', trigger: 'automatic' });
  });

  test('waits for the recorder to be seen again', () => {
    paused().after(40_000).tick();
    expect(machine.effects).toEqual([]);
    machine.read(aPaused);
    expect(machine.asked).toContain('resume a');
  });

  test('is put off by 30 s at a time, to no more than the longest pause, and never brought nearer', () => {
    paused().event({ type: 'extendPressed' });
    expect(machine.intent.autoResume).toEqual({ from: 0, at: 60_000 });
    machine.event({ type: 'extendPressed' });
    expect(machine.intent.autoResume?.at).toBe(60_000);
    machine.limits = { ...machine.limits, maxAutoResumeMs: 10_000 };
    machine.event({ type: 'extendPressed' });
    expect(machine.intent.autoResume?.at).toBe(60_000);
  });

  test('is not put off before the pause is confirmed, or without one', () => {
    machine.read(a).event({ type: 'extendPressed' });
    expect(machine.state.intent).toBeNull();
    machine.pause().event({ type: 'extendPressed' });
    expect(machine.intent.autoResume).toBeNull();
  });
});

describe('a pause of the last run', () => {
  const restored = (resumeInMs: number | null) =>
    ({ type: 'pauseRestored', trigger: 'button', resumeInMs, pauseId: 'old', requestedAtEpochMs: 7 }) as const;

  test('stays where it is paused, and is asked for where it is recorded', () => {
    machine.read(aPaused, b).event(restored(null));
    expect(machine.asked).toEqual(['pause b']);
    expect(machine.state.targets).toMatchObject([
      { inScope: true, confirmed: true, retryAt: null },
      { inScope: true, confirmed: false, requestedAt: 0 },
    ]);
    expect(machine.intent).toMatchObject({ pauseId: 'old', requestedAtEpochMs: 7, autoResume: null });
  });

  test('takes up its automatic resume', () => {
    machine.after(10).read(aPaused).event(restored(500));
    expect(machine.intent.autoResume).toEqual({ from: 10, at: 510 });
  });

  test('is not taken up beside a command of this run, or while nobody is signed in', () => {
    paused();
    const { intent } = machine;
    machine.event(restored(null));
    expect(machine.intent).toEqual(intent);
    machine = new Machine().event(restored(null));
    expect(machine.state.intent).toBeNull();
  });
});

describe('signing out', () => {
  test('by the server in the middle of a pause keeps it, with why', () => {
    machine.read(a, b).pause().event({ type: 'signedOut', byUser: false });
    expect(machine.asked).toEqual(['abort', 'abort']);
    expect(machine.target).toMatchObject({
      observed: 'invalidated',
      pauseAttempt: null,
      retryAt: null,
      refusal: problem('credentials-refused'),
    });
    expect([machine.state.signedIn, machine.state.lastGoodAt]).toEqual([false, null]);
    expect(machine.intent.pauseId).toBe('p');
    machine.after(9).event({ type: 'signedIn' });
    expect(machine.intent).toMatchObject({ armedUntil: 60_009, confirmedAt: null, autoResume: null });
    expect(machine.state.targets).toEqual([]);
  });

  test('by the user ends it', () => {
    machine.read(a).pause().event({ type: 'signedOut', byUser: true });
    expect([machine.asked, machine.state.targets]).toEqual([['abort', 'cancelled'], []]);
  });

  test('ends a pause that only waits, and a resume, whoever signs out', () => {
    machine.read().pause().event({ type: 'signedOut', byUser: false });
    expect(machine.asked).toEqual(['cancelled']);
    machine = new Machine().event({ type: 'signedIn' });
    paused().resume().event({ type: 'signedOut', byUser: false });
    expect(machine.asked).toEqual(['abort', 'cancelled']);
    expect([machine.state.resumesInFlight, machine.state.targets]).toEqual([[], []]);
  });

  test('and in again: a read of before proves nothing', () => {
    machine.read(aPaused);
    const before = machine.begin();
    machine.event({ type: 'signedOut', byUser: true }).event({ type: 'signedIn' }).answer(before, aPaused);
    expect(machine.state.targets).toEqual([]);
  });
});

describe('sleep', () => {
  test('makes what was known too old to be shown, and leaves it what it was', () => {
    paused().after(10).event({ type: 'sleepDetected' });
    expect(machine.state.lastGoodAt).toBe(10 - 5_000 - 1);
    expect(machine.target.observed).toBe('paused');
    machine.after(-10).event({ type: 'sleepDetected' });
    expect(machine.state.lastGoodAt).toBe(-5_001);
  });

  test('before anything was known changes nothing', () => {
    machine.event({ type: 'sleepDetected' });
    expect(machine.state.lastGoodAt).toBeNull();
  });
});

describe('how long everything is paused', () => {
  test('counts from the first moment, and anew after it was not', () => {
    paused().after(100).read(aPaused);
    expect(machine.state.pausedSince).toBe(0);
    machine.read(aPaused, b);
    expect(machine.state.pausedSince).toBeNull();
    machine.after(50).read(aPaused, bPaused);
    expect(machine.state.pausedSince).toBe(150);
    machine.read();
    expect(machine.state.pausedSince).toBeNull();
  });
});

test('a pause that is late is confirmed as late, and one at the very limit is not', () => {
  machine.read(a).pause().settled('pause').after(1_500).read(aPaused);
  expect(machine.asked).toContain('confirmed');
  machine = new Machine().event({ type: 'signedIn' });
  machine.read(a).pause().settled('pause').after(1_501).read(aPaused);
  expect(machine.asked).toContain('late');
});

test('a pause that is not confirmed in time is told once', () => {
  machine.read(a).pause().settled('pause').after(1_499).tick();
  expect(machine.effects).toEqual([]);
  machine.after(1).tick();
  expect(machine.asked).toEqual(['notConfirmed']);
  machine.after(1_000).tick();
  expect(machine.effects).toEqual([]);
});

describe('the next moment at which time alone changes something', () => {
  /** The moments at which it wakes when nothing else happens, up to a limit. */
  function moments(until = 70_000): number[] {
    const found: number[] = [];
    for (;;) {
      const next = nextWake(machine.state, machine.now, machine.limits);
      if (next === null || next > until) return found;
      found.push(next);
      machine.now = next;
      machine.tick();
    }
  }

  test('before anything is known there is none', () => {
    expect(nextWake(machine.state, 0)).toBeNull();
  });

  test('what was read grows too old', () => {
    machine.read(a);
    expect(moments()).toEqual([5_001]);
    expect([isFresh(machine.state, 5_000), isFresh(machine.state, 5_001)]).toEqual([true, false]);
    expect([freshForMs(machine.state, 5_000), freshForMs(machine.state, 5_001)]).toEqual([0, null]);
  });

  test('a request takes long, takes too long, and the pause is overdue', () => {
    machine.read(a).pause();
    // The answer never comes: 0.4 s look, 1.5 s again, and so on.
    expect(moments(3_000)).toEqual([400, 1_500, 1_900, 3_000]);
  });

  test('a pause that was answered is overdue, and is asked for again', () => {
    machine.read(a).pause().settled('pause', 'unknown');
    expect(moments(301)).toEqual([300]);
    machine = new Machine().event({ type: 'signedIn' });
    machine.read(a).pause().settled('pause').after(100).read(a);
    expect(machine.target.retryAt).toBe(400);
    expect(moments(401)).toEqual([400]);
  });

  test('a recording that began during the pause is overdue by itself', () => {
    paused().after(1_000).read(aPaused, b);
    const second = machine.state.targets[1];
    machine.event({
      type: 'requestSettled',
      attemptId: second?.pauseAttempt?.attemptId ?? -1,
      outcome: 'ok',
      problem: null,
    });
    expect(moments(5_900)).toEqual([1_500, 2_500]);
  });

  test('a pause that waits ends', () => {
    machine.read().pause();
    expect(moments()).toEqual([1_500, 5_001, 60_000]);
  });

  test('the automatic resume comes', () => {
    machine.limits = { ...defaultLimits, autoResumeMs: 4_000 };
    paused();
    expect(moments(4_000)).toEqual([1_500, 4_000]);
  });

  test('a resume that is answered is overdue', () => {
    paused().resume();
    expect(moments(5_000)).toEqual([]);
    machine.settled('resume').read(aPaused).read(aPaused);
    expect(moments(2_000)).toEqual([2_000]);
    expect(machine.asked).toEqual(['notConfirmed']);
  });

  test('a new call has been told of long enough', () => {
    paused().after(50).read(b);
    expect(moments(5_050)).toContain(5_050);
  });
});

describe('of several recordings', () => {
  const ids = (): number[] => machine.state.targets.map(({ pauseAttempt }) => pauseAttempt?.attemptId ?? -1);
  const settle = (attemptId: number, outcome: RequestOutcome): void =>
    void machine.event({
      type: 'requestSettled',
      attemptId,
      outcome,
      problem: outcome === 'ok' ? null : problem('pause/server-fault'),
    });

  test('an answer belongs to the one that was asked for', () => {
    machine.read(a, b).pause();
    const [first = -1, second = -1] = ids();
    settle(second, 'refused');
    expect(ids()).toEqual([first, -1]);
    expect(machine.state.targets.map(({ refusal, attemptLog }) => [refusal?.code ?? null, attemptLog])).toEqual([
      [null, []],
      ['pause/server-fault', [{ afterMs: 0, outcome: 'pause/server-fault' }]],
    ]);
    settle(first, 'ok');
    expect(machine.target.attemptLog).toEqual([{ afterMs: 0, outcome: 'ok' }]);
    // What the last answer said stays to be shown; one that went well takes nothing back.
    expect(machine.state.commandProblem).toEqual(problem('pause/server-fault'));
  });

  test('a pause is confirmed when all of them are, and no sooner', () => {
    machine.read(a, b).pause();
    for (const id of ids()) settle(id, 'ok');
    machine.read(aPaused, b);
    expect(machine.intent.confirmedAt).toBeNull();
    machine.read(aPaused, bPaused);
    expect(machine.asked).toEqual(['confirmed']);
  });

  test('one that the pause is not for does not keep it from being confirmed', () => {
    machine.limits = { ...defaultLimits, pauseNewRecordings: false };
    machine.read(a).pause().settled('pause').read(a, b).read(aPaused, b);
    expect(machine.asked).toEqual(['confirmed']);
  });

  test('a resume is confirmed when all of them record, and has failed only when all were read', () => {
    machine.read(a, b).pause();
    for (const id of ids()) settle(id, 'ok');
    machine.read(aPaused, bPaused).resume();
    const [first = -1, second = -1] = machine.state.resumesInFlight;
    settle(first, 'ok');
    expect(machine.state.resumesInFlight).toEqual([second]);
    machine.read(a, bPaused);
    expect(machine.effects).toEqual([]);
    settle(second, 'ok');
    machine.read(a, bPaused);
    expect(machine.state.intent?.kind).toBe('resume');
    machine.after(2_000).read(a, recording('b', true, '+2'));
    expect(machine.asked).toContain('notConfirmed');
  });

  test('why a resume failed is shown as long as one of them is still paused', () => {
    machine.read(aPaused, bPaused).resume();
    const [first = -1, second = -1] = machine.state.resumesInFlight;
    settle(first, 'ok');
    settle(second, 'refused');
    machine.read(a, bPaused).read(a, bPaused);
    expect(machine.state.commandProblem).toEqual(problem('pause/server-fault'));
    machine.read(a, b);
    expect(machine.state.commandProblem).toBeNull();
  });
});

test('an answer to a pause that is answered late, while a resume is in force, is no refusal of the resume', () => {
  machine.read(a).pause();
  const late = machine.target.pauseAttempt?.attemptId ?? -1;
  machine.read(aPaused).resume();
  machine.event({
    type: 'requestSettled',
    attemptId: late,
    outcome: 'refused',
    problem: problem('pause/server-fault'),
  });
  expect(machine.state.intent).toMatchObject({ kind: 'resume', refusal: null });
});

test('a request that was answered without a word why is logged by how it ended', () => {
  machine.read(a).pause();
  const attemptId = machine.target.pauseAttempt?.attemptId ?? -1;
  machine.event({ type: 'requestSettled', attemptId, outcome: 'already', problem: null });
  expect(machine.target.attemptLog).toEqual([{ afterMs: 0, outcome: 'already' }]);
});

test('a request whose pause is seen but not proven is still given up when no answer comes', () => {
  const early = machine.read(a).begin();
  machine.pause().answer(early, aPaused).after(1_500).tick();
  expect(machine.asked).toContain('abort');
});

test('what appears is nothing that was observed', () => {
  machine.read(recording('a', true));
  expect(machine.target).toMatchObject({ observed: 'paused', requestedAt: null });
  expect(machine.target.attemptLog).toEqual([]);
});

test('a resume pressed again after a read has shown the pause is sent anew, and takes back what was read', () => {
  // Read as paused twice after the first resume was answered: that one was not obeyed.
  paused().resume().settled('resume').read(aPaused).read(aPaused);
  expect(machine.target.observed).toBe('paused');
  const { commandId } = machine.resume();
  expect(machine.asked).toEqual(['superseded', 'resume a']);
  expect(machine.target.observed).toBe('invalidated');
  machine.resume();
  expect([machine.commandId, machine.effects]).toEqual([commandId, []]);
  machine.after(5_000).tick();
  expect(machine.asked).not.toContain('notConfirmed');
  machine.settled('resume').read(a);
  expect(machine.asked).toEqual(['confirmed']);
});
