// The entries of the save queue, and what windows are shown of them: the most important ones, and all of them counted.
import { randomUUID } from 'node:crypto';
import { nameFor } from '../../../shared/domain/text/name-pattern.ts';
import { estimatedBytes, type SavingView } from '../../../shared/ipc/saving.ts';
import type { DownloadView } from '../../../shared/ipc/snapshot.ts';
import { usualEnding } from './media-file.ts';
import type { NamedFile, QueuedSave, UnfinishedSave } from './queue-file.ts';
import { remainingMs } from './queue-speed.ts';

/** Entries that windows are shown: what waits further back and what ended longer ago is only counted. */
const mostWaitingShown = 20;
const mostEndedShown = 60;

export type Entry = {
  view: DownloadView;
  readonly queued: QueuedSave;
  controller: AbortController;
  /** After a kill: the name that the whole file may have got. */
  named: NamedFile | null;
  /** Attempts that failed in scope `server` or `unknown`. */
  failedAttempts: number;
  /** Cancels the wait before its next attempt; null while it does not wait. */
  stopRetryTimer: (() => void) | null;
};

export const isActive = (view: DownloadView): boolean => view.phase === 'queued' || view.phase === 'running';

function newEntry(queued: QueuedSave, { named, failed }: Pick<UnfinishedSave, 'named' | 'failed'>): Entry {
  return {
    queued,
    named,
    failedAttempts: 0,
    stopRetryTimer: null,
    controller: new AbortController(),
    view: {
      downloadId: randomUUID(),
      recordingId: queued.recordingId,
      referenceNumber: queued.referenceNumber,
      fileName: queued.recording === null ? null : `${nameFor(queued.pattern, queued.recording)}${usualEnding}`,
      phase: failed === null ? 'queued' : 'failed',
      receivedBytes: 0,
      totalBytes: null,
      verified: null,
      problem: failed,
    },
  };
}

export type QueueState = Pick<SavingView, 'held' | 'heldBecause' | 'triesAgain' | 'bytesPerSecond'>;

export class Entries {
  /** By recording id in lower case, in the order in which they were requested. */
  readonly #byId = new Map<string, Entry>();

  /** Puts a save at the end, with what the last run left unfinished of it. */
  put(queued: QueuedSave, unfinished: Pick<UnfinishedSave, 'named' | 'failed'> = { named: null, failed: null }): void {
    this.#byId.delete(queued.recordingId);
    this.#byId.set(queued.recordingId, newEntry(queued, unfinished));
  }

  remove(entry: Entry): void {
    this.endRetryWait(entry);
    if (this.has(entry)) this.#byId.delete(entry.queued.recordingId);
  }

  /** A request after everything has ended starts counting anew; failures stay until they are dealt with. */
  removeFinished(): void {
    if (this.active().length > 0) return;
    for (const [id, { view }] of this.#byId) if (view.phase !== 'failed') this.#byId.delete(id);
  }

  endRetryWait(entry: Entry): void {
    entry.stopRetryTimer?.();
    entry.stopRetryTimer = null;
  }

  get(recordingId: string): Entry | undefined {
    return this.#byId.get(recordingId);
  }

  /** False once it was dropped, or another request for its recording has taken its place. */
  has(entry: Entry): boolean {
    return this.#byId.get(entry.queued.recordingId) === entry;
  }

  byDownload(downloadId: string): Entry | undefined {
    return this.all().find(({ view }) => view.downloadId === downloadId);
  }

  all(): Entry[] {
    return [...this.#byId.values()];
  }

  active(): Entry[] {
    return this.all().filter(({ view }) => isActive(view));
  }

  failed(): Entry[] {
    return this.all().filter(({ view }) => view.phase === 'failed');
  }

  /**
   * The first queued entry that fits and does not wait for its retry. For a trial it is the first of those that failed least, or one
   * bad file could stop all others for ever.
   */
  next(fits: (entry: Entry) => boolean, isTrial: boolean): Entry | null {
    let best: Entry | null = null;
    for (const entry of this.#byId.values()) {
      if (entry.view.phase !== 'queued' || !fits(entry)) continue;
      if (!isTrial && entry.stopRetryTimer === null) return entry;
      if (isTrial && entry.failedAttempts < (best?.failedAttempts ?? Infinity)) best = entry;
    }
    return best;
  }

  /** What runs, what is next, and what ended last, in the order in which it was requested. */
  shown(): DownloadView[] {
    const all = this.all().map((entry) => entry.view);
    const waiting = new Set(all.filter((view) => view.phase === 'queued').slice(0, mostWaitingShown));
    const ended = all.filter((view) => !isActive(view));
    // Failures and warnings are shown before successes: somebody has to do something about them.
    const withProblem = ended.filter((view) => view.problem !== null).slice(-mostEndedShown);
    const others = ended.filter((view) => view.problem === null);
    const rest = Math.max(0, mostEndedShown - withProblem.length);
    const shown = new Set([...withProblem, ...others.slice(others.length - rest)]);
    return all.filter((view) => view.phase === 'running' || waiting.has(view) || shown.has(view));
  }

  /** The queue as a whole. */
  summary(state: QueueState): SavingView {
    const all = this.all();
    const count = (phase: DownloadView['phase']): number => all.filter(({ view }) => view.phase === phase).length;
    const bytes = this.active().reduce((sum, entry) => sum + remainingBytes(entry), 0);
    return {
      ...state,
      total: all.length,
      running: count('running'),
      saved: count('saved'),
      failed: count('failed'),
      cancelled: count('cancelled'),
      leftMs: state.held || all.length === 0 ? null : remainingMs(bytes, state.bytesPerSecond),
    };
  }
}

/** By the length that the server named, else by the duration of the call. */
function remainingBytes({ view, queued }: Entry): number {
  const total = view.totalBytes ?? estimatedBytes(queued.recording?.durationMs ?? null);
  return Math.max(0, total - view.receivedBytes);
}
