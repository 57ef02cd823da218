// Uploads recordings: files are inspected one after the other, filled in by a person, and sent one at a time.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { mostUploads, type FilesTaken, type UploadDetails, type UploadView } from '../../../shared/ipc/uploads.ts';
import { commonDetails, firstDetails, missing } from './upload-draft.ts';
import { fillIn, isUnfinished, newEntry, type Entry, type UploadSource } from './upload-entry.ts';
import { inspectUpload } from './upload-inspect.ts';
import { UploadList } from './upload-list.ts';
import { UploadSender } from './upload-sender.ts';
import type { UploadsDependencies } from './upload-types.ts';

type Answer = Result<Record<string, never>, Problem>;

const open = new Set<UploadView['phase']>(['draft', 'failed', 'cancelled']);
const unknownUpload = (): Result<never, Problem> => err(problem('input-invalid', { field: 'uploadId' }));

export class Uploads {
  readonly #dependencies: UploadsDependencies;
  readonly #list: UploadList;
  readonly #sender: UploadSender;
  #inspecting: Promise<void> = Promise.resolve();
  #disposed = false;

  constructor(dependencies: UploadsDependencies) {
    this.#dependencies = dependencies;
    this.#list = new UploadList(dependencies.ports);
    this.#sender = new UploadSender(dependencies, this.#list);
  }

  views(): UploadView[] {
    return this.#list.all().map(({ view }) => view);
  }

  /**
   * Adds files and starts to inspect them. What is on the list already is not added twice. `forbidden`: why nothing may be added; the copies
   * that were made for it are removed.
   */
  add(sources: readonly UploadSource[], forbidden: Problem | null = null): Result<FilesTaken, Problem> {
    if (forbidden !== null) return this.#refuse(sources, forbidden);
    const account = this.#dependencies.session.account();
    if (account === null || this.#disposed) return this.#refuse(sources, problem('credentials-missing'));
    if (sources.length === 0) return err(problem('upload/no-files'));
    const known = new Set(
      this.#list
        .all()
        .filter(isUnfinished)
        .map(({ source }) => source.path),
    );
    const fresh = sources.filter(({ path }) => !known.has(path));
    const taken = fresh.slice(0, Math.max(0, mostUploads - this.#list.size));
    if (taken.length === 0 && fresh.length > 0)
      return this.#refuse(fresh, problem('upload/too-many', { most: String(mostUploads) }));
    for (const source of fresh.slice(taken.length)) this.#list.discardCopy({ source });
    for (const source of taken) this.#addOne(source, account);
    this.#dependencies.onChange();
    return ok({ added: taken.length, leftOut: fresh.length - taken.length });
  }

  details(uploadId: string): Result<UploadDetails, Problem> {
    const entry = this.#list.get(uploadId);
    return entry === undefined ? unknownUpload() : ok(entry.details);
  }

  edit(uploadId: string, details: UploadDetails): Answer {
    const entry = this.#list.get(uploadId);
    if (entry === undefined) return unknownUpload();
    if (!open.has(entry.view.phase)) return err(problem('upload/busy'));
    this.#fill(entry, details, false);
    this.#dependencies.onChange();
    return ok({});
  }

  useForAll(uploadId: string): Result<{ changed: number }, Problem> {
    const from = this.#list.get(uploadId);
    if (from === undefined) return unknownUpload();
    const others = this.#list.all().filter((entry) => entry !== from && open.has(entry.view.phase));
    for (const entry of others) this.#fill(entry, commonDetails(from.details, entry.details), true);
    this.#dependencies.onChange();
    return ok({ changed: others.length });
  }

  send(uploadIds: readonly string[]): Result<{ queued: number; incomplete: number }, Problem> {
    const { session, ports, onChange } = this.#dependencies;
    if (session.client() === null) return err(problem('credentials-missing'));
    let queued = 0;
    let incomplete = 0;
    for (const uploadId of uploadIds) {
      const entry = this.#list.get(uploadId);
      if (entry === undefined || !open.has(entry.view.phase)) continue;
      const gap = missing(entry.details, ports.clock.now());
      if (gap === null) queued += 1;
      else incomplete += 1;
      const state = gap === null ? { phase: 'waiting' as const, problem: null, field: null } : gap;
      entry.view = { ...entry.view, ...state, sentBytes: 0, uncertain: false };
    }
    onChange();
    this.#sender.pump();
    return ok({ queued, incomplete });
  }

  cancel(uploadId: string): Answer {
    const entry = this.#list.get(uploadId);
    if (entry === undefined) return unknownUpload();
    this.#list.stop(entry, 'user');
    this.#dependencies.onChange();
    return ok({});
  }

  cancelAll(): void {
    this.#list.stopAll('user');
    this.#dependencies.onChange();
  }

  remove(uploadId: string): Answer {
    const entry = this.#list.get(uploadId);
    if (entry === undefined) return unknownUpload();
    if (entry.view.phase === 'sending') return err(problem('upload/busy'));
    this.#list.drop(entry);
    this.#dependencies.onChange();
    return ok({});
  }

  forgetDone(): void {
    for (const entry of this.#list.all()) if (entry.view.phase === 'done') this.#list.drop(entry);
    this.#dependencies.onChange();
  }

  /** Drops what another account has added. */
  signedIn(): void {
    const account = this.#dependencies.session.account();
    for (const entry of this.#list.all()) if (entry.account !== account) this.#list.drop(entry);
    this.#dependencies.onChange();
  }

  /** The server refused the password, or the user has signed out: then nothing stays. */
  signedOut(byUser: boolean): void {
    this.#list.stopAll('session');
    if (byUser) for (const entry of this.#list.all()) this.#list.drop(entry);
    this.#dependencies.onChange();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#list.stopAll('session');
    await this.#inspecting;
    await this.#sender.dispose();
    for (const entry of this.#list.all()) this.#list.drop(entry);
  }

  #refuse(sources: readonly UploadSource[], reason: Problem): Result<never, Problem> {
    for (const source of sources) this.#list.discardCopy({ source });
    return err(reason);
  }

  #addOne(source: UploadSource, account: string): void {
    const entry = newEntry(source, account);
    this.#list.add(entry);
    this.#inspecting = this.#inspecting.then(() => this.#inspect(entry));
  }

  async #inspect(entry: Entry): Promise<void> {
    const { ports, session, namePatterns, onChange } = this.#dependencies;
    const { source } = entry;
    if (this.#disposed || !this.#list.has(entry)) return;
    const result = source.refused === undefined ? await inspectUpload(ports.files, source.path) : err(source.refused);
    if (!result.ok) {
      entry.view = { ...entry.view, ...result.error, phase: 'refused', field: 'file' };
      this.#list.discardCopy(entry);
    } else {
      const { bytes, audio } = result.value;
      entry.found = result.value;
      entry.view = { ...entry.view, phase: 'draft', bytes, audio };
      const dated = source.modifiedMs === null ? result.value : { ...result.value, modifiedMs: source.modifiedMs };
      this.#fill(entry, firstDetails(source.name, dated, namePatterns(), session.knownUser()), true);
    }
    onChange();
  }

  #fill(entry: Entry, details: UploadDetails, byCore: boolean): void {
    fillIn(entry, details, byCore, this.#dependencies.ports.clock.now());
  }
}
