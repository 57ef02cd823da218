// Saving of recordings as the page shows it: what is on its way, what is here, what failed. The core does the work and tells.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Bridge, HistoryRow } from '../../../shared/contract.ts';
import type { Problem } from '../../../shared/problem.ts';
import { sameRecording } from '../../../shared/recording.ts';
import type { DownloadView } from '../../../shared/snapshot.ts';

export type Failure = {
  readonly recordingId: string;
  readonly referenceNumber: string;
  readonly file: string;
  readonly problem: Problem;
};

const isActive = (download: DownloadView): boolean => download.phase === 'queued' || download.phase === 'running';

export class Saves {
  readonly #bridge: Bridge;
  readonly #downloads: () => readonly DownloadView[];
  /** Asked for, and not yet answered. */
  readonly #starting = new SvelteSet<string>();
  /** Could not even be started. */
  readonly #refused = new SvelteMap<string, Failure>();
  readonly #dismissed = new SvelteSet<string>();
  /** Files of this session: a page of the list that was fetched earlier does not know them. */
  readonly #saved = new SvelteMap<string, string>();

  constructor(bridge: Bridge, downloads: () => readonly DownloadView[]) {
    this.#bridge = bridge;
    this.#downloads = downloads;
  }

  /** The newest download of each recording, in the order they were asked for. */
  #newest = $derived.by(() => {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- made anew by each snapshot, never changed after
    const newest = new Map<string, DownloadView>();
    for (const download of this.#downloads()) {
      newest.delete(download.recordingId.toLowerCase());
      newest.set(download.recordingId.toLowerCase(), download);
    }
    return newest;
  });

  /** Remembers what became a file. To be called in an effect. */
  note(): void {
    for (const download of this.#downloads()) {
      const id = download.recordingId.toLowerCase();
      if (download.phase === 'saved' && download.fileName !== null) this.#saved.set(id, download.fileName);
    }
  }

  active = $derived.by(() => [...this.#newest.values()].filter(isActive));

  /** The file that was saved last, until it is dismissed. */
  latestSaved = $derived.by(
    () =>
      [...this.#newest.values()].findLast(
        (download) => download.phase === 'saved' && !this.#dismissed.has(download.downloadId),
      ) ?? null,
  );

  failures = $derived.by((): readonly Failure[] => {
    const failed = [...this.#newest.values()].filter(
      (download) => download.phase === 'failed' && !this.#dismissed.has(download.downloadId),
    );
    return [
      ...failed.map((download) => ({
        recordingId: download.recordingId,
        referenceNumber: download.referenceNumber,
        file: download.fileName ?? download.referenceNumber,
        problem: download.problem ?? { code: 'internal' },
      })),
      ...this.#refused.values(),
    ];
  });

  /** The download of a recording that is under way. */
  running(recordingId: string): DownloadView | null {
    const found = this.#newest.get(recordingId.toLowerCase());
    return found !== undefined && isActive(found) ? found : null;
  }

  isStarting(recordingId: string): boolean {
    return this.#starting.has(recordingId.toLowerCase());
  }

  hasFailed(recordingId: string): boolean {
    return this.failures.some((failure) => sameRecording(failure.recordingId, recordingId));
  }

  /** Name of the local copy, or null. */
  fileOf(row: HistoryRow): string | null {
    return this.#saved.get(row.id.toLowerCase()) ?? row.savedAs;
  }

  async start(recording: { readonly id: string; readonly referenceNumber: string }): Promise<void> {
    const id = recording.id.toLowerCase();
    if (this.#starting.has(id) || this.running(id) !== null) return;
    this.#starting.add(id);
    this.#refused.delete(id);
    const { referenceNumber } = recording;
    const answer = await this.#bridge.call('downloads.start', { recordingId: recording.id, referenceNumber });
    this.#starting.delete(id);
    if (answer.ok) return;
    this.#refused.set(id, { recordingId: recording.id, referenceNumber, file: referenceNumber, problem: answer.error });
  }

  cancel(recordingId: string): void {
    const running = this.running(recordingId);
    if (running !== null) void this.#bridge.call('downloads.cancel', { downloadId: running.downloadId });
  }

  cancelAll(): void {
    for (const download of this.active) void this.#bridge.call('downloads.cancel', { downloadId: download.downloadId });
  }

  /** Opens the folder. Answers why it could not be opened, or null. */
  async show(recordingId: string): Promise<Problem | null> {
    const answer = await this.#bridge.call('downloads.showInFolder', { recordingId });
    return answer.ok ? null : answer.error;
  }

  dismissFailure(recordingId: string): void {
    const id = recordingId.toLowerCase();
    this.#refused.delete(id);
    const failed = this.#newest.get(id);
    if (failed !== undefined) this.#dismissed.add(failed.downloadId);
  }

  dismissSaved(): void {
    if (this.latestSaved !== null) this.#dismissed.add(this.latestSaved.downloadId);
  }
}
