// Saves recordings to disk: a queue of at most three, each written beside its target, hashed on the way, and renamed when whole.
import { randomUUID } from 'node:crypto';
import { problem, type Problem } from '../../shared/problem.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { DownloadView } from '../../shared/snapshot.ts';
import { partEnding, saveMedia, type SaveOutcome } from './media-file.ts';
import type { Clock, Files, Log } from './ports.ts';
import type { SavedIndex } from './saved-index.ts';
import type { UcxClient } from './ucx/client-types.ts';

const mostAtOnce = 3;
/** Finished entries that windows still show; older ones are forgotten (the files stay). */
const mostFinished = 50;
/** Milliseconds between two pictures of the progress. */
const progressEvery = 100;

type Entry = { view: DownloadView; readonly controller: AbortController };

export type DownloadsDependencies = {
  readonly clock: Clock;
  readonly files: Files;
  readonly log: Log;
  readonly saved: SavedIndex;
  readonly client: () => UcxClient | null;
  readonly folder: string;
  readonly onChange: () => void;
};

export class Downloads {
  private readonly entries: Entry[] = [];
  private readonly dependencies: DownloadsDependencies;
  private readonly running = new Set<Promise<void>>();
  private lastPicture = -Infinity;

  constructor(dependencies: DownloadsDependencies) {
    this.dependencies = dependencies;
  }

  views(): DownloadView[] {
    return this.entries.map((entry) => entry.view);
  }

  /** Removes what a killed run left half-written in the folder. Whole files are never touched. */
  async cleanUp(): Promise<void> {
    const { files, folder, log } = this.dependencies;
    try {
      for (const name of await files.list(folder)) {
        if (name.endsWith(partEnding)) await files.remove(`${folder}/${name}`);
      }
    } catch {
      log.info('no-download-folder-yet');
    }
  }

  /** Queues a recording. Asked again while it is under way, it answers with the same download. */
  start(recordingId: string, referenceNumber: string): Result<{ downloadId: string }, Problem> {
    if (this.dependencies.client() === null) return err(problem('credentials-missing'));
    const id = recordingId.toLowerCase();
    const active = this.entries.find((entry) => entry.view.recordingId === id && isActive(entry.view));
    if (active !== undefined) return ok({ downloadId: active.view.downloadId });
    const older = this.entries.findIndex((entry) => entry.view.recordingId === id);
    if (older >= 0) this.entries.splice(older, 1);
    const entry: Entry = {
      controller: new AbortController(),
      view: {
        downloadId: randomUUID(),
        recordingId: id,
        referenceNumber,
        fileName: null,
        phase: 'queued',
        receivedBytes: 0,
        totalBytes: null,
        verified: null,
        problem: null,
      },
    };
    this.entries.push(entry);
    this.forgetOld();
    this.dependencies.onChange();
    this.pump();
    return ok({ downloadId: entry.view.downloadId });
  }

  /** Ends a download and removes its part. A finished one stays finished. */
  cancel(downloadId: string): Result<Record<string, never>, Problem> {
    const entry = this.entries.find((other) => other.view.downloadId === downloadId);
    if (entry === undefined) return err(problem('input-invalid', { field: 'downloadId' }));
    if (entry.view.phase === 'queued') this.change(entry, { phase: 'cancelled' });
    entry.controller.abort();
    return ok({});
  }

  /** The session ended: nothing more can be fetched. */
  cancelAll(): void {
    for (const { view } of this.entries) if (isActive(view)) this.cancel(view.downloadId);
  }

  /** Cancels everything and waits until no file is open any more. */
  async dispose(): Promise<void> {
    this.cancelAll();
    await Promise.all(this.running);
  }

  private pump(): void {
    while (this.running.size < mostAtOnce) {
      const next = this.entries.find((entry) => entry.view.phase === 'queued');
      if (next === undefined) return;
      this.change(next, { phase: 'running' });
      const work = this.run(next).finally(() => {
        this.running.delete(work);
        this.pump();
      });
      this.running.add(work);
    }
  }

  private async run(entry: Entry): Promise<void> {
    const client = this.dependencies.client();
    if (client === null) {
      this.change(entry, { phase: 'failed', problem: problem('credentials-missing') });
      return;
    }
    const { recordingId, referenceNumber } = entry.view;
    const outcome = await saveMedia({
      client,
      files: this.dependencies.files,
      folder: this.dependencies.folder,
      recordingId,
      baseName: referenceNumber,
      signal: entry.controller.signal,
      onProgress: (receivedBytes, totalBytes) => {
        entry.view = { ...entry.view, receivedBytes, totalBytes };
        const now = this.dependencies.clock.monotonic();
        if (now - this.lastPicture < progressEvery) return;
        this.lastPicture = now;
        this.dependencies.onChange();
      },
    });
    await this.finish(entry, outcome);
  }

  private async finish(entry: Entry, outcome: SaveOutcome): Promise<void> {
    if (outcome.kind === 'saved') {
      await this.dependencies.saved.add(entry.view.recordingId, outcome.path, outcome.sha256);
      const { fileName, verified, warning, bytes } = outcome;
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
      this.change(entry, { phase: 'cancelled' });
      return;
    }
    this.dependencies.log.warn('download-failed', { code: outcome.problem.code });
    this.change(entry, { phase: 'failed', problem: outcome.problem });
  }

  private change(entry: Entry, change: Partial<DownloadView>): void {
    entry.view = { ...entry.view, ...change };
    this.dependencies.onChange();
  }

  private forgetOld(): void {
    const finished = this.entries.filter((entry) => !isActive(entry.view));
    for (const entry of finished.slice(0, Math.max(0, finished.length - mostFinished))) {
      this.entries.splice(this.entries.indexOf(entry), 1);
    }
  }
}

const isActive = (view: DownloadView): boolean => view.phase === 'queued' || view.phase === 'running';
