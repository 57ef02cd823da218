// Asks a server again and again: one chain of timers, slower after failures, that a listener which throws cannot end.
import { attempt } from './attempt.ts';
import { exponentialBackoff, spread, withJitter } from './backoff.ts';
import type { Ports } from './ports.ts';
import type { Result } from '../../../shared/domain/result.ts';

/** All in milliseconds. */
export type PollSchedule = {
  /** From the start of one read to the start of the next, give or take a twentieth by chance. */
  readonly cadenceMs: number;
  /** The same after one failed read; doubled with each further failure, up to `longestRetryMs`. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
  /**
   * The pause after an answer is at least as long as the server took for it, up to this; 0 for no such pause. A read that hangs is
   * joined by the next one after this time, or the cadence if that is longer.
   */
  readonly longestRestMs: number;
};

/** A read that has begun. `context` is handed back with its answer. */
type PollRead<Context, Value, Failure> = {
  readonly context: Context;
  readonly answer: Promise<Result<Value, Failure>>;
};

/** What is polled. Any of these may throw: that is logged, and the next read still comes. */
export type PollTask<Context, Value, Failure> = {
  /** Sends one request. Null: nobody can be asked, and the loop rests until `readNow` or `start`. */
  readonly read: (signal: AbortSignal) => PollRead<Context, Value, Failure> | null;
  /** Called with the answer of a read that was not aborted. */
  readonly onAnswer: (context: Context, answer: Result<Value, Failure>) => void;
  /** Asked whenever the next read is planned. Null: there is none until `readNow` or `start`. */
  readonly schedule: () => PollSchedule | null;
  /** A read began or ended; see `isReading`. */
  readonly onActivity?: () => void;
};

/**
 * A server that hangs must not hold up fresh reads: the next one is planned beside the one that hangs. One more that is asked for
 * takes the place of the oldest; one more that is due waits for a place.
 */
const maxConcurrentReads = 2;

/** Name of the event in the log. */
const crashed = 'poll-crashed';

/** Used while `schedule` has never returned anything. */
const fallbackSchedule: PollSchedule = { cadenceMs: 5_000, retryMs: 5_000, longestRetryMs: 15_000, longestRestMs: 0 };

export class PollLoop<Context, Value, Failure> {
  readonly #ports: Pick<Ports, 'clock' | 'log' | 'random'>;
  readonly #task: PollTask<Context, Value, Failure>;
  readonly #reads: AbortController[] = [];
  #lastSchedule = fallbackSchedule;
  #cancelTimer: (() => void) | null = null;
  #isRunning = false;
  #failures = 0;
  #lastStart = -Infinity;
  #lastEnd = -Infinity;
  #lastTookMs = 0;

  constructor(ports: Pick<Ports, 'clock' | 'log' | 'random'>, task: PollTask<Context, Value, Failure>) {
    this.#ports = ports;
    this.#task = task;
  }

  get isReading(): boolean {
    return this.#reads.length > 0;
  }

  /** Begins, or begins again, with a read at once. */
  start(): void {
    this.stop();
    this.#isRunning = true;
    this.#failures = 0;
    this.readNow();
  }

  /** Ends the chain and aborts the reads under way; their answers reach nobody. */
  stop(): void {
    this.#isRunning = false;
    this.#clearTimer();
    for (const controller of this.#reads.splice(0)) controller.abort();
  }

  /** Reads at once, beside a read that is under way; the chain continues from here. Does nothing while stopped. */
  readNow(): void {
    if (this.#isRunning) void this.#read();
  }

  /** The schedule has changed: the next read may be due earlier. */
  reschedule(): void {
    if (this.#cancelTimer !== null) this.#plan();
  }

  async #read(): Promise<void> {
    this.#clearTimer();
    while (this.#reads.length >= maxConcurrentReads) this.#reads.shift()?.abort();
    const controller = new AbortController();
    const { signal } = controller;
    this.#reads.push(controller);
    const startedAt = this.#ports.clock.monotonic();
    this.#lastStart = startedAt;
    const read = this.#guarded(() => this.#task.read(signal));
    if (read === null) {
      this.#remove(controller);
      return;
    }
    this.#plan();
    this.#guarded(() => this.#task.onActivity?.());
    const answer = await read?.answer.catch((error: unknown) => {
      this.#ports.log.error(crashed, error);
    });
    this.#remove(controller);
    if (signal.aborted) return;
    this.#lastEnd = this.#ports.clock.monotonic();
    this.#lastTookMs = this.#lastEnd - startedAt;
    this.#failures = answer?.ok === true ? 0 : this.#failures + 1;
    if (read !== undefined && answer !== undefined) this.#guarded(() => this.#task.onAnswer(read.context, answer));
    // There is one timer: each read that begins or ends sets it anew, so that the chain never doubles.
    this.#plan();
    this.#guarded(() => this.#task.onActivity?.());
  }

  #remove(controller: AbortController): void {
    const index = this.#reads.indexOf(controller);
    if (index >= 0) this.#reads.splice(index, 1);
  }

  /** While stopped there is no next read. */
  #plan(): void {
    this.#clearTimer();
    if (!this.#isRunning) return;
    const schedule = this.#guarded(() => this.#task.schedule());
    if (schedule === null) return;
    this.#lastSchedule = schedule ?? this.#lastSchedule;
    const { cadenceMs, retryMs, longestRetryMs, longestRestMs } = this.#lastSchedule;
    const { clock, random } = this.#ports;
    const waitMs =
      this.#failures === 0
        ? spread(cadenceMs, random)
        : withJitter(exponentialBackoff(this.#failures, retryMs, longestRetryMs), random);
    const due = this.isReading
      ? this.#lastStart + Math.max(waitMs, longestRestMs)
      : Math.max(this.#lastStart + waitMs, this.#lastEnd + Math.min(this.#lastTookMs, longestRestMs));
    this.#cancelTimer = clock.timer(Math.max(0, due - clock.monotonic()), () => {
      this.#cancelTimer = null;
      // With no place free, whichever read ends first plans the next one.
      if (this.#reads.length < maxConcurrentReads) void this.#read();
    });
  }

  #clearTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  /** Undefined where it threw. */
  #guarded<T>(call: () => T): T | undefined {
    return attempt(this.#ports.log, crashed, call);
  }
}
