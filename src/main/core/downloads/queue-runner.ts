// Works the queue off: at most three files at once, each to its end, to its place in the queue, or to a reason.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { CompletedRecording } from '../../../shared/domain/recording.ts';
import type { DownloadView } from '../../../shared/ipc/snapshot.ts';
import type { Entries, Entry } from './download-entries.ts';
import type { DownloadsDependencies } from './downloads.ts';
import type { SaveOutcome } from './media-file.ts';
import type { PartialFiles } from './partial-files.ts';
import { failureScopeOf, type CircuitBreaker } from './circuit-breaker.ts';
import type { QueueSpeed } from './queue-speed.ts';
import { savedFile, saveQueued, wholeAlready } from './save-queued.ts';
import { unlessAborted } from '../platform/abortable-wait.ts';
import { withJitter } from '../platform/backoff.ts';

const mostAtOnce = 3;
/** Milliseconds between two pictures of the progress. */
const progressEvery = 100;
/** Milliseconds that a file rests before its second and its third try, where the way to the server may have failed. */
const restsMs = [1_000, 3_000];

export type QueueRunnerParts = {
  readonly dependencies: DownloadsDependencies;
  readonly entries: Entries;
  readonly breaker: CircuitBreaker;
  readonly speed: QueueSpeed;
  readonly partialFiles: PartialFiles;
  /** A file is no longer under way. */
  readonly onEnded: () => void;
};

export class QueueRunner {
  readonly #parts: QueueRunnerParts;
  /** Files being written, by recording id. */
  readonly #running = new Map<string, Promise<void>>();
  #lastPicture = -Infinity;
  #disposed = false;

  constructor(parts: QueueRunnerParts) {
    this.#parts = parts;
  }

  /** Resolves when this recording is no longer being written; at once when it is not. */
  async whenWritten(recordingId: string): Promise<void> {
    await this.#running.get(recordingId.toLowerCase());
  }

  /** Stops, and waits until no file is open any more. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const entry of this.#parts.entries.active()) {
      this.#parts.entries.rested(entry);
      if (entry.view.phase === 'running') entry.controller.abort();
    }
    await Promise.all(this.#running.values());
  }

  /** Puts one that runs back to its place in the queue. */
  backToQueue(entry: Entry): void {
    const { controller } = entry;
    entry.controller = new AbortController();
    entry.view = { ...entry.view, phase: 'queued', receivedBytes: 0, totalBytes: null };
    controller.abort();
  }

  /** Begins what may be begun. */
  pump(): void {
    for (let next = this.#next(); next !== null; next = this.#next()) {
      const entry = next;
      const { recordingId } = entry.queued;
      this.#parts.breaker.onStart();
      this.#parts.entries.rested(entry);
      this.#change(entry, { phase: 'running' });
      const work = this.#run(entry)
        .catch((error: unknown) => {
          this.#parts.dependencies.log.error('download-broke', error);
          this.#change(entry, { phase: 'failed', problem: problem('internal') });
        })
        .finally(() => {
          this.#running.delete(recordingId);
          if (this.#running.size === 0) this.#parts.breaker.onIdle();
          this.#parts.onEnded();
          this.pump();
        });
      this.#running.set(recordingId, work);
    }
  }

  /** What may be begun now. */
  #next(): Entry | null {
    const { client, account } = this.#parts.dependencies;
    const { size } = this.#running;
    if (this.#disposed || client() === null || size >= mostAtOnce || !this.#parts.breaker.allowsStart(size))
      return null;
    return this.#parts.entries.next(
      ({ queued }) => queued.account === account() && !this.#running.has(queued.recordingId),
      this.#parts.breaker.isOpen,
    );
  }

  async #run(entry: Entry): Promise<void> {
    const { queued, controller, named } = entry;
    const { files, queueFile, client, open } = this.#parts.dependencies;
    // What is half-written must be found again after a kill, so the order stands on the disk first.
    await unlessAborted(
      Promise.all([queueFile.flushed(), this.#parts.partialFiles.cleaned(queued.folder)]),
      controller.signal,
    );
    if (controller.signal.aborted) {
      if (controller === entry.controller) await this.#finish(entry, { kind: 'cancelled' }, queued.recording);
      return;
    }
    entry.named = null;
    const there = named === null ? null : await wholeAlready(files, named);
    if (there !== null) {
      await this.#finish(entry, there, queued.recording);
      return;
    }
    const { outcome, recording } = await saveQueued(queued, {
      files,
      queueFile,
      client: client(),
      open,
      signal: controller.signal,
      onProgress: (receivedBytes, totalBytes) => {
        this.#progress(entry, controller, receivedBytes, totalBytes);
      },
    });
    // Put back into the queue meanwhile: what came of this turn belongs to nobody, unless it is a whole file.
    if (controller !== entry.controller && outcome.kind !== 'saved') return;
    await this.#finish(entry, outcome, recording);
  }

  #progress(entry: Entry, turn: AbortController, receivedBytes: number, totalBytes: number | null): void {
    if (turn !== entry.controller) return;
    const now = this.#parts.dependencies.clock.monotonic();
    this.#parts.speed.arrived(receivedBytes - entry.view.receivedBytes, now);
    entry.view = { ...entry.view, receivedBytes, totalBytes };
    if (now - this.#lastPicture < progressEvery) return;
    this.#lastPicture = now;
    this.#parts.dependencies.onChange();
  }

  async #finish(entry: Entry, outcome: SaveOutcome, recording: CompletedRecording | null): Promise<void> {
    const { saved, clock } = this.#parts.dependencies;
    // The app is ending: what was asked for is gone on with at the next start.
    if (outcome.kind !== 'saved' && this.#disposed) return;
    if (outcome.kind === 'failed') {
      await this.#failed(entry, outcome.problem);
      return;
    }
    if (outcome.kind === 'cancelled') {
      await this.#offQueue(entry);
      this.#change(entry, { phase: 'cancelled' });
      return;
    }
    const { fileName, verified, warning, bytes } = outcome;
    await saved.add(savedFile(entry.queued, outcome, recording, new Date(clock.now()).toISOString()));
    await this.#offQueue(entry);
    this.#parts.breaker.onSuccess();
    const counted = { receivedBytes: bytes, totalBytes: bytes };
    this.#change(entry, { phase: 'saved', fileName, verified, problem: warning, ...counted });
  }

  /** What concerns the way to the server is tried again by itself before it counts: a short cut of the network heals. */
  async #failed(entry: Entry, reason: Problem): Promise<void> {
    const { clock, random, log, queueFile, onChange } = this.#parts.dependencies;
    log.warn('download-failed', { code: reason.code });
    if (!this.#parts.entries.has(entry)) return;
    const othersWait = this.#parts.entries.active().some((other) => other.view.phase === 'queued');
    this.#parts.breaker.onFailure(reason, entry.queued.recordingId, othersWait);
    const scope = failureScopeOf(reason);
    const isRetried = scope === 'server' || scope === 'unknown';
    if (isRetried) entry.tries += 1;
    const restMs = restsMs[entry.tries - 1];
    if (scope === 'account' || (isRetried && restMs !== undefined)) {
      this.backToQueue(entry);
      if (restMs !== undefined) {
        entry.stopRest = clock.timer(withJitter(restMs, random), () => {
          entry.stopRest = null;
          this.pump();
        });
      }
      onChange();
      return;
    }
    await queueFile.failed(entry.queued.recordingId, reason);
    this.#change(entry, { phase: 'failed', problem: reason });
  }

  /** Not where another user's order for the same recording has taken its place. */
  async #offQueue(entry: Entry): Promise<void> {
    if (this.#parts.entries.has(entry)) await this.#parts.dependencies.queueFile.ended([entry.queued.recordingId]);
  }

  #change(entry: Entry, change: Partial<DownloadView>): void {
    entry.view = { ...entry.view, ...change };
    this.#parts.dependencies.onChange();
  }
}
