// Starting and stopping by hand against a client that lies, hangs and refuses, with time in the test's hand.
import { describe, expect, test } from 'vitest';
import { ManualControl } from '../../../src/main/core/live/manual-control.ts';
import {
  confirmUncertainWithinMs,
  confirmWithinMs,
  problemShownMs,
} from '../../../src/main/core/live/pending-command.ts';
import type { StartTarget, UcxClient, UcxFailure } from '../../../src/main/core/ucx/client-types.ts';
import { createUnusableClient } from '../../../src/main/core/ucx/unusable-client.ts';
import type { JournalFact } from '../../../src/shared/domain/journal.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import type { LiveRecording } from '../../../src/shared/domain/recording.ts';
import { err, ok } from '../../../src/shared/domain/result.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';

const recording = (id: string): LiveRecording => ({
  id,
  durationMs: 1_000,
  localUsername: 'ada.agent',
  remoteName: null,
  remoteNumber: '+1555123456',
  isPaused: false,
});

const failure = (change: Partial<UcxFailure>): UcxFailure => ({
  endpoint: 'start',
  outcome: 'refused',
  status: 400,
  reason: null,
  problem: problem('start/refused'),
  ...change,
});

function setUp(change: Partial<UcxClient> = {}, target: StartTarget = {}) {
  const clock = new FakeClock();
  const facts: JournalFact[] = [];
  const seen = {
    reads: 0,
    sequence: 0,
    unauthorized: 0,
    changes: 0,
    started: [] as StartTarget[],
    stopped: [] as string[],
  };
  const client: UcxClient = {
    ...createUnusableClient(problem('internal')),
    start: (target) => {
      seen.started.push(target);
      return Promise.resolve(ok({ id: 'new' }));
    },
    stopMine: () => {
      seen.stopped.push('mine');
      return Promise.resolve(ok(null));
    },
    stopById: (id) => {
      seen.stopped.push(id);
      return Promise.resolve(ok(null));
    },
    ...change,
  };
  const refused = (): void => {
    seen.unauthorized += 1;
  };
  const control = new ManualControl(
    {
      ports: { clock, log: quietLog() },
      session: { client, refused },
      onFacts: (told) => facts.push(...told),
      onChange: () => {
        seen.changes += 1;
      },
    },
    {
      readNow: () => {
        seen.reads += 1;
      },
      get sequence() {
        return seen.sequence;
      },
    },
    () => target,
  );
  /** A read that begins now and is answered at once. */
  const read = (recordings: readonly LiveRecording[]): void => {
    control.readSucceeded((seen.sequence += 1), recordings);
  };
  return { clock, control, seen, facts, read };
}

describe('starting by hand', () => {
  test('a 201 after which nothing appears is never told as started', async () => {
    const { clock, control, seen, read } = setUp();
    read([]);
    const end = control.run('start', 'button');
    await clock.settle();
    expect(seen.reads).toBe(1);
    read([]);
    await clock.advance(confirmWithinMs - 1);
    expect(control.view().phase).toBe('starting');
    await clock.advance(1);
    expect(await end).toEqual({ confirmed: false, problem: { code: 'start/not-seen' } });
    expect(control.view()).toMatchObject({ phase: 'none', problem: { code: 'start/not-seen' } });
  });

  test('the answer alone confirms nothing; the read that shows the recording does', async () => {
    const { clock, control, read } = setUp();
    const end = control.run('start', 'button');
    await clock.settle();
    expect(control.view().phase).toBe('starting');
    read([recording('new')]);
    expect(await end).toEqual({ confirmed: true, problem: null });
  });

  test('what was recorded before is not taken for what was started', async () => {
    const { clock, control, read } = setUp();
    read([recording('old')]);
    void control.run('start', 'button');
    await clock.settle();
    read([recording('old')]);
    expect(control.view().phase).toBe('starting');
    read([recording('old'), recording('other')]);
    expect(control.view().phase).toBe('none');
  });

  test('where nobody knows whether the server acted, the doubt is told after three seconds', async () => {
    const lost = failure({ outcome: 'unknown', status: null, problem: problem('server-connection-lost') });
    const { clock, control } = setUp({ start: () => Promise.resolve(err(lost)) });
    const end = control.run('start', 'button');
    await clock.advance(confirmUncertainWithinMs - 1);
    expect(control.view().phase).toBe('starting');
    await clock.advance(1);
    expect(await end).toEqual({ confirmed: false, problem: { code: 'server-connection-lost' } });
  });

  test('credentials that are refused end the session, a missing right does not', async () => {
    const unauthorized = failure({ outcome: 'unauthorized', status: 401, problem: problem('credentials-refused') });
    const first = setUp({ start: () => Promise.resolve(err(unauthorized)) });
    expect(await first.control.run('start', 'button')).toEqual({
      confirmed: false,
      problem: { code: 'credentials-refused' },
    });
    expect(first.seen.unauthorized).toBe(1);
    const forbidden = failure({ outcome: 'forbidden', status: 403, problem: problem('start/not-allowed') });
    const second = setUp({ start: () => Promise.resolve(err(forbidden)) });
    await second.control.run('start', 'button');
    expect(second.seen.unauthorized).toBe(0);
  });

  test('what went wrong is told for half a minute, and no longer than it is true', async () => {
    const { clock, control, read } = setUp({ start: () => Promise.resolve(err(failure({}))) });
    await control.run('start', 'button');
    await clock.advance(problemShownMs - 1);
    expect(control.view().problem).toEqual({ code: 'start/refused' });
    await clock.advance(1);
    expect(control.view().problem).toBeNull();
    await control.run('start', 'button');
    read([recording('by itself')]);
    expect(control.view().problem).toBeNull();
  });

  test('a stop while a start is under way is refused, and a session that ends gives up both', async () => {
    const { clock, control } = setUp();
    const start = control.run('start', 'button');
    expect(await control.run('stop', 'button')).toEqual({ confirmed: false, problem: { code: 'manual-busy' } });
    await clock.settle();
    control.signedOut();
    expect(await start).toEqual({ confirmed: false, problem: { code: 'request-cancelled' } });
    expect(clock.pending).toBe(0);
  });
});

describe('a start on a phone that Settings name', () => {
  test('that the server began and that is not among my recordings is told as such', async () => {
    const { clock, control, seen, read } = setUp({}, { directoryNumber: '102' });
    const end = control.run('start', 'button');
    await clock.settle();
    read([]);
    await clock.advance(confirmWithinMs);
    expect(seen.started).toEqual([{ directoryNumber: '102' }]);
    expect(await end).toEqual({ confirmed: false, problem: { code: 'start/not-mine' } });
  });
});

describe('stopping by hand', () => {
  test('with nothing known before, only a read that began after the answer tells that nothing is recorded', async () => {
    const lost = failure({
      endpoint: 'stopMine',
      outcome: 'unknown',
      status: null,
      problem: problem('server-timeout'),
    });
    const { clock, control, seen, read } = setUp({ stopMine: () => Promise.resolve(err(lost)) });
    const end = control.run('stop', 'command');
    await clock.settle();
    expect(control.view().phase).toBe('stopping');
    expect(seen.reads).toBe(1);
    read([recording('one')]);
    expect(control.view().phase).toBe('stopping');
    await clock.advance(confirmUncertainWithinMs);
    expect(await end).toEqual({ confirmed: false, problem: { code: 'server-timeout' } });
  });

  test('a read that began before the answer shows nothing', async () => {
    const { clock, control, seen, read } = setUp();
    read([recording('one')]);
    const began = (seen.sequence += 1);
    const end = control.run('stop', 'button');
    seen.sequence += 1;
    await clock.settle();
    control.readSucceeded(began, []);
    expect(control.view().phase).toBe('stopping');
    read([recording('one')]);
    expect(control.view().phase).toBe('stopping');
    read([]);
    expect(await end).toEqual({ confirmed: true, problem: null });
  });

  test('a call that was recorded already, with an answer of old, is adopted only by a read that began later', async () => {
    const already = failure({ outcome: 'already', status: 429, reason: 1, problem: problem('start/already') });
    const { clock, control, read } = setUp({ start: () => Promise.resolve(err(already)) });
    read([recording('over by now')]);
    const end = control.run('start', 'command');
    await clock.settle();
    expect(control.view().phase).toBe('starting');
    read([]);
    await clock.advance(confirmWithinMs);
    expect(await end).toMatchObject({ confirmed: false });
  });

  test('a 204 after which the recording goes on is asked once more by its id, and then said', async () => {
    const { clock, control, seen, read } = setUp();
    read([recording('one')]);
    const end = control.run('stop', 'button');
    await clock.settle();
    read([recording('one')]);
    await clock.settle();
    expect(seen.stopped).toEqual(['mine']);
    read([recording('one')]);
    await clock.settle();
    expect(seen.stopped).toEqual(['mine', 'one']);
    read([recording('one')]);
    await clock.advance(confirmWithinMs);
    expect(seen.stopped).toEqual(['mine', 'one']);
    expect(await end).toEqual({ confirmed: false, problem: { code: 'stop/not-seen' } });
  });

  test('another call that begins meanwhile is not what was stopped', async () => {
    const { clock, control, read } = setUp();
    read([recording('one')]);
    const end = control.run('stop', 'button');
    await clock.settle();
    read([recording('two')]);
    expect(await end).toEqual({ confirmed: true, problem: null });
  });

  test('signed out there is nothing to start and nothing to stop', async () => {
    const clock = new FakeClock();
    const facts: JournalFact[] = [];
    const control = new ManualControl(
      {
        ports: { clock, log: quietLog() },
        session: { client: null, refused: () => undefined },
        onFacts: (told) => facts.push(...told),
        onChange: () => undefined,
      },
      { readNow: () => undefined, sequence: 0 },
      () => ({}),
    );
    expect(control.view()).toEqual({ phase: 'none', problem: null, canStart: false, canStop: false });
    expect(await control.run('start', 'button')).toEqual({
      confirmed: false,
      problem: { code: 'credentials-missing' },
    });
    expect(facts).toEqual([]);
  });
});

describe('what is written down of a start and a stop by hand', () => {
  const asked = (facts: readonly JournalFact[]): JournalFact[] => facts.filter(({ kind }) => kind === 'hand-asked');
  const ends = (facts: readonly JournalFact[]): JournalFact[] => facts.filter(({ kind }) => kind === 'hand-ended');

  test('that it was asked, from where, once however often it was pressed, and what a read showed as started', async () => {
    const { clock, control, facts, read } = setUp();
    read([]);
    const end = control.run('start', 'tray');
    void control.run('start', 'button');
    expect(facts).toMatchObject([{ kind: 'hand-asked', what: 'start', trigger: 'tray', recordingIds: [] }]);
    expect(facts[0]).not.toHaveProperty('forAnother');
    await clock.settle();
    expect(ends(facts)).toEqual([]);
    read([recording('another id than the answer named')]);
    await end;
    expect(ends(facts)).toMatchObject([
      { how: 'confirmed', problem: null, recordingIds: ['another id than the answer named'] },
    ]);
    const names = facts.map((fact) => ('orderId' in fact ? fact.orderId : null));
    expect(names[0]).toMatch(/^[0-9a-f-]{36}$/u);
    expect(names[1]).toBe(names[0]);
  });

  test('a stop names what was recorded, and at its end only what a read showed as gone', async () => {
    const { clock, control, facts, read } = setUp();
    read([recording('one'), recording('two')]);
    const end = control.run('stop', 'command');
    await clock.settle();
    read([recording('two'), recording('began meanwhile')]);
    await clock.advance(confirmWithinMs);
    expect(await end).toMatchObject({ confirmed: false });
    expect(asked(facts)).toMatchObject([{ what: 'stop', trigger: 'command', recordingIds: ['one', 'two'] }]);
    expect(ends(facts)).toMatchObject([{ how: 'not-seen', problem: 'stop/not-seen', recordingIds: ['one'] }]);
  });

  test('a refusal by the name of its problem alone, without the values that may hold a name', async () => {
    const refusal = problem('start/refused', { device: 'SEP001122334455' });
    const { control, facts } = setUp({ start: () => Promise.resolve(err(failure({ problem: refusal }))) });
    await control.run('start', 'button');
    expect(ends(facts)).toMatchObject([{ how: 'refused', problem: 'start/refused', recordingIds: [] }]);
    expect(JSON.stringify(facts)).not.toContain('SEP');
  });

  test('a request without a usable answer that nothing shows in time was not seen, and is not called refused', async () => {
    const lost = failure({ outcome: 'unknown', status: null, problem: problem('server-timeout') });
    const { clock, control, facts } = setUp({ start: () => Promise.resolve(err(lost)) });
    const end = control.run('start', 'button');
    await clock.settle();
    await clock.advance(confirmUncertainWithinMs);
    await end;
    expect(ends(facts)).toMatchObject([{ how: 'not-seen', problem: 'server-timeout' }]);
  });

  test('a session that ends in the middle of a stop: given up, and nothing is said to be gone', async () => {
    const { clock, control, facts, read } = setUp();
    read([recording('one')]);
    const end = control.run('stop', 'button');
    await clock.settle();
    control.signedOut();
    await end;
    expect(ends(facts)).toMatchObject([{ how: 'given-up', problem: 'request-cancelled', recordingIds: [] }]);
  });
});

describe('what can be done by hand', () => {
  test('is a start while nothing is recorded, a stop while something is, and neither while one is under way', async () => {
    const { clock, control, read } = setUp();
    const can = (): [boolean, boolean] => [control.view().canStart, control.view().canStop];
    expect(can()).toEqual([true, false]);
    expect(control.isWaiting).toBe(false);
    read([recording('one')]);
    expect(can()).toEqual([false, true]);
    void control.run('stop', 'button');
    expect(can()).toEqual([false, false]);
    expect(control.isWaiting).toBe(true);
    await clock.settle();
    read([]);
    expect(can()).toEqual([true, false]);
    expect(control.isWaiting).toBe(false);
    control.signedOut();
    expect(can()).toEqual([true, false]);
  });

  test('is told to whoever shows it: when it begins, when a problem comes and when it goes, and not for nothing', async () => {
    const { clock, control, seen, read } = setUp({ start: () => Promise.resolve(err(failure({}))) });
    const before = seen.changes;
    void control.run('start', 'button');
    expect(seen.changes).toBe(before + 1);
    await clock.settle();
    const afterProblem = seen.changes;
    expect(control.view().problem).toEqual({ code: 'start/refused' });
    expect(afterProblem).toBeGreaterThan(before + 1);
    await clock.advance(problemShownMs);
    expect(seen.changes).toBe(afterProblem + 1);
    // Nothing is shown, so nothing is told.
    read([recording('one')]);
    read([]);
    expect(seen.changes).toBe(afterProblem + 1);
  });

  test('a problem stays while what is recorded stays the same, and goes when that changes or a new command is given', async () => {
    const { control, read } = setUp({ stopMine: () => Promise.resolve(err(failure({ endpoint: 'stopMine' }))) });
    read([recording('one')]);
    await control.run('stop', 'button');
    expect(control.view().problem).not.toBeNull();
    read([recording('one'), recording('two')]);
    expect(control.view().problem).not.toBeNull();
    read([]);
    expect(control.view().problem).toBeNull();
    read([recording('one')]);
    await control.run('stop', 'button');
    expect(control.view().problem).not.toBeNull();
    void control.run('stop', 'button');
    expect(control.view().problem).toBeNull();
  });

  test('the same command asked again is followed with the first', async () => {
    const { clock, control, seen, read } = setUp();
    const first = control.run('start', 'button');
    const second = control.run('start', 'tray');
    await clock.settle();
    read([recording('new')]);
    expect(await first).toEqual(await second);
    expect(seen.started).toHaveLength(1);
  });
});

describe('a start', () => {
  const already = failure({ outcome: 'already', status: 429, reason: 1, problem: problem('start/already') });

  test('of a call that is recorded already takes what a read shows then', async () => {
    const { clock, control, read } = setUp({ start: () => Promise.resolve(err(already)) });
    read([recording('old')]);
    const end = control.run('start', 'command');
    await clock.settle();
    read([recording('old')]);
    expect(await end).toEqual({ confirmed: true, problem: null });
  });

  test('names the new recording where there is one, and not the old beside it', async () => {
    const { clock, control, facts, read } = setUp({ start: () => Promise.resolve(err(already)) });
    read([recording('old')]);
    void control.run('start', 'command');
    await clock.settle();
    read([recording('old'), recording('newer')]);
    expect(facts.at(-1)).toMatchObject({ kind: 'hand-ended', how: 'confirmed', recordingIds: ['newer'] });
  });

  test('whose recording was there before it was asked is confirmed by its id', async () => {
    const { clock, control, read } = setUp();
    read([recording('new')]);
    const end = control.run('start', 'command');
    await clock.settle();
    read([recording('new')]);
    expect(await end).toEqual({ confirmed: true, problem: null });
  });

  test.each([
    [{ deviceName: 'SEP1' }, 'start/not-mine'],
    [{ directoryNumber: '102' }, 'start/not-mine'],
    [{}, 'start/not-seen'],
  ] as const)('on %j that nothing shows is told as %s', async (target, code) => {
    const { clock, control } = setUp({}, target);
    const end = control.run('start', 'button');
    await clock.advance(confirmWithinMs);
    expect(await end).toMatchObject({ problem: { code } });
  });

  test('on a named phone that the server never answered for is not said to be somebody else’s', async () => {
    const { clock, control } = setUp({ start: () => new Promise(() => undefined) }, { directoryNumber: '102' });
    const end = control.run('start', 'button');
    await clock.advance(confirmWithinMs);
    expect(await end).toMatchObject({ problem: { code: 'start/not-seen' } });
  });
});

describe('a stop', () => {
  test.each([404, 405])('where the server does not know the route (%d) goes by each id', async (status) => {
    const unknownRoute = failure({ endpoint: 'stopMine', status, problem: problem('stop/refused') });
    const { clock, control, seen, read } = setUp({ stopMine: () => Promise.resolve(err(unknownRoute)) });
    read([recording('one'), recording('two')]);
    const end = control.run('stop', 'button');
    await clock.settle();
    expect(seen.stopped).toEqual(['one', 'two']);
    expect(seen.reads).toBe(1);
    read([]);
    expect(await end).toEqual({ confirmed: true, problem: null });
  });

  test('by each id ends with the first that is refused, and one that is gone already is what was asked for', async () => {
    const unknownRoute = failure({ endpoint: 'stopMine', status: 404, problem: problem('stop/refused') });
    const gone = failure({ endpoint: 'stopById', outcome: 'gone', status: 409 });
    const answers = [err(gone), err(failure({ endpoint: 'stopById', outcome: 'forbidden', status: 403 })), ok(null)];
    const stopped: string[] = [];
    const { clock, control, read } = setUp({
      stopMine: () => Promise.resolve(err(unknownRoute)),
      stopById: (id) => {
        stopped.push(id);
        return Promise.resolve(answers[stopped.length - 1] ?? ok(null));
      },
    });
    read([recording('one'), recording('two'), recording('three')]);
    const end = control.run('stop', 'button');
    await clock.settle();
    expect(stopped).toEqual(['one', 'two']);
    expect(await end).toMatchObject({ confirmed: false, problem: { code: 'start/refused' } });
  });

  test('of what is gone already waits for the read that shows it', async () => {
    const gone = failure({ endpoint: 'stopMine', outcome: 'gone', status: 409 });
    const { clock, control, seen, read } = setUp({ stopMine: () => Promise.resolve(err(gone)) });
    read([recording('one')]);
    const end = control.run('stop', 'button');
    await clock.settle();
    expect(seen.reads).toBe(1);
    read([]);
    expect(await end).toEqual({ confirmed: true, problem: null });
  });

  test('by the answer of another status is refused and not sent by id', async () => {
    const refused = failure({ endpoint: 'stopMine', status: 403, outcome: 'forbidden' });
    const { control, seen, read } = setUp({ stopMine: () => Promise.resolve(err(refused)) });
    read([recording('one')]);
    expect(await control.run('stop', 'button')).toMatchObject({ confirmed: false });
    expect(seen.stopped).toEqual([]);
  });
});
