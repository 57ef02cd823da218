// Polls everybody's live recordings with one filter. After the server has said that this account may not see them, only a person asks.
import type { BoardFilter } from '../../../shared/ipc/board.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { PollLoop, type PollSchedule } from '../platform/poll-loop.ts';
import type { Ports } from '../platform/ports.ts';
import type { Session } from '../session/session.ts';
import type { Answered, UcxFailure } from '../ucx/client-types.ts';
import type { ControllersAtStart } from './pause-controllers.ts';
import { filterCovers, filterKey, requestOf } from './board-filter.ts';

/** Milliseconds from the start of one read to the start of the next: a command waits for it, somebody looks, or a pause is only kept in view. */
export const boardCadenceMs = { command: 1_000, watched: 3_000, background: 6_000 } as const;

/** Longest wait after failures, and longest pause after a slow answer, in milliseconds. */
const longestRetryMs = 15_000;
const longestRestMs = 5_000;

type ActiveRecordings = Answered<readonly LiveRecording[]>;

/** One read. `number` grows over all pollers: of two reads the one that began later counts. */
export type BoardRead = {
  readonly number: number;
  readonly startedAt: number;
  readonly controllers: ControllersAtStart;
};

export type PollerContext = {
  readonly ports: Pick<Ports, 'clock' | 'log' | 'random'>;
  readonly session: Pick<Session, 'client'>;
};

/** Who owns the pollers. */
export type PollerHost = {
  /** Milliseconds between the starts of two reads. */
  cadenceMs(poller: ActiveRecordingsPoller): number;
  readStarted(): Pick<BoardRead, 'number' | 'controllers'>;
  readSucceeded(poller: ActiveRecordingsPoller, read: BoardRead, answer: ActiveRecordings): void;
  readFailed(poller: ActiveRecordingsPoller, read: BoardRead, failure: UcxFailure): void;
  onActivity(): void;
};

export class ActiveRecordingsPoller {
  readonly filter: BoardFilter;
  readonly key: string;
  readonly #context: PollerContext;
  readonly #host: PollerHost;
  readonly #loop: PollLoop<BoardRead, ActiveRecordings, UcxFailure>;
  /** The server said that this account may not see the list. */
  #isDenied = false;
  /** Number of the newest read that was answered. */
  #answeredRead = 0;
  /** The newest good answer, and the read that brought it. */
  #latest: { readonly read: BoardRead; readonly recordings: readonly LiveRecording[] } | null = null;
  #problem: Problem | null = null;

  constructor(filter: BoardFilter, context: PollerContext, host: PollerHost) {
    this.filter = filter;
    this.key = filterKey(filter);
    this.#context = context;
    this.#host = host;
    this.#loop = new PollLoop(context.ports, {
      read: (signal) => {
        const { client } = context.session;
        if (client === null) return null;
        const read = { ...host.readStarted(), startedAt: context.ports.clock.monotonic() };
        return { context: read, answer: client.listLive(requestOf(filter), signal) };
      },
      onAnswer: (read, answer) => this.#answered(read, answer),
      schedule: () => this.#schedule(),
      onActivity: () => host.onActivity(),
    });
  }

  get isDenied(): boolean {
    return this.#isDenied;
  }

  get isReading(): boolean {
    return this.#loop.isReading;
  }

  get recordings(): readonly LiveRecording[] | null {
    return this.#latest?.recordings ?? null;
  }

  /** The number of the newest good read; 0 before the first. */
  get number(): number {
    return this.#latest?.read.number ?? 0;
  }

  /** Monotonic milliseconds at which the newest good read began; null before the first. */
  get asOf(): number | null {
    return this.#latest?.read.startedAt ?? null;
  }

  get problem(): Problem | null {
    return this.#problem;
  }

  /** True when this list holds every recording that the other filter finds. */
  covers(key: string): boolean {
    return filterCovers(this.filter, key);
  }

  start(): void {
    this.#loop.start();
  }

  /** Ends reading; answers under way are dropped. */
  stop(): void {
    this.#loop.stop();
  }

  /** Reads at once, unless the server has said that this account may not. */
  readNow(): void {
    if (!this.#isDenied) this.#loop.readNow();
  }

  /** Reads at once because a person asks, also after the server has said that this account may not. */
  readOnRequest(): void {
    this.#isDenied = false;
    this.#loop.readNow();
  }

  /** The cadence changed: the next read may be due earlier. */
  reschedule(): void {
    this.#loop.reschedule();
  }

  #answered(read: BoardRead, answer: Result<ActiveRecordings, UcxFailure>): void {
    const isNewest = read.number > this.#answeredRead;
    this.#answeredRead = Math.max(this.#answeredRead, read.number);
    if (isNewest) {
      this.#problem = answer.ok ? null : answer.error.problem;
      this.#isDenied = !answer.ok && answer.error.outcome === 'forbidden';
    }
    if (answer.ok) {
      if (read.number > this.number) this.#latest = { read, recordings: answer.value.value };
      this.#host.readSucceeded(this, read, answer.value);
      return;
    }
    const { endpoint, status, reason, problem } = answer.error;
    this.#context.ports.log.warn('board-read-failed', { endpoint, status, reason, code: problem.code });
    this.#host.readFailed(this, read, answer.error);
  }

  #schedule(): PollSchedule | null {
    if (this.#isDenied) return null;
    const cadenceMs = this.#host.cadenceMs(this);
    return { cadenceMs, retryMs: cadenceMs, longestRetryMs, longestRestMs };
  }
}
