// Saves recordings to disk: a queue of at most three at once that survives the end of the app, and tells of each file and of all.
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { nameFor } from '../../shared/name-pattern.ts';
import { problem, type Problem } from '../../shared/problem.ts';
import type { CompletedRecording } from '../../shared/recording.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { estimatedBytes, nothingSaving, type SavingView } from '../../shared/saving.ts';
import type { DownloadView } from '../../shared/snapshot.ts';
import { partEnding, saveMedia, sha256OfFile, type SaveOutcome } from './media-file.ts';
import type { Clock, Files, Log } from './ports.ts';
import type { Named, Queued, QueueFile } from './queue-file.ts';
import { leftMs, QueueSpeed } from './queue-speed.ts';
import type { SavedIndex } from './saved-index.ts';
import type { Media, RecordingDetail, UcxClient } from './ucx/client-types.ts';

const mostAtOnce = 3;
/** Entries that windows are shown: what waits further back and what ended longer ago is only counted. */
const mostWaitingShown = 20;
const mostEndedShown = 60;
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

type Entry = {
  view: DownloadView;
  readonly queued: Queued;
  controller: AbortController;
  /** After a kill: the name that the whole file may have got. */
  named: Named | null;
};

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
  private isHeld = false;
  private heldBecause: Problem | null = null;
  private lastPicture = -Infinity;
  private disposed = false;

  constructor(dependencies: DownloadsDependencies) {
    this.dependencies = dependencies;
  }

  /** What runs, what waits next, and what ended last, in the order in which it was asked for. */
  views(): DownloadView[] {
    const all = [...this.entries.values()].map((entry) => entry.view);
    const waiting = new Set(all.filter((view) => view.phase === 'queued').slice(0, mostWaitingShown));
    const ended = all.filter((view) => !isActive(view));
    // Failures and warnings are shown before successes: they are what somebody has to do something about.
    const telling = ended.filter((view) => view.problem !== null).slice(-mostEndedShown);
    const others = ended.filter((view) => view.problem === null);
    const shown = new Set([...telling, ...others.slice(others.length - Math.max(0, mostEndedShown - telling.length))]);
    return all.filter((view) => view.phase === 'running' || waiting.has(view) || shown.has(view));
  }

  /** The queue as a whole. */
  saving(): SavingView {
    const all = [...this.entries.values()];
    if (all.length === 0) return { ...nothingSaving, held: this.isHeld };
    const count = (phase: DownloadView['phase']): number => all.filter(({ view }) => view.phase === phase).length;
    const bytesPerSecond = this.speed.bytesPerSecond(this.dependencies.clock.monotonic());
    const left = all.filter(({ view }) => isActive(view)).reduce((sum, entry) => sum + bytesLeft(entry), 0);
    return {
      total: all.length,
      saved: count('saved'),
      failed: count('failed'),
      cancelled: count('cancelled'),
      held: this.isHeld,
      heldBecause: this.heldBecause,
      bytesPerSecond,
      leftMs: this.isHeld ? null : leftMs(left, bytesPerSecond),
    };
  }

  /** Takes up what the last run did not finish, and removes what it left half-written. Whole files are never touched. */
  async restore(): Promise<void> {
    const { unfinished, held } = await this.dependencies.queueFile.load();
    this.isHeld = held;
    for (const { queued, named } of unfinished) this.put(queued, named);
    const folders = new Set([this.dependencies.choices().folder, ...unfinished.map(({ queued }) => queued.folder)]);
    for (const folder of folders) await this.cleanUp(folder);
    this.dependencies.onChange();
  }

  private async cleanUp(folder: string): Promise<void> {
    const { files, log } = this.dependencies;
    try {
      for (const name of await files.list(folder)) {
        if (name.endsWith(partEnding)) await files.remove(join(folder, name));
      }
    } catch {
      log.info('no-download-folder-yet');
    }
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
    this.entries.set(queued.recordingId, {
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
    });
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
    const { queued, controller } = entry;
    const { client, files, open, queueFile } = this.dependencies;
    if (await this.isWholeAlready(entry)) return;
    // A failure here does not spoil the file: it only cannot be compared, and is named by what the list said.
    const answer = await client()?.detail(queued.recordingId, controller.signal);
    const detail = answer?.ok === true ? answer.value : null;
    const outcome = await saveMedia({
      open: (signal) => open(queued.recordingId, signal),
      files,
      folder: queued.folder,
      makeFolder: queued.makeFolder,
      baseName: baseNameOf(queued, detail),
      expectedSha256: detail?.sha256 ?? null,
      metadata: queued.withMetadata ? (detail ?? queued.recording) : null,
      signal: controller.signal,
      onProgress: (receivedBytes, totalBytes) => {
        this.progress(entry, controller, receivedBytes, totalBytes);
      },
      onNamed: (path, sha256, bytes) => queueFile.named({ named: queued.recordingId, path, sha256, bytes }),
    });
    // Put back into the queue meanwhile: what came of this turn belongs to nobody, unless it is a whole file.
    if (controller !== entry.controller && outcome.kind !== 'saved') return;
    await this.finish(entry, outcome, detail ?? queued.recording);
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

  /** After a kill: the file had become whole and got its name, and only that was not written down. */
  private async isWholeAlready(entry: Entry): Promise<boolean> {
    const { named, queued } = entry;
    entry.named = null;
    if (named === null) return false;
    try {
      if ((await sha256OfFile(this.dependencies.files, named.path)) !== named.sha256) return false;
    } catch {
      return false;
    }
    const { path, sha256, bytes } = named;
    const fileName = basename(path);
    const verified = fileName.endsWith('.unverified.mp3') ? 'nothing' : 'size';
    const outcome: SaveOutcome = {
      kind: 'saved',
      path,
      fileName,
      metadataPath: null,
      bytes,
      sha256,
      verified,
      warning: null,
    };
    await this.finish(entry, outcome, queued.recording);
    return true;
  }

  private async finish(entry: Entry, outcome: SaveOutcome, recording: CompletedRecording | null): Promise<void> {
    const { saved, clock, log, queueFile } = this.dependencies;
    const { recordingId, referenceNumber } = entry.queued;
    if (outcome.kind === 'saved') {
      const { path, sha256, fileName, metadataPath, verified, warning, bytes } = outcome;
      await saved.add({
        id: recordingId,
        path,
        sha256,
        referenceNumber,
        savedAt: new Date(clock.now()).toISOString(),
        bytes,
        startTime: recording?.startTime ?? null,
        durationMs: recording?.durationMs ?? null,
        remotePartyNumber: recording?.remotePartyNumber ?? null,
        verified: !fileName.endsWith('.unverified.mp3'),
        metadataPath,
      });
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

const isActive = (view: DownloadView): boolean => view.phase === 'queued' || view.phase === 'running';

function baseNameOf(queued: Queued, detail: RecordingDetail | null): string {
  const recording = detail ?? queued.recording;
  if (recording === null) return queued.referenceNumber;
  // The detail of some servers has no reference number of its own; the list had one.
  const referenceNumber = recording.referenceNumber === '' ? queued.referenceNumber : recording.referenceNumber;
  return nameFor(queued.pattern, { ...recording, referenceNumber });
}

/** By what the server said of the file, else by the length of the call. */
function bytesLeft({ view, queued }: Entry): number {
  const total = view.totalBytes ?? estimatedBytes(queued.recording?.durationMs ?? 180_000);
  return Math.max(0, total - view.receivedBytes);
}
