// Saves recordings to disk: a queue of at most three at once that survives a restart, with a view of each file and of all.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { SavingView } from '../../../shared/ipc/saving.ts';
import type { DownloadView } from '../../../shared/ipc/snapshot.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { Entries, isActive, type Entry } from './download-entries.ts';
import type { DownloadsDependencies, RecordingToSave } from './download-types.ts';
import { newPartMark, PartialFiles } from './partial-files.ts';
import { QueueFile, type QueuedSave } from './queue-file.ts';
import { QueueRunner } from './queue-runner.ts';
import { QueueSpeed } from './queue-speed.ts';

type Answer = Result<Record<string, never>, Problem>;
const unknownDownload = (): Answer => err(problem('input-invalid', { field: 'downloadId' }));

export class Downloads {
  readonly #dependencies: DownloadsDependencies;
  readonly #entries = new Entries();
  readonly #speed = new QueueSpeed();
  #lastBytesPerSecond: number | null = null;
  readonly #queueFile: QueueFile;
  readonly #partialFiles: PartialFiles;
  readonly #breaker: CircuitBreaker;
  readonly #runner: QueueRunner;
  #disposed = false;

  constructor(dependencies: DownloadsDependencies) {
    this.#dependencies = dependencies;
    const { ports } = dependencies;
    this.#queueFile = new QueueFile(ports.profileFolder, ports.files, ports.log);
    this.#partialFiles = new PartialFiles(ports);
    this.#breaker = new CircuitBreaker({
      clock: ports.clock,
      random: ports.random,
      onTrialDue: () => this.#runner.pump(),
    });
    const queue = {
      entries: this.#entries,
      breaker: this.#breaker,
      speed: this.#speed,
      file: this.#queueFile,
      partialFiles: this.#partialFiles,
    };
    this.#runner = new QueueRunner(queue, dependencies, () => this.#onEnded());
  }

  /** What runs, what is next, and what ended last, in the order in which it was requested. */
  views(): DownloadView[] {
    return this.#entries.shown();
  }

  /** Everything that could not be saved and was not dealt with, with its reason. */
  failures(): DownloadView[] {
    return this.#entries.failed().map(({ view }) => view);
  }

  /** The speed that was measured last in this session; null before anything was saved. */
  get lastBytesPerSecond(): number | null {
    return this.#lastBytesPerSecond;
  }

  /** The queue as a whole. */
  saving(): SavingView {
    const { isOpen: held, reason: heldBecause, closesAutomatically: triesAgain } = this.#breaker;
    const bytesPerSecond = this.#speed.bytesPerSecond(this.#dependencies.ports.clock.monotonic());
    this.#lastBytesPerSecond = bytesPerSecond ?? this.#lastBytesPerSecond;
    return this.#entries.summary({ held, heldBecause, triesAgain, bytesPerSecond });
  }

  /**
   * Takes up what the last run did not finish or could not save, and starts to remove its partial files; whole files are never
   * touched. Answers what to tell the user.
   */
  async restore(): Promise<Problem[]> {
    const { unfinished, held, damaged } = await this.#queueFile.load();
    for (const save of unfinished) this.#entries.put(save.queued, save);
    if ((held || this.#forbidden !== null) && this.#entries.active().length > 0) this.#breaker.openByPerson();
    const marks = new Set(unfinished.map(({ queued }) => queued.partMark));
    for (const folder of new Set(unfinished.map(({ queued }) => queued.folder)))
      this.#partialFiles.clean(folder, marks);
    this.#dependencies.onChange();
    return damaged === null ? [] : [problem('queue-damaged', { file: damaged })];
  }

  /** Queues a recording. Requested again while it is under way, it answers with the same download. */
  start(recording: RecordingToSave): Result<{ downloadId: string }, Problem> {
    const queued = this.startMany([recording]);
    if (!queued.ok) return queued;
    const entry = this.#entries.get(recording.recordingId.toLowerCase());
    return entry === undefined ? err(problem('internal')) : ok({ downloadId: entry.view.downloadId });
  }

  /** Queues many at once; those that are under way already are not counted. */
  startMany(recordings: readonly RecordingToSave[]): Result<{ queued: number }, Problem> {
    const { source, choices, onChange } = this.#dependencies;
    if (this.#forbidden !== null) return err(this.#forbidden);
    const account = source.account();
    if (source.client() === null || account === null) return err(problem('credentials-missing'));
    this.#entries.removeFinished();
    const { folder, makeFolder, pattern, withMetadata } = choices();
    const added: QueuedSave[] = [];
    for (const { recordingId: id, referenceNumber, recording } of recordings) {
      const recordingId = id.toLowerCase();
      const known = this.#entries.get(recordingId);
      if (known !== undefined && isActive(known.view)) continue;
      const save = { recordingId, referenceNumber, recording, account, folder, makeFolder, pattern, withMetadata };
      const queued = { ...save, partMark: newPartMark() };
      this.#entries.put(queued);
      added.push(queued);
    }
    void this.#queueFile.add(added);
    onChange();
    this.#runner.pump();
    return ok({ queued: added.length });
  }

  /** Ends a download and removes its partial file. A finished one stays finished. */
  cancel(downloadId: string): Answer {
    const entry = this.#entries.byDownload(downloadId);
    if (entry === undefined) return unknownDownload();
    this.#cancel([entry]);
    return ok({});
  }

  /** The user wants none of it any more, or has signed out. */
  cancelAll(): void {
    this.#cancel(this.#entries.active());
  }

  /** A person pauses the queue, or resumes it. An empty queue cannot be paused. */
  hold(held: boolean): void {
    const active = this.#entries.active();
    if (active.length === 0 || (!held && this.#forbidden !== null)) return;
    if (held) this.#breaker.openByPerson();
    else {
      this.#breaker.close();
      for (const entry of active) {
        this.#entries.endRetryWait(entry);
        entry.failedAttempts = 0;
      }
    }
    void this.#queueFile.held(held);
    this.#dependencies.onChange();
    this.#runner.pump();
  }

  /** Saving was forbidden: what runs goes back to the queue, which waits until a person resumes it and it is allowed again. */
  forbid(): void {
    this.hold(true);
    this.signedOut();
  }

  /** Queues all that failed once more, with the folder and the name of the first request. */
  retryFailed(): void {
    const failed = this.#entries.failed().map(({ queued }) => queued);
    for (const queued of failed) this.#entries.put(queued);
    void this.#queueFile.add(failed);
    this.hold(false);
  }

  /** Removes one that has ended from the list. */
  forget(downloadId: string): Answer {
    const entry = this.#entries.byDownload(downloadId);
    if (entry === undefined || isActive(entry.view)) return unknownDownload();
    this.#drop([entry]);
    return ok({});
  }

  /** Removes what has ended from the list. */
  forgetEnded(): void {
    this.#drop(this.#entries.all().filter(({ view }) => !isActive(view)));
  }

  /** Continues with the saves of this account. Those of another account are dropped. */
  signedIn(): void {
    const account = this.#dependencies.source.account();
    this.#drop(this.#entries.all().filter(({ queued }) => queued.account !== account));
    this.#breaker.onSignIn();
    this.#dependencies.onChange();
    this.#runner.pump();
  }

  /** The server refused the password: what runs goes back to the queue and waits for the next sign-in. */
  signedOut(): void {
    for (const entry of this.#entries.active()) {
      if (entry.view.phase === 'running') this.#runner.requeue(entry);
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
    await this.#queueFile.flushed();
  }

  get #forbidden(): Problem | null {
    return this.#dependencies.forbidden?.() ?? null;
  }

  #cancel(entries: readonly Entry[]): void {
    const waiting = entries.filter(({ view }) => view.phase === 'queued');
    for (const entry of waiting) {
      this.#entries.endRetryWait(entry);
      entry.view = { ...entry.view, phase: 'cancelled' };
    }
    for (const { view, controller } of entries) if (view.phase !== 'saved') controller.abort();
    this.#writeEnded(waiting);
  }

  #drop(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#entries.remove(entry);
      if (isActive(entry.view)) entry.controller.abort();
    }
    this.#writeEnded(entries.filter(({ view }) => isActive(view) || view.phase === 'failed'));
  }

  #writeEnded(entries: readonly Entry[]): void {
    void this.#queueFile.ended(entries.map(({ queued }) => queued.recordingId));
    this.#onEnded();
    this.#dependencies.onChange();
  }

  /** Once nothing is under way, the pause and the speed end, and the queue on disk keeps only what could not be saved. */
  #onEnded(): void {
    if (this.#disposed || this.#entries.active().length > 0) return;
    this.#speed.reset();
    if (this.#entries.failed().length === 0) void this.#queueFile.clear();
    else if (this.#breaker.isOpenedByPerson) void this.#queueFile.held(false);
    this.#breaker.close();
    this.#dependencies.onChange();
  }
}
