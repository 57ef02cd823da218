// What 10,000 agents ask of a server: the real poller of my recordings on a simulated clock, beside clients that ask each second. Prints
// requests per second at work and without a call, how long a call is recorded before it is shown, and what a server meets that was away for ten minutes.
import { IdlePace } from '../../src/main/core/live/idle-pace.ts';
import { OwnRecordingsPoller } from '../../src/main/core/live/own-recordings-poller.ts';
import type { Clock } from '../../src/main/core/platform/ports.ts';
import type { UcxClient, UcxFailure } from '../../src/main/core/ucx/client-types.ts';
import type { LiveRecording } from '../../src/shared/domain/recording.ts';
import { defaultPreferences } from '../../src/shared/domain/preferences.ts';
import { err, ok, type Result } from '../../src/shared/domain/result.ts';
import { quietLog } from '../support/quiet-log.ts';
import { print } from './simulator-process.ts';

const agents = 10_000;
/** Milliseconds from a request to its answer: the way there and back, and the server's work. */
const answerMs = { least: 20, most: 120 };
/** Of a working hour: a call begins every six minutes on average and lasts three. */
const call = { everyMs: 360_000, lastsMs: 180_000 };
const minute = 60_000;
/** Five minutes of work, ten without a server, five after it is back. */
const awayFrom = 5 * minute;
const awayTo = 15 * minute;
const endAt = 20 * minute;
/** Of the quiet run: no calls, and in the end every screen is locked. */
const lockedFrom = 22 * minute;
const quietTo = 27 * minute;

/** The same numbers in each run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Time in whole milliseconds that moves on when all that is due has been done. */
class SimulatedClock implements Clock {
  #now = 0;
  readonly #due = new Map<number, Set<() => void>>();

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  timer(ms: number, callback: () => void): () => void {
    const at = this.#now + Math.max(1, Math.round(ms));
    const others = this.#due.get(at) ?? new Set();
    this.#due.set(at, others.add(callback));
    return () => {
      others.delete(callback);
    };
  }

  async run(until: number): Promise<void> {
    for (; this.#now < until; this.#now += 1) {
      const due = this.#due.get(this.#now);
      if (due === undefined) continue;
      this.#due.delete(this.#now);
      for (const callback of due) callback();
      // All promises that are ready go on before time does.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

type Server = {
  readonly list: () => Promise<Result<boolean, null>>;
  /** Requests in each second. */
  readonly perSecond: number[];
};

function serverOf(
  clock: SimulatedClock,
  random: () => number,
  { isCalled, isAway }: { readonly isCalled: () => boolean; readonly isAway: () => boolean },
  perSecond: number[],
): Server {
  return {
    perSecond,
    list: () => {
      const second = Math.floor(clock.now() / 1000);
      perSecond[second] = (perSecond[second] ?? 0) + 1;
      const takesMs = answerMs.least + random() * (answerMs.most - answerMs.least);
      return new Promise((resolve) => {
        clock.timer(takesMs, () => {
          resolve(isAway() ? err(null) : ok(isCalled()));
        });
      });
    },
  };
}

const failure: UcxFailure = {
  endpoint: 'listMine',
  outcome: 'unknown',
  status: null,
  reason: null,
  problem: { code: 'server-unreachable' },
};

/** Someone who asks `list` and tells what it said. Returns what begins it. */
type Client = (
  clock: SimulatedClock,
  random: () => number,
  list: Server['list'],
  onSeen: (called: boolean) => void,
) => () => void;

const sidetone: Client = (clock, random, list, onSeen) => {
  const log = quietLog();
  let shownState: 'idle' | 'recording' = 'idle';
  const recording = {} as LiveRecording;
  const listMine: UcxClient['listMine'] = async () => {
    const answer = await list();
    return answer.ok ? ok({ value: answer.value ? [recording] : [], serverDate: null }) : err(failure);
  };
  // People don't leave in the same second.
  const lockedAt = lockedFrom + random() * minute;
  const pace = new IdlePace(
    clock,
    () => ({
      longestMs: defaultPreferences['server.idleInterval'] * 1_000,
      lockedMs: defaultPreferences['server.lockedInterval'] * 1_000,
    }),
    () => clock.now() >= lockedAt,
  );
  const poller = new OwnRecordingsPoller({
    ports: { clock, log, random },
    session: { client: { listMine } as UcxClient, refused: () => undefined },
    pause: {
      get shownState() {
        return shownState;
      },
      hasActivePause: false,
      readStarted: () => ({ startedSequence: 0, startedAt: clock.monotonic() }),
      readFailed: () => undefined,
    },
    isUrgent: () => false,
    pace,
    onRead: (_read, { value }) => {
      shownState = value.length > 0 ? 'recording' : 'idle';
      onSeen(value.length > 0);
    },
  });
  return () => {
    pace.worked();
    poller.start();
  };
};

/** The plain way: every second, whatever comes of it. */
const eachSecond: Client = (clock, _random, list, onSeen) => {
  const ask = (): void => {
    clock.timer(1_000, ask);
    void list().then((answer) => {
      if (answer.ok) onSeen(answer.value);
    });
  };
  return ask;
};

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
const sortedOf = (figures: readonly number[]): number[] => figures.toSorted((left, right) => left - right);
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

const told = (figures: readonly number[]): string =>
  `mean ${mean(figures)}, p99 ${percentile(figures, 0.99).toFixed(0)}, worst second ${(figures.at(-1) ?? 0).toFixed(0)}`;
const mean = (figures: readonly number[]): string =>
  (figures.reduce((sum, one) => sum + one, 0) / figures.length).toFixed(0);
const between = (perSecond: readonly number[], from: number, to: number): number[] =>
  sortedOf(Array.from({ length: (to - from) / 1000 }, (_, second) => perSecond[from / 1000 + second] ?? 0));

/** Nobody is on a call: before opening, at lunch, at night. */
async function measureQuiet(name: string, client: Client): Promise<void> {
  const clock = new SimulatedClock();
  const random = randomFrom(7);
  const perSecond: number[] = [];
  for (let agent = 0; agent < agents; agent += 1) {
    const server = serverOf(clock, random, { isCalled: () => false, isAway: () => false }, perSecond);
    clock.timer(
      random() * minute,
      client(clock, random, server.list, () => undefined),
    );
  }
  await clock.run(quietTo);
  print(`${name}: requests per second, first minutes without a call`, told(between(perSecond, 2 * minute, 5 * minute)));
  print(`${name}: after twelve minutes without a call`, told(between(perSecond, 13 * minute, lockedFrom)));
  print(`${name}: with every screen locked`, told(between(perSecond, lockedFrom + 2 * minute, quietTo)));
}

/** All agents start within the same minute, as at the beginning of a shift. */
async function measure(name: string, client: Client): Promise<void> {
  const clock = new SimulatedClock();
  const random = randomFrom(7);
  const perSecond: number[] = [];
  const waits: number[] = [];
  /** When each agent was first told something after the server was back. */
  const back: number[] = [];
  for (let agent = 0; agent < agents; agent += 1) {
    let callFrom = random() * call.everyMs;
    let isShown = false;
    let isBack = false;
    const isCalled = (): boolean => {
      const now = clock.now();
      if (now >= callFrom + call.lastsMs) callFrom += call.lastsMs + random() * 2 * (call.everyMs - call.lastsMs);
      return now >= callFrom;
    };
    const isAway = (): boolean => clock.now() >= awayFrom && clock.now() < awayTo;
    const server = serverOf(clock, random, { isCalled, isAway }, perSecond);
    const begin = client(clock, random, server.list, (called) => {
      const now = clock.now();
      // A call that began while the server was away is not its clients' delay.
      if (
        called &&
        !isShown &&
        callFrom > minute &&
        (callFrom < awayFrom - 10_000 || callFrom > awayTo + minute) &&
        now < callFrom + call.lastsMs
      )
        waits.push(now - callFrom);
      isShown = called;
      if (!isBack && now >= awayTo) {
        isBack = true;
        back.push(now - awayTo);
      }
    });
    clock.timer(random() * minute, begin);
  }
  await clock.run(endAt);

  const part = (from: number, to: number): number[] => between(perSecond, from, to);
  print(`${name}: requests per second at work`, told(part(2 * minute, awayFrom)));
  print(`${name}: while the server is away`, told(part(awayFrom + minute, awayTo)));
  print(`${name}: in the minute after it is back`, told(part(awayTo, awayTo + minute)));
  const sorted = sortedOf(waits);
  print(
    `${name}: from the begin of a recording until it is shown`,
    `median ${seconds(percentile(sorted, 0.5))}, p95 ${seconds(percentile(sorted, 0.95))} (${String(sorted.length)} calls)`,
  );
  const returned = sortedOf(back);
  print(
    `${name}: until an agent sees the server again`,
    `median ${seconds(percentile(returned, 0.5))}, p95 ${seconds(percentile(returned, 0.95))}, last ${seconds(returned.at(-1) ?? Number.NaN)}`,
  );
}

print('agents', String(agents));
await measure('Sidetone', sidetone);
await measure('each second', eachSecond);
await measureQuiet('Sidetone', sidetone);
await measureQuiet('each second', eachSecond);
