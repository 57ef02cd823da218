// Saves recordings to disk: a queue of at most three at once that survives the end of the app, and tells of each file and of all.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { CompletedRecording } from '../../../shared/domain/recording.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { SavingView } from '../../../shared/ipc/saving.ts';
import type { DownloadView } from '../../../shared/ipc/snapshot.ts';
import { Entries, isActive, type Entry } from './download-entries.ts';
import { PartialFiles, newPartMark } from './partial-files.ts';
import type { Clock, Files, Log } from '../platform/ports.ts';
import type { Queued, QueueFile } from './queue-file.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { QueueRunner } from './queue-runner.ts';
import { QueueSpeed } from './queue-speed.ts';
import type { SavedIndex } from './saved-index.ts';
import type { Media, UcxClient } from '../ucx/client-types.ts';

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
  /** Uniform in [0, 1). */
  readonly random: () => number;
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
  readonly #entries = new Entries();
  readonly #dependencies: DownloadsDependencies;
  readonly #speed = new QueueSpeed();
  readonly #partialFiles: PartialFiles;
  readonly #breaker: CircuitBreaker;
  readonly #runner: QueueRunner;
  #disposed = false;

  constructor(dependencies: DownloadsDependencies) {
    this.#dependencies = dependencies;
    const { clock, random, files, log } = dependencies;
    this.#partialFiles = new PartialFiles(files, log);
    this.#breaker = new CircuitBreaker({ clock, random, onTrialDue: () => this.#runner.pump() });
    this.#runner = new QueueRunner({
      dependencies,
      entries: this.#entries,
      breaker: this.#breaker,
      speed: this.#speed,
      partialFiles: this.#partialFiles,
      onEnded: () => this.#settle(),
    });
  }

  /** What runs, what waits next, and what ended last, in the order in which it was asked for. */
  views(): DownloadView[] {
    return this.#entries.shown();
  }

  /** Everything that could not be saved and was not dealt with, with its reason. */
  failures(): DownloadView[] {
    return this.#entries.failed().map(({ view }) => view);
  }

  /** The queue as a whole. */
  saving(): SavingView {
    const { isOpen: isHeld, reason: heldBecause, closesAutomatically: triesAgain } = this.#breaker;
    const bytesPerSecond = this.#speed.bytesPerSecond(this.#dependencies.clock.monotonic());
    return this.#entries.saving({ isHeld, heldBecause, triesAgain, bytesPerSecond });
  }

  /**
   * Takes up what the last run did not finish or could not save, and begins to remove what it left half-written; whole files are never
   * touched. Answers what to tell the user.
   */
  async restore(): Promise<Problem[]> {
    const { left, held, damaged } = await this.#dependencies.queueFile.load();
    for (const one of left) this.#entries.put(one.queued, one);
    if (held && this.#entries.active().length > 0) this.#breaker.openByPerson();
    const marks = new Set(left.map(({ queued }) => queued.partMark));
    for (const folder of new Set(left.map(({ queued }) => queued.folder))) this.#partialFiles.clean(folder, marks);
    this.#dependencies.onChange();
    return damaged === null ? [] : [problem('queue-damaged', { file: damaged })];
  }

  /** Queues a recording. Asked again while it is under way, it answers with the same download. */
  start(asked: Asked): Result<{ downloadId: string }, Problem> {
    const queued = this.startMany([asked]);
    if (!queued.ok) return queued;
    const entry = this.#entries.get(asked.recordingId.toLowerCase());
    return entry === undefined ? err(problem('internal')) : ok({ downloadId: entry.view.downloadId });
  }

  /** Queues many at once; those that are under way already are not counted. */
  startMany(asked: readonly Asked[]): Result<{ queued: number }, Problem> {
    const { client, account: accountNow, choices, queueFile, onChange } = this.#dependencies;
    const account = accountNow();
    if (client() === null || account === null) return err(problem('credentials-missing'));
    this.#entries.forgetOldOrder();
    const { folder, makeFolder, pattern, withMetadata } = choices();
    const added: Queued[] = [];
    for (const { recordingId: id, referenceNumber, recording } of asked) {
      const recordingId = id.toLowerCase();
      const known = this.#entries.get(recordingId);
      if (known !== undefined && isActive(known.view)) continue;
      const order = { recordingId, referenceNumber, recording, account, folder, makeFolder, pattern, withMetadata };
      const queued = { ...order, partMark: newPartMark() };
      this.#entries.put(queued);
      added.push(queued);
    }
    void queueFile.add(added);
    onChange();
    this.#runner.pump();
    return ok({ queued: added.length });
  }

  /** Ends a download and removes its part. A finished one stays finished. */
  cancel(downloadId: string): Result<Record<string, never>, Problem> {
    const entry = this.#entries.byDownload(downloadId);
    if (entry === undefined) return err(problem('input-invalid', { field: 'downloadId' }));
    this.#cancelThese([entry]);
    return ok({});
  }

  /** The user wants none of it any more, or has signed out. */
  cancelAll(): void {
    this.#cancelThese(this.#entries.active());
  }

  /** Somebody pauses the queue, or lets it go on. Where nothing is under way there is nothing to pause. */
  hold(held: boolean): void {
    const active = this.#entries.active();
    if (active.length === 0) return;
    if (held) this.#breaker.openByPerson();
    else this.#breaker.close();
    void this.#dependencies.queueFile.held(held);
    if (!held) for (const entry of active) this.#entries.rested(entry, 0);
    this.#dependencies.onChange();
    this.#runner.pump();
  }

  /** Queues all that failed once more, where and under the names they were asked for. */
  retryFailed(): void {
    const failed = this.#entries.failed().map(({ queued }) => queued);
    for (const queued of failed) this.#entries.put(queued);
    void this.#dependencies.queueFile.add(failed);
    this.hold(false);
  }

  /** Takes one that has ended off the list. */
  forget(downloadId: string): Result<Record<string, never>, Problem> {
    const entry = this.#entries.byDownload(downloadId);
    if (entry === undefined || isActive(entry.view)) return err(problem('input-invalid', { field: 'downloadId' }));
    this.#drop([entry]);
    return ok({});
  }

  /** Takes what has ended off the list. */
  forgetEnded(): void {
    this.#drop(this.#entries.all().filter(({ view }) => !isActive(view)));
  }

  /** Somebody has signed in: goes on with what is theirs. What another user asked for is dropped, and seen by nobody else. */
  signedIn(): void {
    const account = this.#dependencies.account();
    this.#drop(this.#entries.all().filter(({ queued }) => queued.account !== account));
    this.#breaker.onSignIn();
    this.#dependencies.onChange();
    this.#runner.pump();
  }

  /** The server refused the password: what runs goes back to its place and waits for the next sign-in. */
  signedOut(): void {
    for (const entry of this.#entries.active()) {
      if (entry.view.phase === 'running') this.#runner.backToQueue(entry);
    }
    this.#dependencies.onChange();
  }

  /** Resolves when this recording is no longer being written; at once when it is not. */
  async whenWritten(recordingId: string): Promise<void> {
    await this.#runner.whenWritten(recordingId);
  }

  /** Stops, and waits until no file is open any more. What was not finished stays in the queue for the next start. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#breaker.close();
    await this.#runner.dispose();
    await this.#dependencies.queueFile.flushed();
  }

  #cancelThese(entries: readonly Entry[]): void {
    const waited = entries.filter(({ view }) => view.phase === 'queued');
    for (const entry of waited) {
      this.#entries.rested(entry);
      entry.view = { ...entry.view, phase: 'cancelled' };
    }
    for (const { view, controller } of entries) if (view.phase !== 'saved') controller.abort();
    void this.#dependencies.queueFile.ended(waited.map(({ queued }) => queued.recordingId));
    this.#settle();
    this.#dependencies.onChange();
  }

  #drop(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#entries.remove(entry);
      if (isActive(entry.view)) entry.controller.abort();
    }
    const told = entries.filter(({ view }) => isActive(view) || view.phase === 'failed');
    void this.#dependencies.queueFile.ended(told.map(({ queued }) => queued.recordingId));
    this.#settle();
    this.#dependencies.onChange();
  }

  /** Nothing is under way any more: the pause ends, the speed too, and the file on disk keeps only what could not be saved. */
  #settle(): void {
    if (this.#disposed || this.#entries.active().length > 0) return;
    const { queueFile, onChange } = this.#dependencies;
    this.#speed.reset();
    if (this.#entries.failed().length === 0) void queueFile.clear();
    else if (this.#breaker.isOpenedByPerson) void queueFile.held(false);
    this.#breaker.close();
    onChange();
  }
}
