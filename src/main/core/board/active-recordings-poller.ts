// Reads everybody's live recordings with one filter: a chain of reads that cannot overlap itself, gentle, backing off with jitter,
// and silent after the server has said that this account may not see them.
import type { BoardFilter } from '../../../shared/ipc/board.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import type { Clock, Log } from '../platform/ports.ts';
import type { Answered, LiveFilter, UcxClient, UcxFailure } from '../ucx/client-types.ts';

/** Milliseconds from the start of one read to the start of the next: somebody waits for a command, somebody looks, nobody looks. */
export const boardCadence = { command: 1_000, looking: 3_000, standing: 6_000 } as const;

/** Longest wait after failures, and longest rest after a slow answer, in milliseconds. */
const longestWait = 15_000;
const longestRest = 5_000;
/** A further read replaces the oldest: a server that hangs must not keep fresh reads waiting. */
const mostAtOnce = 2;

/** One read, from its beginning to its answer. `number` grows over all feeds: of two reads the one that began later counts. */
export type BoardRead<Note> = { readonly number: number; readonly startedAt: number; readonly note: Note };

export type BoardFeedDependencies<Note> = {
  readonly clock: Clock;
  readonly log: Log;
  /** Uniform in [0, 1), for jitter. */
  readonly random: () => number;
  readonly client: () => UcxClient | null;
  readonly cadence: () => number;
  readonly onStart: () => { readonly number: number; readonly note: Note };
  readonly onGood: (read: BoardRead<Note>, answer: Answered<readonly LiveRecording[]>) => void;
  readonly onBad: (read: BoardRead<Note>, failure: UcxFailure) => void;
  /** A read began or ended. */
  readonly onBusy: () => void;
};

/** A name for a filter: two filters with the same name ask the same. */
export function filterKey({ username, directoryNumber, deviceName, numericUserId }: BoardFilter): string {
  return JSON.stringify([username, directoryNumber, deviceName, numericUserId]);
}

function questionOf(filter: BoardFilter): LiveFilter {
  const given = Object.entries(filter).filter(([, value]) => value !== '');
  return Object.fromEntries(given);
}

export class BoardFeed<Note> {
  readonly filter: BoardFilter;
  readonly key: string;
  private readonly dependencies: BoardFeedDependencies<Note>;
  private readonly reads: AbortController[] = [];
  private cancelTimer: (() => void) | null = null;
  private running = true;
  private failures = 0;
  private lastStart = -Infinity;
  private lastEnd = -Infinity;
  private lastTook = 0;
  /** The server said that this account may not: it is asked again only when a person asks. */
  private denied = false;
  /** Number of the read that began last of those that were answered. */
  private decidedBy = 0;
  /** The newest good answer, and the read that brought it. */
  private newest: { readonly read: BoardRead<Note>; readonly recordings: readonly LiveRecording[] } | null = null;
  private readProblem: Problem | null = null;

  constructor(filter: BoardFilter, dependencies: BoardFeedDependencies<Note>) {
    this.filter = filter;
    this.key = filterKey(filter);
    this.dependencies = dependencies;
  }

  get isDenied(): boolean {
    return this.denied;
  }

  get isReading(): boolean {
    return this.reads.length > 0;
  }

  get recordings(): readonly LiveRecording[] | null {
    return this.newest?.recordings ?? null;
  }

  /** The number of the newest good read; 0 before the first. */
  get number(): number {
    return this.newest?.read.number ?? 0;
  }

  /** Monotonic milliseconds at which the newest good read began; null before the first. */
  get asOf(): number | null {
    return this.newest?.read.startedAt ?? null;
  }

  get problem(): Problem | null {
    return this.readProblem;
  }

  /** True when this list would hold every recording that the other filter finds. */
  covers(key: string): boolean {
    return key === this.key || Object.values(this.filter).every((value) => value === '');
  }

  /** Reads now, beside a read that is under way, and lets the chain go on from here. A refusal of the right is not asked again. */
  readNow(): void {
    if (this.running && !this.denied) void this.read();
  }

  /** A person asked: also after a refusal. */
  ask(): void {
    this.denied = false;
    this.readNow();
  }

  /** The wait may have become shorter. */
  reschedule(): void {
    if (this.running && this.cancelTimer !== null) this.plan();
  }

  /** Ends the chain for good and gives up the reads under way; their answers are not heard any more. */
  stop(): void {
    this.running = false;
    this.cancelTimer?.();
    this.cancelTimer = null;
    for (const controller of this.reads.splice(0)) controller.abort();
  }

  private plan(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    if (this.denied) return;
    const { clock, random, cadence } = this.dependencies;
    const doubled = Math.min(longestWait, cadence() * 2 ** Math.min(Math.max(this.failures - 1, 0), 10));
    const wait = this.failures === 0 ? cadence() : doubled * (0.75 + random() / 2);
    // A server that needs long for its answer rests as long as it worked.
    const rested = this.lastEnd + Math.min(this.lastTook, longestRest);
    const due = Math.max(0, Math.max(this.lastStart + wait, rested) - clock.monotonic());
    this.cancelTimer = clock.timer(due, () => {
      this.cancelTimer = null;
      void this.read();
    });
  }

  private async read(): Promise<void> {
    const { clock, log, client: findClient, onStart, onGood, onBad, onBusy } = this.dependencies;
    const client = findClient();
    if (client === null) return;
    this.cancelTimer?.();
    this.cancelTimer = null;
    while (this.reads.length >= mostAtOnce) this.reads.shift()?.abort();
    const controller = new AbortController();
    this.reads.push(controller);
    const startedAt = clock.monotonic();
    this.lastStart = startedAt;
    const read = { ...onStart(), startedAt };
    onBusy();
    const result = await client.listLive(questionOf(this.filter), controller.signal);
    const index = this.reads.indexOf(controller);
    if (index >= 0) this.reads.splice(index, 1);
    if (controller.signal.aborted || !this.running) return;
    this.lastEnd = clock.monotonic();
    this.lastTook = this.lastEnd - startedAt;
    // Of two answers that of the read that began later says how things are.
    const latest = read.number > this.decidedBy;
    this.decidedBy = Math.max(this.decidedBy, read.number);
    if (result.ok) {
      this.failures = 0;
      if (latest) {
        this.readProblem = null;
        this.denied = false;
      }
      if (this.newest === null || read.number > this.newest.read.number)
        this.newest = { read, recordings: result.value.value };
      onGood(read, result.value);
    } else {
      this.failures += 1;
      const { endpoint, status, reason, problem, outcome } = result.error;
      log.warn('board-read-failed', { endpoint, status, reason, code: problem.code });
      if (latest) {
        this.readProblem = problem;
        this.denied = outcome === 'forbidden';
      }
      onBad(read, result.error);
    }
    // There is one timer: whichever read ends last sets it anew, so that the chain never doubles.
    if (this.stillRunning()) this.plan();
    onBusy();
  }

  /** Asked again after callbacks, which may have stopped it. */
  private stillRunning(): boolean {
    return this.running;
  }
}
