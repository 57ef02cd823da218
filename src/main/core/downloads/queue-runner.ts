// Runs the save queue: at most three files at once; each one ends saved, failed or cancelled, or goes back to the queue.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { CompletedRecording } from '../../../shared/domain/recording.ts';
import type { DownloadView } from '../../../shared/ipc/snapshot.ts';
import { unlessAborted } from '../platform/abortable-wait.ts';
import { withJitter } from '../platform/backoff.ts';
import { failureScopeOf, type CircuitBreaker } from './circuit-breaker.ts';
import type { Entries, Entry } from './download-entries.ts';
import type { DownloadsDependencies } from './download-types.ts';
import type { SavedMedia, SaveOutcome } from './media-file.ts';
import type { PartialFiles } from './partial-files.ts';
import type { QueueFile } from './queue-file.ts';
import type { QueueSpeed } from './queue-speed.ts';
import { completedBeforeKill, savedFile, saveQueued } from './save-queued.ts';

const mostAtOnce = 3;
/** Milliseconds between two updates of the progress. */
const progressEvery = 100;
/** Milliseconds before the second and the third attempt, where the server may be what failed. */
const retryDelaysMs = [1_000, 3_000];

/** The state of the queue, which the runner shares with Downloads. */
export type Queue = {
  readonly entries: Entries;
  readonly breaker: CircuitBreaker;
  readonly speed: QueueSpeed;
  readonly file: QueueFile;
  readonly partialFiles: PartialFiles;
};

export class QueueRunner {
  readonly #queue: Queue;
  readonly #dependencies: Omit<DownloadsDependencies, 'choices'>;
  readonly #onEnded: () => void;
  /** Files being written, by recording id. */
  readonly #running = new Map<string, Promise<void>>();
  #lastUpdate = -Infinity;
  #disposed = false;

  /** @param onEnded called when a file is no longer under way */
  constructor(queue: Queue, dependencies: Omit<DownloadsDependencies, 'choices'>, onEnded: () => void) {
    this.#queue = queue;
    this.#dependencies = dependencies;
    this.#onEnded = onEnded;
  }

  /** Resolves when this recording is no longer being written; at once when it is not. */
  async whenWritten(recordingId: string): Promise<void> {
    await this.#running.get(recordingId.toLowerCase());
  }

  /** Stops, and waits until no file is open any more. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const entry of this.#queue.entries.active()) {
      this.#queue.entries.endRetryWait(entry);
      if (entry.view.phase === 'running') entry.controller.abort();
    }
    await Promise.all(this.#running.values());
  }

  /** Stops one that runs and puts it back to its place in the queue. */
  requeue(entry: Entry): void {
    const { controller } = entry;
    entry.controller = new AbortController();
    entry.view = { ...entry.view, phase: 'queued', receivedBytes: 0, totalBytes: null };
    controller.abort();
  }

  /** Starts what may be started. */
  pump(): void {
    for (let entry = this.#next(); entry !== null; entry = this.#next()) this.#start(entry);
  }

  #next(): Entry | null {
    const { source } = this.#dependencies;
    const { entries, breaker } = this.#queue;
    const { size } = this.#running;
    if (this.#disposed || source.client() === null || size >= mostAtOnce || !breaker.allowsStart(size)) return null;
    const fits = ({ queued }: Entry): boolean =>
      queued.account === source.account() && !this.#running.has(queued.recordingId);
    return entries.next(fits, breaker.isOpen);
  }

  #start(entry: Entry): void {
    const { recordingId } = entry.queued;
    const { breaker, entries } = this.#queue;
    breaker.onStart();
    entries.endRetryWait(entry);
    this.#update(entry, { phase: 'running' });
    const work = this.#run(entry)
      .catch((error: unknown) => {
        this.#dependencies.ports.log.error('download-broke', error);
        this.#update(entry, { phase: 'failed', problem: problem('internal') });
      })
      .finally(() => {
        this.#running.delete(recordingId);
        if (this.#running.size === 0) breaker.onIdle();
        this.#onEnded();
        this.pump();
      });
    this.#running.set(recordingId, work);
  }

  async #run(entry: Entry): Promise<void> {
    const { queued, controller, named } = entry;
    const { ports, source } = this.#dependencies;
    const { file, partialFiles } = this.#queue;
    // A partial file must be found again after a kill, so its entry is on the disk before it is created.
    await unlessAborted(Promise.all([file.flushed(), partialFiles.cleaned(queued.folder)]), controller.signal);
    if (controller.signal.aborted) {
      if (controller === entry.controller) await this.#finish(entry, { kind: 'cancelled' }, queued.recording);
      return;
    }
    entry.named = null;
    const completed = named === null ? null : await completedBeforeKill(ports, named);
    if (completed !== null) {
      await this.#finish(entry, completed, queued.recording);
      return;
    }
    const { outcome, recording } = await saveQueued(queued, {
      ports,
      queueFile: file,
      source,
      signal: controller.signal,
      onProgress: (receivedBytes, totalBytes) => {
        if (controller === entry.controller) this.#progress(entry, receivedBytes, totalBytes);
      },
    });
    // Put back into the queue meanwhile: the result of this attempt is not wanted, unless it is a whole file.
    if (controller !== entry.controller && outcome.kind !== 'saved') return;
    await this.#finish(entry, outcome, recording);
  }

  #progress(entry: Entry, receivedBytes: number, totalBytes: number | null): void {
    const { ports, onChange } = this.#dependencies;
    const now = ports.clock.monotonic();
    this.#queue.speed.add(receivedBytes - entry.view.receivedBytes, now);
    entry.view = { ...entry.view, receivedBytes, totalBytes };
    if (now - this.#lastUpdate < progressEvery) return;
    this.#lastUpdate = now;
    onChange();
  }

  async #finish(entry: Entry, outcome: SaveOutcome, recording: CompletedRecording | null): Promise<void> {
    // The app is ending: the save continues at the next start.
    if (outcome.kind !== 'saved' && this.#disposed) return;
    if (outcome.kind === 'failed') await this.#failed(entry, outcome.problem);
    else if (outcome.kind === 'saved') await this.#saved(entry, outcome, recording);
    else {
      await this.#removeFromFile(entry);
      this.#update(entry, { phase: 'cancelled' });
    }
  }

  async #saved(entry: Entry, media: SavedMedia, recording: CompletedRecording | null): Promise<void> {
    const { saved, ports } = this.#dependencies;
    const { fileName, verified, warning, bytes } = media;
    await saved.add(savedFile(entry.queued, media, recording, new Date(ports.clock.now()).toISOString()));
    await this.#removeFromFile(entry);
    this.#queue.breaker.onSuccess();
    const counted = { receivedBytes: bytes, totalBytes: bytes };
    this.#update(entry, { phase: 'saved', fileName, verified, problem: warning, ...counted });
  }

  /** Where the server may be what failed, the file is retried before it counts as failed: a short loss of the network heals. */
  async #failed(entry: Entry, reason: Problem): Promise<void> {
    const { entries, breaker, file } = this.#queue;
    this.#dependencies.ports.log.warn('download-failed', { code: reason.code });
    if (!entries.has(entry)) return;
    const othersWait = entries.active().some((other) => other.view.phase === 'queued');
    breaker.onFailure(reason, entry.queued.recordingId, othersWait);
    const scope = failureScopeOf(reason);
    const isRetried = scope === 'server' || scope === 'unknown';
    if (isRetried) entry.failedAttempts += 1;
    const delayMs = retryDelaysMs[entry.failedAttempts - 1];
    if (scope === 'account' || (isRetried && delayMs !== undefined)) {
      this.requeue(entry);
      if (delayMs !== undefined) this.#scheduleRetry(entry, delayMs);
      this.#dependencies.onChange();
      return;
    }
    await file.failed(entry.queued.recordingId, reason);
    this.#update(entry, { phase: 'failed', problem: reason });
  }

  #scheduleRetry(entry: Entry, delayMs: number): void {
    const { clock, random } = this.#dependencies.ports;
    entry.stopRetryTimer = clock.timer(withJitter(delayMs, random), () => {
      entry.stopRetryTimer = null;
      this.pump();
    });
  }

  /** Not where another user's save of the same recording has taken its place. */
  async #removeFromFile(entry: Entry): Promise<void> {
    if (this.#queue.entries.has(entry)) await this.#queue.file.ended([entry.queued.recordingId]);
  }

  #update(entry: Entry, change: Partial<DownloadView>): void {
    entry.view = { ...entry.view, ...change };
    this.#dependencies.onChange();
  }
}
