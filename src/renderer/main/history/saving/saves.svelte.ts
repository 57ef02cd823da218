// Saving of recordings as the page shows it: what is on its way, what is here, what failed. The core does the work and tells.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Bridge, HistoryRow } from '../../../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../../../shared/domain/problem.ts';
import type { DownloadView } from '../../../../shared/ipc/snapshot.ts';
import { whyAsked, type AskFirst } from '../detail/unconfirmed-pause.svelte.ts';

export type Failure = {
  /** Null where it could not even be started. */
  readonly downloadId: string | null;
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
  /** Downloads that note() has seen: a copy that was deleted meanwhile does not come back. */
  readonly #noted = new SvelteSet<string>();
  /** Copies that were deleted here: a page of the list may still name them. */
  readonly #gone = new SvelteSet<string>();
  /** Files of this session: a page of the list that was fetched earlier does not know them. */
  readonly #saved = new SvelteMap<string, string>();

  /** All that failed, where that is more than a snapshot shows; null where it shows all. */
  #allFailed = $state.raw<readonly DownloadView[] | null>(null);
  #failedThen = 0;

  readonly #askFirst: AskFirst | null;

  /** `askFirst` says that the pause of a recording is not proven, and calls back if it is to be saved anyway. */
  constructor(bridge: Bridge, downloads: () => readonly DownloadView[], askFirst: AskFirst | null = null) {
    this.#bridge = bridge;
    this.#downloads = downloads;
    this.#askFirst = askFirst;
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
      if (download.phase !== 'saved' || download.fileName === null || this.#noted.has(download.downloadId)) continue;
      this.#noted.add(download.downloadId);
      this.#saved.set(id, download.fileName);
      this.#gone.delete(id);
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
    const newest = [...this.#newest.values()];
    const failed = (this.#allFailed ?? newest).filter(
      ({ phase, downloadId, recordingId }) =>
        phase === 'failed' && !this.#dismissed.has(downloadId) && this.running(recordingId) === null,
    );
    return [
      ...failed.map((download) => ({
        downloadId: download.downloadId,
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

  #failureById = $derived.by(
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- made anew by each snapshot, never changed after
    () => new Map(this.failures.map((failure) => [failure.recordingId.toLowerCase(), failure] as const)),
  );

  /** Why a recording could not be saved, or null. */
  failureOf(recordingId: string): Failure | null {
    return this.#failureById.get(recordingId.toLowerCase()) ?? null;
  }

  /** Asks for all failures when there are more than a snapshot shows. `count` of all of them. To be called in an effect. */
  readFailures(count: number): void {
    const shown = [...this.#newest.values()].filter(({ phase }) => phase === 'failed').length;
    if (count <= shown) this.#allFailed = null;
    else if (count !== this.#failedThen) void this.#askForAll();
    this.#failedThen = count;
  }

  async #askForAll(): Promise<void> {
    const answer = await this.#bridge.call('downloads.failures', {});
    if (answer.ok && this.#failedThen > 0) this.#allFailed = answer.value.failures;
  }

  /** Name of the local copy, or null. */
  fileOf(row: HistoryRow): string | null {
    const id = row.id.toLowerCase();
    return this.#gone.has(id) ? null : (this.#saved.get(id) ?? row.savedAs);
  }

  async start(
    recording: { readonly id: string; readonly referenceNumber: string },
    acknowledged = false,
  ): Promise<void> {
    const id = recording.id.toLowerCase();
    if (this.#starting.has(id) || this.running(id) !== null) return;
    this.#starting.add(id);
    this.#refused.delete(id);
    const { referenceNumber } = recording;
    const input = { recordingId: recording.id, referenceNumber, ...(acknowledged ? { acknowledged } : {}) };
    const answer = await this.#bridge.call('downloads.start', input);
    this.#starting.delete(id);
    if (answer.ok) return;
    const why = whyAsked(answer.error);
    if (why !== null && this.#askFirst !== null) {
      this.#askFirst(why, () => void this.start(recording, true));
      return;
    }
    const { id: recordingId } = recording;
    const named = { downloadId: null, recordingId, referenceNumber, file: referenceNumber };
    this.#refused.set(id, { ...named, problem: answer.error });
  }

  cancel(recordingId: string): void {
    const running = this.running(recordingId);
    if (running !== null) void this.#bridge.call('downloads.cancel', { downloadId: running.downloadId });
  }

  cancelAll(): void {
    void this.#bridge.call('downloads.cancelAll', {});
  }

  /** Holds the queue, or lets it go on. */
  hold(held: boolean): void {
    void this.#bridge.call('downloads.hold', { held });
  }

  /** Stops writing down what a search finds. */
  cancelListing(): void {
    void this.#bridge.call('downloads.cancelCollecting', { what: 'list' });
  }

  /** Tries again all that failed. */
  retryAll(): void {
    this.#refused.clear();
    void this.#bridge.call('downloads.retryFailed', {});
  }

  /** Takes everything that has ended off the line. */
  dismissEnded(): void {
    this.#refused.clear();
    void this.#bridge.call('downloads.forgetEnded', {});
  }

  /** The local copy was deleted. */
  forget(recordingId: string): void {
    this.#saved.delete(recordingId.toLowerCase());
    this.#gone.add(recordingId.toLowerCase());
  }

  dismissFailure(recordingId: string): void {
    const id = recordingId.toLowerCase();
    const downloadId = this.failureOf(id)?.downloadId ?? null;
    this.#refused.delete(id);
    if (downloadId === null) return;
    this.#dismissed.add(downloadId);
    void this.#bridge.call('downloads.forget', { downloadId });
  }

  dismissSaved(): void {
    if (this.latestSaved !== null) this.#dismissed.add(this.latestSaved.downloadId);
  }
}
