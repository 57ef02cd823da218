// Brings recordings in: files are looked at one after the other, filled in by somebody, and sent one at a time. All of it is in memory:
// a restart forgets the drafts, and the files on the disk are never touched.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { mostUploads, type FilesTaken, type UploadDetails, type UploadView } from '../../../shared/ipc/uploads.ts';
import type { Clock, Files, Log } from '../platform/ports.ts';
import type { UcxClient, UcxFailure } from '../ucx/client-types.ts';
import { uploadFailure } from './upload-errors.ts';
import { commonDetails, firstDetails, metadataOf, missing, type Known } from './upload-draft.ts';
import { fillIn, isUnfinished, newEntry, type Entry, type UploadSource } from './upload-entry.ts';
import { inspectUpload } from './upload-inspect.ts';
import { uploadStream } from './upload-source.ts';

/** Milliseconds between two pictures of the progress. */
const progressEvery = 100;

export type UploadsDependencies = {
  readonly clock: Clock;
  readonly files: Files;
  readonly log: Log;
  readonly client: () => UcxClient | null;
  /** Names server and user; null while signed out. */
  readonly account: () => string | null;
  readonly known: () => Known;
  /** Patterns by which files of our own may be named, most likely first. */
  readonly patterns: () => readonly string[];
  readonly onUnauthorized: () => void;
  readonly onChange: () => void;
};

const open = new Set<UploadView['phase']>(['draft', 'failed', 'cancelled']);
const nothing = (): Result<Record<string, never>, Problem> => ok({});
const unknownUpload = (): Result<never, Problem> => err(problem('input-invalid', { field: 'uploadId' }));

export class Uploads {
  readonly #entries = new Map<string, Entry>();
  readonly #dependencies: UploadsDependencies;
  #inspecting: Promise<void> = Promise.resolve();
  #sending: Promise<void> | null = null;
  #lastPicture = -Infinity;
  #disposed = false;

  constructor(dependencies: UploadsDependencies) {
    this.#dependencies = dependencies;
  }

  views(): UploadView[] {
    return [...this.#entries.values()].map(({ view }) => view);
  }

  /** Takes files over and begins to look at them. What is on the list already is not added twice. */
  add(sources: readonly UploadSource[]): Result<FilesTaken, Problem> {
    const account = this.#dependencies.account();
    if (account === null || this.#disposed) return this.#refuse(sources, problem('credentials-missing'));
    if (sources.length === 0) return err(problem('upload/no-files'));
    const here = new Set([...this.#entries.values()].filter(isUnfinished).map(({ source }) => source.path));
    const fresh = sources.filter(({ path }) => !here.has(path));
    const taken = fresh.slice(0, Math.max(0, mostUploads - this.#entries.size));
    if (taken.length === 0 && fresh.length > 0)
      return this.#refuse(fresh, problem('upload/too-many', { most: String(mostUploads) }));
    for (const { path, temporary } of fresh.slice(taken.length)) if (temporary) this.#discard(path);
    for (const source of taken) this.#addOne(source, account);
    this.#dependencies.onChange();
    return ok({ added: taken.length, leftOut: fresh.length - taken.length });
  }

  details(uploadId: string): Result<UploadDetails, Problem> {
    const entry = this.#entries.get(uploadId);
    return entry === undefined ? unknownUpload() : ok(entry.details);
  }

  edit(uploadId: string, details: UploadDetails): Result<Record<string, never>, Problem> {
    const entry = this.#entries.get(uploadId);
    if (entry === undefined) return unknownUpload();
    if (!open.has(entry.view.phase)) return err(problem('upload/busy'));
    this.#fill(entry, details, false);
    this.#dependencies.onChange();
    return nothing();
  }

  useForAll(uploadId: string): Result<{ changed: number }, Problem> {
    const from = this.#entries.get(uploadId);
    if (from === undefined) return unknownUpload();
    const others = [...this.#entries.values()].filter((entry) => entry !== from && open.has(entry.view.phase));
    for (const entry of others) this.#fill(entry, commonDetails(from.details, entry.details), true);
    this.#dependencies.onChange();
    return ok({ changed: others.length });
  }

  send(uploadIds: readonly string[]): Result<{ queued: number; incomplete: number }, Problem> {
    if (this.#dependencies.client() === null) return err(problem('credentials-missing'));
    let queued = 0;
    let incomplete = 0;
    for (const uploadId of uploadIds) {
      const entry = this.#entries.get(uploadId);
      if (entry === undefined || !open.has(entry.view.phase)) continue;
      const gap = missing(entry.details, this.#dependencies.clock.now());
      if (gap === null) queued += 1;
      else incomplete += 1;
      const state = gap === null ? { phase: 'waiting' as const, problem: null, field: null } : gap;
      entry.view = { ...entry.view, ...state, sentBytes: 0, uncertain: false };
    }
    this.#dependencies.onChange();
    this.#pump();
    return ok({ queued, incomplete });
  }

  cancel(uploadId: string): Result<Record<string, never>, Problem> {
    const entry = this.#entries.get(uploadId);
    if (entry === undefined) return unknownUpload();
    this.#stop(entry, 'user');
    this.#dependencies.onChange();
    return nothing();
  }

  cancelAll(): void {
    for (const entry of this.#entries.values()) this.#stop(entry, 'user');
    this.#dependencies.onChange();
  }

  remove(uploadId: string): Result<Record<string, never>, Problem> {
    const entry = this.#entries.get(uploadId);
    if (entry === undefined) return unknownUpload();
    if (entry.view.phase === 'sending') return err(problem('upload/busy'));
    this.#drop(entry);
    this.#dependencies.onChange();
    return nothing();
  }

  forgetDone(): void {
    for (const entry of this.#entries.values()) if (entry.view.phase === 'done') this.#drop(entry);
    this.#dependencies.onChange();
  }

  /** Somebody has signed in. What another user has added is none of theirs. */
  signedIn(): void {
    const account = this.#dependencies.account();
    for (const entry of this.#entries.values()) if (entry.account !== account) this.#drop(entry);
    this.#dependencies.onChange();
  }

  /** The server refused the password, or the user has signed out: then nothing stays. */
  signedOut(byUser: boolean): void {
    for (const entry of this.#entries.values()) {
      this.#stop(entry, 'session');
      if (byUser) this.#drop(entry);
    }
    this.#dependencies.onChange();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const entry of this.#entries.values()) this.#stop(entry, 'session');
    await this.#inspecting;
    await this.#sending;
    for (const entry of this.#entries.values()) this.#drop(entry);
  }

  #refuse(sources: readonly UploadSource[], said: Problem): Result<never, Problem> {
    for (const { path, temporary } of sources) if (temporary) this.#discard(path);
    return err(said);
  }

  #addOne(source: UploadSource, account: string): void {
    const entry = newEntry(source, account);
    this.#entries.set(entry.view.uploadId, entry);
    this.#inspecting = this.#inspecting.then(() => this.#inspect(entry));
  }

  async #inspect(entry: Entry): Promise<void> {
    const { files, known, patterns, onChange } = this.#dependencies;
    const { source, view } = entry;
    if (this.#disposed || !this.#entries.has(view.uploadId)) return;
    const seen = source.refused === undefined ? await inspectUpload(files, source.path) : err(source.refused);
    if (!seen.ok) {
      entry.view = { ...entry.view, ...seen.error, phase: 'refused', field: 'file' };
      if (source.temporary) this.#discard(source.path);
    } else {
      const { bytes, audio } = seen.value;
      entry.found = seen.value;
      entry.view = { ...entry.view, phase: 'draft', bytes, audio };
      const dated = source.modifiedMs === null ? seen.value : { ...seen.value, modifiedMs: source.modifiedMs };
      this.#fill(entry, firstDetails(source.name, dated, patterns(), known()), true);
    }
    onChange();
  }

  #fill(entry: Entry, details: UploadDetails, byCore: boolean): void {
    fillIn(entry, details, byCore, this.#dependencies.clock.now());
  }

  #stop(entry: Entry, by: 'user' | 'session'): void {
    if (entry.view.phase === 'waiting') entry.view = { ...entry.view, phase: 'draft' };
    if (entry.view.phase !== 'sending') return;
    entry.stoppedBy ??= by;
    entry.controller.abort();
  }

  #drop(entry: Entry): void {
    this.#entries.delete(entry.view.uploadId);
    entry.controller.abort();
    if (entry.source.temporary && entry.view.phase !== 'sending') this.#discard(entry.source.path);
  }

  #discard(path: string): void {
    this.#dependencies.files.remove(path).catch((error: unknown) => {
      this.#dependencies.log.error('upload-copy-not-deleted', error);
    });
  }

  #pump(): void {
    if (this.#sending !== null || this.#disposed || this.#dependencies.client() === null) return;
    const next = [...this.#entries.values()].find(({ view }) => view.phase === 'waiting');
    if (next === undefined) return;
    next.controller = new AbortController();
    next.stoppedBy = null;
    next.view = { ...next.view, phase: 'sending', sentBytes: 0 };
    this.#dependencies.onChange();
    this.#sending = this.#run(next)
      .catch((error: unknown) => {
        this.#dependencies.log.error('upload-broke', error);
        next.view = { ...next.view, phase: 'failed', problem: problem('internal') };
      })
      .then(() => {
        this.#sending = null;
        // Dropped while it was being sent.
        if (!this.#entries.has(next.view.uploadId) && next.source.temporary) this.#discard(next.source.path);
        this.#dependencies.onChange();
        this.#pump();
      });
  }

  async #run(entry: Entry): Promise<void> {
    const { files, client } = this.#dependencies;
    const { found, source, details } = entry;
    if (found === null) return;
    const now = await files.facts(source.path).catch(() => null);
    if (now?.kind !== 'file') {
      this.#failed(entry, problem('upload/file-unreadable'));
      return;
    }
    if (now.bytes !== found.bytes || now.modifiedMs !== found.modifiedMs) {
      this.#failed(entry, problem('upload/file-changed'));
      return;
    }
    const stream = uploadStream(files, source.path, found.bytes, (sentBytes) => {
      this.#progress(entry, sentBytes);
    });
    const audio = { stream, length: found.bytes, contentType: found.contentType, fileName: source.name };
    const metadata = metadataOf(details, found.audio.durationMs);
    const answer = await client()?.upload(metadata, audio, entry.controller.signal);
    if (answer === undefined) {
      this.#failed(entry, problem('credentials-missing'));
      return;
    }
    if (!answer.ok) {
      this.#answered(entry, answer.error);
      return;
    }
    const start = metadata.startDateTime.toISOString();
    const remoteNumber = metadata.remoteParty?.phoneNumber ?? '';
    const where = { recordingId: answer.value.id, start, remoteNumber };
    entry.view = { ...entry.view, phase: 'done', sentBytes: found.bytes, found: where };
    if (source.temporary) this.#discard(source.path);
  }

  #failed(entry: Entry, said: Problem): void {
    entry.view = { ...entry.view, phase: 'failed', problem: said, field: 'file' };
  }

  #answered(entry: Entry, failure: UcxFailure): void {
    const { view, stoppedBy } = entry;
    const wholeSent = view.bytes !== null && view.sentBytes >= view.bytes;
    if (failure.outcome === 'cancelled' && !wholeSent && stoppedBy === 'user') {
      entry.view = { ...view, phase: 'cancelled', sentBytes: 0 };
      return;
    }
    // All of it was on its way when it was stopped: the server may have taken it before it heard of that.
    const lost = failure.outcome === 'cancelled' && wholeSent;
    const { stopsQueue, ...said } = uploadFailure(failure);
    entry.view = lost
      ? { ...view, phase: 'failed', problem: problem('upload/perhaps-there'), field: null, uncertain: true }
      : { ...view, ...said, phase: 'failed' };
    if (stopsQueue) for (const other of this.#entries.values()) if (other !== entry) this.#stop(other, 'session');
    if (failure.outcome === 'unauthorized') this.#dependencies.onUnauthorized();
  }

  #progress(entry: Entry, sentBytes: number): void {
    entry.view = { ...entry.view, sentBytes };
    const now = this.#dependencies.clock.monotonic();
    if (now - this.#lastPicture < progressEvery) return;
    this.#lastPicture = now;
    this.#dependencies.onChange();
  }
}
