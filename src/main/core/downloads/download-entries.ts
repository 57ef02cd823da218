// The entries of the download queue, and what windows are told of them: each that matters, and all of them counted.
import { randomUUID } from 'node:crypto';
import { nameFor } from '../../../shared/domain/name-pattern.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import { estimatedBytes, type SavingView } from '../../../shared/ipc/saving.ts';
import type { DownloadView } from '../../../shared/ipc/snapshot.ts';
import type { LeftOver, Named, Queued } from './queue-file.ts';
import { leftMs } from './queue-speed.ts';

/** Entries that windows are shown: what waits further back and what ended longer ago is only counted. */
const mostWaitingShown = 20;
const mostEndedShown = 60;
/** Length of a call of which nothing is known, in milliseconds. */
const usualMs = 180_000;

export type Entry = {
  view: DownloadView;
  readonly queued: Queued;
  controller: AbortController;
  /** After a kill: the name that the whole file may have got. */
  named: Named | null;
  /** Times that the way to the server failed it. */
  tries: number;
  /** Ends its rest before the next try; null while it does not rest. */
  stopRest: (() => void) | null;
};

export const isActive = (view: DownloadView): boolean => view.phase === 'queued' || view.phase === 'running';

function newEntry(queued: Queued, { named, failed }: Pick<LeftOver, 'named' | 'failed'>): Entry {
  return {
    queued,
    named,
    tries: 0,
    stopRest: null,
    controller: new AbortController(),
    view: {
      downloadId: randomUUID(),
      recordingId: queued.recordingId,
      referenceNumber: queued.referenceNumber,
      fileName: queued.recording === null ? null : `${nameFor(queued.pattern, queued.recording)}.mp3`,
      phase: failed === null ? 'queued' : 'failed',
      receivedBytes: 0,
      totalBytes: null,
      verified: null,
      problem: failed,
    },
  };
}

export type QueueState = {
  readonly isHeld: boolean;
  readonly heldBecause: Problem | null;
  readonly triesAgain: boolean;
  readonly bytesPerSecond: number | null;
};

export class Entries {
  /** By recording id in lower case, in the order in which they were asked for. */
  readonly #byId = new Map<string, Entry>();

  /** Puts an order at the end, as what was asked for last; with what the last run left of it, if there is something. */
  put(queued: Queued, left: Pick<LeftOver, 'named' | 'failed'> = { named: null, failed: null }): void {
    this.#byId.delete(queued.recordingId);
    this.#byId.set(queued.recordingId, newEntry(queued, left));
  }

  remove(entry: Entry): void {
    this.rested(entry);
    if (this.has(entry)) this.#byId.delete(entry.queued.recordingId);
  }

  /** A new order after the last one has ended begins counting anew; failures stay until they are dealt with. */
  forgetOldOrder(): void {
    if (this.active().length > 0) return;
    for (const [id, { view }] of this.#byId) if (view.phase !== 'failed') this.#byId.delete(id);
  }

  /** It has rested before its next try; with `tries`, it counts them anew. */
  rested(entry: Entry, tries = entry.tries): void {
    entry.stopRest?.();
    entry.stopRest = null;
    entry.tries = tries;
  }

  get(recordingId: string): Entry | undefined {
    return this.#byId.get(recordingId);
  }

  /** False once it was dropped, or another order for its recording has taken its place. */
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
   * The next of those that wait and fit: the first that does not rest. On a trial it is the first of those that failed least, or one
   * bad file could hold up all others for ever.
   */
  next(fits: (entry: Entry) => boolean, onTrial: boolean): Entry | null {
    let best: Entry | null = null;
    for (const entry of this.#byId.values()) {
      if (entry.view.phase !== 'queued' || !fits(entry)) continue;
      if (!onTrial && entry.stopRest === null) return entry;
      if (onTrial && entry.tries < (best?.tries ?? Infinity)) best = entry;
    }
    return best;
  }

  /** What runs, what waits next, and what ended last, in the order in which it was asked for. */
  shown(): DownloadView[] {
    const all = this.all().map((entry) => entry.view);
    const waiting = new Set(all.filter((view) => view.phase === 'queued').slice(0, mostWaitingShown));
    const ended = all.filter((view) => !isActive(view));
    // Failures and warnings are shown before successes: they are what somebody has to do something about.
    const telling = ended.filter((view) => view.problem !== null).slice(-mostEndedShown);
    const others = ended.filter((view) => view.problem === null);
    const shown = new Set([...telling, ...others.slice(others.length - Math.max(0, mostEndedShown - telling.length))]);
    return all.filter((view) => view.phase === 'running' || waiting.has(view) || shown.has(view));
  }

  /** The queue as a whole. */
  saving({ isHeld, heldBecause, triesAgain, bytesPerSecond }: QueueState): SavingView {
    const all = this.all();
    const count = (phase: DownloadView['phase']): number => all.filter(({ view }) => view.phase === phase).length;
    const left = this.active().reduce((sum, entry) => sum + bytesLeft(entry), 0);
    return {
      total: all.length,
      running: count('running'),
      saved: count('saved'),
      failed: count('failed'),
      cancelled: count('cancelled'),
      held: isHeld,
      heldBecause,
      triesAgain,
      bytesPerSecond,
      leftMs: isHeld || all.length === 0 ? null : leftMs(left, bytesPerSecond),
    };
  }
}

/** By what the server said of the file, else by the length of the call. */
function bytesLeft({ view, queued }: Entry): number {
  const total = view.totalBytes ?? estimatedBytes(queued.recording?.durationMs ?? usualMs);
  return Math.max(0, total - view.receivedBytes);
}
