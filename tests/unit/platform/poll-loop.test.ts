// Polling survives whatever throws: each listener and each request is made to throw, and the next read is awaited.
import { beforeEach, describe, expect, test } from 'vitest';
import { ActiveRecordingsPoller, type PollerHost } from '../../../src/main/core/board/active-recordings-poller.ts';
import { OwnRecordingsPoller } from '../../../src/main/core/live/own-recordings-poller.ts';
import { exponentialBackoff, scheduledBackoff, withJitter } from '../../../src/main/core/platform/backoff.ts';
import { PollLoop, type PollSchedule, type PollTask } from '../../../src/main/core/platform/poll-loop.ts';
import type { UcxClient, UcxFailure } from '../../../src/main/core/ucx/client-types.ts';
import { createUnusableClient } from '../../../src/main/core/ucx/unusable-client.ts';
import { noBoardFilter } from '../../../src/shared/ipc/board.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import { err, ok, type Result } from '../../../src/shared/domain/result.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';

const thrown = new Error('a listener that throws');
const fail = (): never => {
  throw thrown;
};

let clock: FakeClock;
let crashes: unknown[];
let ports: ConstructorParameters<typeof PollLoop>[0];
beforeEach(() => {
  clock = new FakeClock();
  crashes = [];
  ports = {
    clock,
    log: {
      ...quietLog(),
      error: (event, error) => {
        expect(event).toBe('poll-crashed');
        crashes.push(error);
      },
    },
    random: () => 0.5,
  };
});

const schedule: PollSchedule = { cadenceMs: 1_000, retryMs: 1_000, longestRetryMs: 8_000, longestRestMs: 0 };

type Task = PollTask<number, string, string>;

/** A loop that polls `answer` and counts its reads. */
function loopOf(
  over: Partial<Task> = {},
  answer: () => Promise<Result<string, string>> = () => Promise.resolve(ok('')),
) {
  const seen = { signals: [] as AbortSignal[], answers: [] as number[], activity: [] as boolean[] };
  const loop: PollLoop<number, string, string> = new PollLoop(ports, {
    read: (signal) => ({ context: seen.signals.push(signal), answer: answer() }),
    onAnswer: (read) => seen.answers.push(read),
    schedule: () => schedule,
    onActivity: () => seen.activity.push(loop.isReading),
    ...over,
  });
  return { loop, seen };
}

/** Answers when the test says so. */
function waiting() {
  const resolvers: ((answer: Result<string, string>) => void)[] = [];
  const answer = (): Promise<Result<string, string>> =>
    new Promise((resolve) => {
      resolvers.push(resolve);
    });
  return { answer, settle: (index: number) => resolvers[index]?.(ok('')) };
}

describe('a poll loop', () => {
  test('reads at once and then at its cadence, counted from the start of a read', async () => {
    const { loop, seen } = loopOf();
    loop.start();
    await clock.advance(3_500);
    expect(seen.answers).toEqual([1, 2, 3, 4]);
    expect(seen.activity).toEqual([true, false, true, false, true, false, true, false]);
  });

  test('never has more than two reads under way: a further one takes the place of the oldest, whose answer is dropped', async () => {
    const { answer, settle } = waiting();
    const { loop, seen } = loopOf({}, answer);
    loop.start();
    loop.readNow();
    loop.readNow();
    expect(seen.signals.map(({ aborted }) => aborted)).toEqual([true, false, false]);
    settle(0);
    settle(2);
    settle(1);
    await clock.settle();
    expect(seen.answers).toEqual([3, 2]);
    expect(clock.pending).toBe(1);
  });

  test('a read that hangs is joined by the next one at the cadence, and by no third', async () => {
    const { answer, settle } = waiting();
    const { loop, seen } = loopOf({}, answer);
    loop.start();
    await clock.advance(1_000);
    expect(seen.signals).toHaveLength(2);
    await clock.advance(60_000);
    expect(seen.signals).toHaveLength(2);
    expect(seen.signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    // Whichever ends makes room for the next one at once.
    settle(1);
    await clock.advance(1);
    expect(seen.signals).toHaveLength(3);
    expect(seen.answers).toEqual([2]);
    loop.stop();
    expect(clock.pending).toBe(0);
  });

  test('a server that is to be left in peace is not asked beside a read before the longest rest', async () => {
    const { answer } = waiting();
    const { loop, seen } = loopOf({ schedule: () => ({ ...schedule, longestRestMs: 5_000 }) }, answer);
    loop.start();
    await clock.advance(4_999);
    expect(seen.signals).toHaveLength(1);
    await clock.advance(1);
    expect(seen.signals).toHaveLength(2);
  });

  test('a hundred that began together are spread over their interval after a minute, and none is more eager than a twentieth', async () => {
    let seed = 7;
    ports = { ...ports, random: () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647 };
    const started = Array.from({ length: 100 }, (): number[] => []);
    const loops = started.map((starts) =>
      loopOf({
        read: () => {
          starts.push(clock.monotonic());
          return { context: 0, answer: Promise.resolve(ok('')) };
        },
      }),
    );
    for (const { loop } of loops) loop.start();
    await clock.advance(60_000);
    const last = started.map((starts) => starts.at(-1) ?? 0);
    const tenths = new Set(last.map((at) => Math.floor((at % schedule.cadenceMs) / (schedule.cadenceMs / 10))));
    expect(tenths.size).toBeGreaterThan(5);
    for (const starts of started)
      for (const [index, at] of starts.entries())
        if (index > 0) expect(at - (starts[index - 1] ?? 0)).toBeGreaterThanOrEqual(schedule.cadenceMs * 0.95);
    for (const { loop } of loops) loop.stop();
  });

  test('waits longer after each failure, up to a limit, and comes back to its cadence', async () => {
    let works = false;
    const { loop, seen } = loopOf({}, () => Promise.resolve(works ? ok('') : err('away')));
    const startedAt: number[] = [];
    const begun = clock.monotonic();
    loop.start();
    for (let second = 0; second < 24; second += 1) {
      if (seen.signals.length > startedAt.length) startedAt.push(clock.monotonic() - begun);
      await clock.advance(1_000);
    }
    expect(startedAt).toEqual([0, 1_000, 3_000, 7_000, 15_000, 23_000]);
    works = true;
    await clock.advance(7_000);
    const before = seen.signals.length;
    await clock.advance(3_000);
    expect(seen.signals.length - before).toBe(3);
  });

  test('spreads what it waits after failures by chance', async () => {
    const { loop, seen } = loopOf({}, () => Promise.resolve(err('away')));
    ports = { ...ports, random: () => 0 };
    const early = loopOf({}, () => Promise.resolve(err('away')));
    loop.start();
    early.loop.start();
    await clock.advance(800);
    expect([early.seen.signals.length, seen.signals.length]).toEqual([2, 1]);
  });

  test('rests after a slow answer as long as the server took for it', async () => {
    const { answer, settle } = waiting();
    const { loop, seen } = loopOf({ schedule: () => ({ ...schedule, longestRestMs: 5_000 }) }, answer);
    loop.start();
    await clock.advance(3_000);
    settle(0);
    await clock.advance(2_999);
    expect(seen.signals).toHaveLength(1);
    await clock.advance(1);
    expect(seen.signals).toHaveLength(2);
  });

  test('reads earlier when its schedule has become shorter', async () => {
    let cadenceMs = 10_000;
    const { loop, seen } = loopOf({ schedule: () => ({ ...schedule, cadenceMs }) });
    loop.start();
    await clock.advance(2_000);
    expect(seen.signals).toHaveLength(1);
    cadenceMs = 3_000;
    loop.reschedule();
    await clock.advance(1_000);
    expect(seen.signals).toHaveLength(2);
  });

  test('stops at once: its reads are aborted, no answer is heard and no timer is left', async () => {
    const { answer, settle } = waiting();
    const { loop, seen } = loopOf({}, answer);
    loop.start();
    loop.stop();
    settle(0);
    loop.readNow();
    loop.reschedule();
    await clock.settle();
    expect(seen.signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(seen.answers).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test('stopped by a listener, it sets no timer', async () => {
    const { loop } = loopOf({
      onAnswer: () => {
        loop.stop();
      },
    });
    loop.start();
    await clock.settle();
    expect(clock.pending).toBe(0);
  });

  test('rests while there is no schedule, or nobody to ask, until it is told to read', async () => {
    const unplanned = loopOf({ schedule: () => null });
    unplanned.loop.start();
    let asked = 0;
    const nobody = loopOf({
      read: () => {
        asked += 1;
        return null;
      },
    });
    nobody.loop.start();
    await clock.advance(60_000);
    expect([unplanned.seen.signals.length, asked, clock.pending]).toEqual([1, 1, 0]);
    expect(nobody.loop.isReading).toBe(false);
    unplanned.loop.readNow();
    nobody.loop.readNow();
    expect([unplanned.seen.signals.length, asked]).toEqual([2, 2]);
  });
});

describe('a poll loop reads again', () => {
  const throwing: Partial<Task> = { onAnswer: fail, schedule: fail, onActivity: fail };

  test.each(Object.keys(throwing) as (keyof Task)[])('after %s threw', async (name) => {
    const { loop, seen } = loopOf({ [name]: throwing[name] });
    loop.start();
    await clock.advance(20_000);
    expect(seen.signals.length).toBeGreaterThan(2);
    expect(crashes).toContain(thrown);
  });

  test('after a throw while it was rescheduled', async () => {
    let throws = false;
    const { loop, seen } = loopOf({ schedule: () => (throws ? fail() : schedule) });
    loop.start();
    await clock.settle();
    throws = true;
    loop.reschedule();
    await clock.advance(1_000);
    expect(seen.signals).toHaveLength(2);
  });

  test.each([
    ['the read threw', fail],
    ['the read was rejected', () => Promise.reject(thrown)],
  ])('after %s, and not more often than after other failures', async (_, answer) => {
    const { loop, seen } = loopOf({}, answer);
    let reads = 0;
    const counted = loopOf({}, () => {
      reads += 1;
      return answer();
    });
    counted.loop.start();
    loop.start();
    await clock.advance(24_000);
    expect(reads).toBe(6);
    expect(seen.answers).toEqual([]);
    expect(loop.isReading).toBe(false);
    expect(crashes).toContain(thrown);
  });
});

const failure: UcxFailure = {
  endpoint: 'listMine',
  outcome: 'unauthorized',
  status: 401,
  reason: null,
  problem: problem('credentials-refused'),
};
const good = () => Promise.resolve(ok({ value: [], serverDate: null }));
const bad = () => Promise.resolve(err(failure));
type Read = UcxClient['listMine'];

describe('my recordings are read again', () => {
  type Dependencies = ConstructorParameters<typeof OwnRecordingsPoller>[0];

  function pollerOf(
    listMine: Read,
    over: Partial<Dependencies['pause'] & Pick<Dependencies, 'onRead' | 'isUrgent'> & { readonly refused: () => void }>,
  ) {
    let reads = 0;
    const { onRead = () => undefined, isUrgent = () => false, refused = () => undefined, ...pause } = over;
    const client: UcxClient = {
      ...createUnusableClient(problem('internal')),
      listMine: (signal) => {
        reads += 1;
        return listMine(signal);
      },
    };
    const poller = new OwnRecordingsPoller({
      ports,
      session: { client, refused },
      pause: {
        shownState: 'idle',
        hasActivePause: false,
        readStarted: () => ({ startedSequence: 1, startedAt: 0 }),
        readFailed: () => undefined,
        ...pause,
      },
      isUrgent,
      pace: { worked: () => undefined, cadenceMs: () => 2_000 },
      onRead,
    });
    return { poller, reads: () => reads };
  }

  test.each<[string, Read, Parameters<typeof pollerOf>[1]]>([
    ['who hears of a good read threw', good, { onRead: fail }],
    ['who hears of a failed read threw', bad, { readFailed: fail }],
    ['who hears of a refused sign-in threw', bad, { refused: fail }],
    ['who says how urgent it is threw', good, { isUrgent: fail }],
    ['the request threw', fail, {}],
    ['the request was rejected', () => Promise.reject(thrown), {}],
  ])('after %s', async (_, read, over) => {
    const { poller, reads } = pollerOf(read, over);
    poller.start();
    await clock.advance(30_000);
    expect(reads()).toBeGreaterThan(2);
    expect(crashes).toContain(thrown);
    poller.stop();
    expect(clock.pending).toBe(0);
  });

  test('after who counts its reads threw, although no request left', async () => {
    let counted = 0;
    const { poller, reads } = pollerOf(good, {
      readStarted: () => ((counted += 1) < 3 ? fail() : { startedSequence: counted, startedAt: 0 }),
    });
    poller.start();
    await clock.advance(30_000);
    expect(reads()).toBeGreaterThan(2);
  });
});

describe("everybody's recordings are read again", () => {
  function pollerOf(listLive: () => ReturnType<UcxClient['listLive']>, over: Partial<PollerHost>) {
    let reads = 0;
    const client: UcxClient = {
      ...createUnusableClient(problem('internal')),
      listLive: () => {
        reads += 1;
        return listLive();
      },
    };
    const poller = new ActiveRecordingsPoller(
      noBoardFilter,
      { ports, session: { client } },
      {
        cadenceMs: () => 1_000,
        readStarted: () => ({ number: reads + 1, controllers: new Map() }),
        readSucceeded: () => undefined,
        readFailed: () => undefined,
        onActivity: () => undefined,
        ...over,
      },
    );
    return { poller, reads: () => reads };
  }

  test.each<[string, () => ReturnType<UcxClient['listLive']>, Partial<PollerHost>]>([
    ['who hears of a good read threw', good, { readSucceeded: fail }],
    ['who hears of a failed read threw', bad, { readFailed: fail }],
    ['who hears that it reads threw', good, { onActivity: fail }],
    ['who says how often threw', good, { cadenceMs: fail }],
    ['the request threw', fail, {}],
    ['the request was rejected', () => Promise.reject(thrown), {}],
  ])('after %s', async (_, read, over) => {
    const { poller, reads } = pollerOf(read, over);
    poller.start();
    await clock.advance(30_000);
    expect(reads()).toBeGreaterThan(2);
    expect(crashes).toContain(thrown);
    poller.stop();
    expect(clock.pending).toBe(0);
  });

  test('after who counts its reads threw, although no request left', async () => {
    let counted = 0;
    const { poller, reads } = pollerOf(good, {
      readStarted: () => ((counted += 1) < 3 ? fail() : { number: counted, controllers: new Map() }),
    });
    poller.start();
    await clock.advance(30_000);
    expect(reads()).toBeGreaterThan(2);
  });
});

describe('backoff', () => {
  test('doubles from the second failure on, up to its limit', () => {
    expect([0, 1, 2, 3, 4, 2_000].map((failures) => exponentialBackoff(failures, 500, 1_500))).toEqual([
      500, 500, 1_000, 1_500, 1_500, 1_500,
    ]);
  });

  test('takes each wait of a list in turn and repeats the last one', () => {
    expect([0, 1, 2, 3, 9].map((attempt) => scheduledBackoff(attempt, [300, 600, 1_000]))).toEqual([
      300, 300, 600, 1_000, 1_000,
    ]);
  });

  test('is a quarter longer or shorter by chance', () => {
    expect([0, 0.5, 0.999].map((random) => Math.round(withJitter(1_000, () => random)))).toEqual([750, 1_000, 1_250]);
  });
});
