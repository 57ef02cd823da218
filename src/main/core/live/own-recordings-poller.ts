// Follows my live recordings: one chain of reads that cannot overlap itself, gentle when idle, quick when it matters,
// backing off with jitter when the server fails, silent while the machine sleeps.
import type { Problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording, RecordingState } from '../../../shared/domain/recording.ts';
import { assertNever } from '../../../shared/domain/result.ts';
import type { Clock, Log } from '../platform/ports.ts';
import type { Answered, UcxClient } from '../ucx/client-types.ts';

/** Milliseconds from the start of one read to the start of the next. product.md: at most one in 2 s while idle. */
export function cadence(state: RecordingState): number {
  switch (state) {
    case 'pausing':
    case 'resuming':
    case 'unconfirmed':
      return 500;
    case 'paused':
      return 1_000;
    case 'idle':
    case 'recording':
    case 'offline':
    case 'signedOut':
      return 2_000;
    default:
      return assertNever(state);
  }
}

/** Longest wait after failures, in milliseconds: longer when nobody waits for the answer. */
const longestWait = { urgent: 1_000, calm: 10_000 };

/**
 * The wait in milliseconds after `failures` failed reads in a row: doubled from the second on, and a quarter more or less
 * by chance, so that thousands of desktops do not come back in step. The first is short enough that one failure alone
 * does not make the knowledge stale.
 */
export function backOff(state: RecordingState, failures: number, pauseStands: boolean, random: () => number): number {
  const longest = pauseStands ? longestWait.urgent : longestWait.calm;
  const wait = Math.min(longest, cadence(state) * 2 ** Math.min(failures - 1, 10));
  return wait * (0.75 + random() / 2);
}

export type OwnRecordingsPollerDependencies = {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly client: () => UcxClient | null;
  readonly state: () => RecordingState;
  readonly pauseStands: () => boolean;
  /** Somebody waits for the next read, whatever the state is. */
  readonly waits?: () => boolean;
  /** Returns the read's place in the order of events. */
  readonly onStart: () => number;
  readonly onGood: (startedOrder: number, answer: Answered<readonly LiveRecording[]>) => void;
  readonly onBad: (startedOrder: number, problem: Problem) => void;
  readonly onUnauthorized: () => void;
};

/** A third read replaces the oldest: a server that hangs must not keep fresh reads waiting. */
const mostAtOnce = 2;

export class OwnRecordingsPoller {
  private readonly dependencies: OwnRecordingsPollerDependencies;
  private cancelTimer: (() => void) | null = null;
  private running = false;
  private failures = 0;
  private lastStart = -Infinity;
  private readonly reads: AbortController[] = [];

  constructor(dependencies: OwnRecordingsPollerDependencies) {
    this.dependencies = dependencies;
  }

  /** Begins, or begins again after sleep, with a read at once. */
  start(): void {
    this.stop();
    this.running = true;
    this.failures = 0;
    this.readNow();
  }

  /** Ends the chain and gives up the reads under way; their answers are not heard any more. */
  stop(): void {
    this.running = false;
    this.cancelTimer?.();
    this.cancelTimer = null;
    for (const controller of this.reads.splice(0)) controller.abort();
  }

  /** Reads now, beside a read that is under way, and lets the chain go on from here. */
  readNow(): void {
    if (!this.running) return;
    void this.read();
  }

  /** The state changed: the next read may be due earlier. */
  reschedule(): void {
    if (this.running && this.cancelTimer !== null) this.plan();
  }

  private plan(): void {
    this.cancelTimer?.();
    const { clock, random } = this.dependencies;
    const state = this.dependencies.state();
    const calm = this.dependencies.waits?.() === true ? cadence('pausing') : cadence(state);
    const wait = this.failures === 0 ? calm : backOff(state, this.failures, this.dependencies.pauseStands(), random);
    const due = Math.max(0, this.lastStart + wait - clock.monotonic());
    this.cancelTimer = clock.timer(due, () => {
      this.cancelTimer = null;
      void this.read();
    });
  }

  private async read(): Promise<void> {
    const client = this.dependencies.client();
    if (client === null) return;
    this.cancelTimer?.();
    this.cancelTimer = null;
    while (this.reads.length >= mostAtOnce) this.reads.shift()?.abort();
    const controller = new AbortController();
    this.reads.push(controller);
    this.lastStart = this.dependencies.clock.monotonic();
    const order = this.dependencies.onStart();
    const result = await client.listMine(controller.signal);
    const index = this.reads.indexOf(controller);
    if (index >= 0) this.reads.splice(index, 1);
    if (controller.signal.aborted || !this.running) return;
    if (result.ok) {
      this.failures = 0;
      this.dependencies.onGood(order, result.value);
    } else {
      this.failures += 1;
      const { endpoint, status, reason, problem } = result.error;
      this.dependencies.log.warn('read-failed', { endpoint, status, reason, code: problem.code });
      this.dependencies.onBad(order, problem);
      if (result.error.outcome === 'unauthorized') this.dependencies.onUnauthorized();
    }
    // There is one timer: whichever read ends last sets it anew, so that the chain never doubles.
    if (this.stillRunning()) this.plan();
  }

  /** Asked again after callbacks, which may have stopped it. */
  private stillRunning(): boolean {
    return this.running;
  }
}
