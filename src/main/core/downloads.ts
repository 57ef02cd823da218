// Saves recordings to disk: a queue of at most three at once that survives the end of the app, and tells of each file and of all.
import { problem, type Problem } from '../../shared/problem.ts';
import type { CompletedRecording } from '../../shared/recording.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { SavingView } from '../../shared/saving.ts';
import type { DownloadView } from '../../shared/snapshot.ts';
import { isActive, newEntry, savingView, shownViews, type Entry } from './download-entries.ts';
import type { SaveOutcome } from './media-file.ts';
import { LeftOvers, newPartMark } from './part-files.ts';
import type { Clock, Files, Log } from './ports.ts';
import type { Named, Queued, QueueFile } from './queue-file.ts';
import { QueueSpeed } from './queue-speed.ts';
import { savedFile, saveQueued, wholeAlready } from './save-queued.ts';
import type { SavedIndex } from './saved-index.ts';
import type { Media, UcxClient } from './ucx/client-types.ts';
import { unlessAborted } from './unless-aborted.ts';

const mostAtOnce = 3;
/** Milliseconds between two pictures of the progress. */
const progressEvery = 100;
/** What meets every file alike: the queue is held, or each of a thousand would fail by itself. */
const holdsQueue = new Set([
  'disk-full',
  'folder-missing',
  'folder-not-writable',
  'server-unreachable',
  'credentials-refused',
]);

/** How recordings are saved at this moment, by the preferences. */
export type SavingChoices = {
  readonly folder: string;
  readonly makeFolder: boolean;
  readonly pattern: string;
  readonly withMetadata: boolean;
};

export type DownloadsDependencies = {
  readonly clock: Clock;
  readonly files: Files;
  readonly log: Log;
  readonly saved: SavedIndex;
  readonly queueFile: QueueFile;
  readonly client: () => UcxClient | null;
  /** Names server and user; null while signed out. */
  readonly account: () => string | null;
  readonly choices: () => SavingChoices;
  /** Opens the audio: what this session has of it already, else at the server. */
  readonly open: (recordingId: string, signal: AbortSignal) => Promise<Result<Media, Problem>>;
  readonly onChange: () => void;
};

export type Asked = {
  readonly recordingId: string;
  readonly referenceNumber: string;
  readonly recording: CompletedRecording | null;
};

export class Downloads {
  /** By recording id in lower case, in the order in which they were asked for. */
  private readonly entries = new Map<string, Entry>();
  private readonly dependencies: DownloadsDependencies;
  private readonly running = new Map<string, Promise<void>>();
  private readonly speed = new QueueSpeed();
  private readonly leftOvers: LeftOvers;
  private isHeld = false;
  private heldBecause: Problem | null = null;
  private lastPicture = -Infinity;
  private disposed = false;

  constructor(dependencies: DownloadsDependencies) {
    this.dependencies = dependencies;
    this.leftOvers = new LeftOvers(dependencies.files, dependencies.log);
  }

  /** What runs, what waits next, and what ended last, in the order in which it was asked for. */
  views(): DownloadView[] {
    return shownViews([...this.entries.values()]);
  }

  /** The queue as a whole. */
  saving(): SavingView {
    const { isHeld, heldBecause, speed } = this;
    const bytesPerSecond = speed.bytesPerSecond(this.dependencies.clock.monotonic());
    return savingView([...this.entries.values()], { isHeld, heldBecause, bytesPerSecond });
  }

  /** Takes up what the last run did not finish, and begins to remove what it left half-written. Whole files are never touched. */
  async restore(): Promise<void> {
    const { unfinished, held } = await this.dependencies.queueFile.load();
    this.isHeld = held;
    for (const { queued, named } of unfinished) this.put(queued, named);
    const marks = new Set(unfinished.map(({ queued }) => queued.partMark));
    for (const folder of new Set(unfinished.map(({ queued }) => queued.folder))) this.leftOvers.clean(folder, marks);
    this.dependencies.onChange();
  }

  /** Queues a recording. Asked again while it is under way, it answers with the same download. */
  start(asked: Asked): Result<{ downloadId: string }, Problem> {
    const queued = this.startMany([asked]);
    if (!queued.ok) return queued;
    const entry = this.entries.get(asked.recordingId.toLowerCase());
    return entry === undefined ? err(problem('internal')) : ok({ downloadId: entry.view.downloadId });
  }

  /** Queues many at once; those that are under way already are not counted. */
  startMany(asked: readonly Asked[]): Result<{ queued: number }, Problem> {
    const { client, account, choices, queueFile, onChange } = this.dependencies;
    const owner = account();
    if (client() === null || owner === null) return err(problem('credentials-missing'));
    this.forgetOldOrder();
    const { folder, makeFolder, pattern, withMetadata } = choices();
    const added: Queued[] = [];
    for (const { recordingId, referenceNumber, recording } of asked) {
      const id = recordingId.toLowerCase();
      const known = this.entries.get(id);
      if (known !== undefined && isActive(known.view)) continue;
      const queued = {
        recordingId: id,
        referenceNumber,
        folder,
        makeFolder,
        pattern,
        withMetadata,
        account: owner,
        partMark: newPartMark(),
        recording,
      };
      this.put(queued, null);
      added.push(queued);
    }
    void queueFile.add(added);
    onChange();
    this.pump();
    return ok({ queued: added.length });
  }

  /** Ends a download and removes its part. A finished one stays finished. */
  cancel(downloadId: string): Result<Record<string, never>, Problem> {
    const entry = [...this.entries.values()].find((other) => other.view.downloadId === downloadId);
    if (entry === undefined) return err(problem('input-invalid', { field: 'downloadId' }));
    this.cancelEntry(entry);
    this.settle();
    return ok({});
  }

  /** The user wants none of it any more, or has signed out. */
  cancelAll(): void {
    for (const entry of this.entries.values()) if (isActive(entry.view)) this.cancelEntry(entry);
    this.isHeld = false;
    this.heldBecause = null;
    this.settle();
  }

  hold(held: boolean): void {
    this.isHeld = held;
    this.heldBecause = null;
    void this.dependencies.queueFile.held(held);
    this.dependencies.onChange();
    this.pump();
  }

  /** Queues all that failed once more, where and under the names they were asked for. */
  retryFailed(): void {
    const failed = [...this.entries.values()].filter((entry) => entry.view.phase === 'failed');
    for (const entry of failed) this.put(entry.queued, null);
    void this.dependencies.queueFile.add(failed.map((entry) => entry.queued));
    this.hold(false);
  }

  /** Takes what has ended off the list. */
  forgetEnded(): void {
    for (const [id, entry] of this.entries) if (!isActive(entry.view)) this.entries.delete(id);
    this.dependencies.onChange();
  }

  /** Somebody has signed in: goes on with what is theirs. What another user asked for is dropped. */
  signedIn(): void {
    const account = this.dependencies.account();
    for (const entry of this.entries.values()) {
      if (isActive(entry.view) && entry.queued.account !== account) this.cancelEntry(entry);
    }
    this.settle();
    this.pump();
  }

  /** The server refused the password: what runs goes back to its place and waits for the next sign-in. */
  signedOut(): void {
    for (const entry of this.entries.values()) {
      if (entry.view.phase === 'running') this.backToQueue(entry);
    }
    this.dependencies.onChange();
  }

  /** Resolves when this recording is no longer being written; at once when it is not. */
  async whenWritten(recordingId: string): Promise<void> {
    await this.running.get(recordingId.toLowerCase());
  }

  /** Stops, and waits until no file is open any more. What was not finished stays in the queue for the next start. */
  async dispose(): Promise<void> {
    this.disposed = true;
    for (const entry of this.entries.values()) if (entry.view.phase === 'running') entry.controller.abort();
    await Promise.all(this.running.values());
    await this.dependencies.queueFile.flushed();
  }

  private put(queued: Queued, named: Named | null): void {
    // At the end, as what was asked for last.
    this.entries.delete(queued.recordingId);
    this.entries.set(queued.recordingId, newEntry(queued, named));
  }

  private cancelEntry(entry: Entry): void {
    if (entry.view.phase === 'queued') {
      this.change(entry, { phase: 'cancelled' });
      void this.dependencies.queueFile.ended(entry.queued.recordingId);
    }
    entry.controller.abort();
  }

  private backToQueue(entry: Entry): void {
    const { controller } = entry;
    entry.controller = new AbortController();
    entry.view = { ...entry.view, phase: 'queued', receivedBytes: 0, totalBytes: null };
    controller.abort();
  }

  private pump(): void {
    const { client, account } = this.dependencies;
    while (this.running.size < mostAtOnce && !this.isHeld && !this.disposed && client() !== null) {
      const next = [...this.entries.values()].find(
        ({ view, queued }) =>
          view.phase === 'queued' && queued.account === account() && !this.running.has(queued.recordingId),
      );
      if (next === undefined) return;
      this.change(next, { phase: 'running' });
      const { recordingId } = next.queued;
      const work = this.run(next)
        .catch((error: unknown) => {
          this.dependencies.log.error('download-broke', error);
          this.change(next, { phase: 'failed', problem: problem('internal') });
        })
        .finally(() => {
          this.running.delete(recordingId);
          this.settle();
          this.pump();
        });
      this.running.set(recordingId, work);
    }
  }

  private async run(entry: Entry): Promise<void> {
    const { queued, controller, named } = entry;
    const { files, queueFile, client, open } = this.dependencies;
    entry.named = null;
    // What is half-written must be found again after a kill, so the order stands on the disk first.
    await unlessAborted(Promise.all([queueFile.flushed(), this.leftOvers.cleaned(queued.folder)]), controller.signal);
    if (controller.signal.aborted) {
      if (controller === entry.controller) await this.finish(entry, { kind: 'cancelled' }, queued.recording);
      return;
    }
    const there = named === null ? null : await wholeAlready(files, named);
    if (there !== null) {
      await this.finish(entry, there, queued.recording);
      return;
    }
    const { outcome, recording } = await saveQueued(queued, {
      files,
      queueFile,
      client: client(),
      open,
      signal: controller.signal,
      onProgress: (receivedBytes, totalBytes) => {
        this.progress(entry, controller, receivedBytes, totalBytes);
      },
    });
    // Put back into the queue meanwhile: what came of this turn belongs to nobody, unless it is a whole file.
    if (controller !== entry.controller && outcome.kind !== 'saved') return;
    await this.finish(entry, outcome, recording);
  }

  private progress(entry: Entry, turn: AbortController, receivedBytes: number, totalBytes: number | null): void {
    if (turn !== entry.controller) return;
    const now = this.dependencies.clock.monotonic();
    this.speed.arrived(receivedBytes - entry.view.receivedBytes, now);
    entry.view = { ...entry.view, receivedBytes, totalBytes };
    if (now - this.lastPicture < progressEvery) return;
    this.lastPicture = now;
    this.dependencies.onChange();
  }

  private async finish(entry: Entry, outcome: SaveOutcome, recording: CompletedRecording | null): Promise<void> {
    const { saved, clock, log, queueFile } = this.dependencies;
    const { recordingId } = entry.queued;
    if (outcome.kind === 'saved') {
      const { fileName, verified, warning, bytes } = outcome;
      await saved.add(savedFile(entry.queued, outcome, recording, new Date(clock.now()).toISOString()));
      await queueFile.ended(recordingId);
      this.change(entry, {
        phase: 'saved',
        fileName,
        verified,
        problem: warning,
        receivedBytes: bytes,
        totalBytes: bytes,
      });
      return;
    }
    if (outcome.kind === 'cancelled') {
      // The app is ending: what was asked for is gone on with at the next start.
      if (this.disposed) return;
      await queueFile.ended(recordingId);
      this.change(entry, { phase: 'cancelled' });
      return;
    }
    log.warn('download-failed', { code: outcome.problem.code });
    await queueFile.ended(recordingId);
    this.change(entry, { phase: 'failed', problem: outcome.problem });
    this.holdIfAllWouldFail(outcome.problem);
  }

  private holdIfAllWouldFail(reason: Problem): void {
    const waits = [...this.entries.values()].some(({ view }) => view.phase === 'queued');
    if (!waits || !holdsQueue.has(reason.code)) return;
    this.isHeld = true;
    this.heldBecause = reason;
    this.dependencies.onChange();
  }

  /** Nothing is under way any more: the file on disk goes, and so does the speed. */
  private settle(): void {
    if (this.disposed || [...this.entries.values()].some(({ view }) => isActive(view))) return;
    this.speed.reset();
    void this.dependencies.queueFile.clear();
    this.dependencies.onChange();
  }

  /** A new order after the last one has ended begins counting anew; failures stay until they are dealt with. */
  private forgetOldOrder(): void {
    if ([...this.entries.values()].some(({ view }) => isActive(view))) return;
    for (const [id, { view }] of this.entries) if (view.phase !== 'failed') this.entries.delete(id);
  }

  private change(entry: Entry, change: Partial<DownloadView>): void {
    entry.view = { ...entry.view, ...change };
    this.dependencies.onChange();
  }
}
