// The entries of the download queue, and what windows are told of them: each that matters, and all of them counted.
import { randomUUID } from 'node:crypto';
import { nameFor } from '../../shared/name-pattern.ts';
import type { Problem } from '../../shared/problem.ts';
import { estimatedBytes, nothingSaving, type SavingView } from '../../shared/saving.ts';
import type { DownloadView } from '../../shared/snapshot.ts';
import type { Named, Queued } from './queue-file.ts';
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
};

export const isActive = (view: DownloadView): boolean => view.phase === 'queued' || view.phase === 'running';

export function newEntry(queued: Queued, named: Named | null): Entry {
  return {
    queued,
    named,
    controller: new AbortController(),
    view: {
      downloadId: randomUUID(),
      recordingId: queued.recordingId,
      referenceNumber: queued.referenceNumber,
      fileName: queued.recording === null ? null : `${nameFor(queued.pattern, queued.recording)}.mp3`,
      phase: 'queued',
      receivedBytes: 0,
      totalBytes: null,
      verified: null,
      problem: null,
    },
  };
}

/** What runs, what waits next, and what ended last, in the order in which it was asked for. */
export function shownViews(entries: readonly Entry[]): DownloadView[] {
  const all = entries.map((entry) => entry.view);
  const waiting = new Set(all.filter((view) => view.phase === 'queued').slice(0, mostWaitingShown));
  const ended = all.filter((view) => !isActive(view));
  // Failures and warnings are shown before successes: they are what somebody has to do something about.
  const telling = ended.filter((view) => view.problem !== null).slice(-mostEndedShown);
  const others = ended.filter((view) => view.problem === null);
  const shown = new Set([...telling, ...others.slice(others.length - Math.max(0, mostEndedShown - telling.length))]);
  return all.filter((view) => view.phase === 'running' || waiting.has(view) || shown.has(view));
}

export type QueueState = {
  readonly isHeld: boolean;
  readonly heldBecause: Problem | null;
  readonly bytesPerSecond: number | null;
};

/** The queue as a whole. */
export function savingView(entries: readonly Entry[], { isHeld, heldBecause, bytesPerSecond }: QueueState): SavingView {
  if (entries.length === 0) return { ...nothingSaving, held: isHeld };
  const count = (phase: DownloadView['phase']): number => entries.filter(({ view }) => view.phase === phase).length;
  const left = entries.filter(({ view }) => isActive(view)).reduce((sum, entry) => sum + bytesLeft(entry), 0);
  return {
    total: entries.length,
    saved: count('saved'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    held: isHeld,
    heldBecause,
    bytesPerSecond,
    leftMs: isHeld ? null : leftMs(left, bytesPerSecond),
  };
}

/** By what the server said of the file, else by the length of the call. */
function bytesLeft({ view, queued }: Entry): number {
  const total = view.totalBytes ?? estimatedBytes(queued.recording?.durationMs ?? usualMs);
  return Math.max(0, total - view.receivedBytes);
}
