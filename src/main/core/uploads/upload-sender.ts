// Sends the uploads that wait, one at a time, and decides what each answer means for it and for the others.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { UcxFailure, UploadMetadata } from '../ucx/client-types.ts';
import { metadataOf } from './upload-draft.ts';
import type { Entry } from './upload-entry.ts';
import { uploadFailure } from './upload-errors.ts';
import type { Inspected } from './upload-inspect.ts';
import type { UploadList } from './upload-list.ts';
import { uploadStream } from './upload-source.ts';
import type { UploadsDependencies } from './upload-types.ts';

/** Milliseconds between two updates of the progress. */
const progressEvery = 100;

type SenderDependencies = Pick<UploadsDependencies, 'ports' | 'session' | 'onChange'>;

export class UploadSender {
  readonly #dependencies: SenderDependencies;
  readonly #list: UploadList;
  #sending: Promise<void> | null = null;
  #lastUpdate = -Infinity;
  #disposed = false;

  constructor(dependencies: SenderDependencies, list: UploadList) {
    this.#dependencies = dependencies;
    this.#list = list;
  }

  /** Starts the next upload that waits, unless one is being sent. */
  pump(): void {
    const { session, onChange } = this.#dependencies;
    if (this.#sending !== null || this.#disposed || session.client() === null) return;
    const next = this.#list.all().find(({ view }) => view.phase === 'waiting');
    if (next === undefined) return;
    next.controller = new AbortController();
    next.stoppedBy = null;
    next.view = { ...next.view, phase: 'sending', sentBytes: 0 };
    onChange();
    this.#sending = this.#send(next)
      .catch((error: unknown) => {
        this.#dependencies.ports.log.error('upload-broke', error);
        next.view = { ...next.view, phase: 'failed', problem: problem('internal') };
      })
      .then(() => {
        this.#sending = null;
        // Dropped while it was being sent.
        if (!this.#list.has(next)) this.#list.discardCopy(next);
        onChange();
        this.pump();
      });
  }

  /** Starts nothing more. Resolves when nothing is being sent. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#sending;
  }

  async #send(entry: Entry): Promise<void> {
    const { found, details } = entry;
    if (found === null) return;
    const change = await this.#changeSince(found, entry);
    if (change !== null) {
      this.#failed(entry, change);
      return;
    }
    const metadata = metadataOf(details, found.audio.durationMs);
    const answer = await this.#upload(entry, found, metadata);
    if (answer === undefined) this.#failed(entry, problem('credentials-missing'));
    else if (!answer.ok) this.#onFailure(entry, answer.error);
    else this.#done(entry, found, answer.value.id, metadata);
  }

  /** Why the file is no longer the one that was inspected, or null. */
  async #changeSince(found: Inspected, { source }: Entry): Promise<Problem | null> {
    const now = await this.#dependencies.ports.files.facts(source.path).catch(() => null);
    if (now?.kind !== 'file') return problem('upload/file-unreadable');
    const isSame = now.bytes === found.bytes && now.modifiedMs === found.modifiedMs;
    return isSame ? null : problem('upload/file-changed');
  }

  async #upload(entry: Entry, { bytes, contentType }: Inspected, metadata: UploadMetadata) {
    const { ports, session } = this.#dependencies;
    const { source, controller } = entry;
    const { stream, onWritten } = uploadStream(ports.files, source.path, bytes, (sentBytes) => {
      this.#progress(entry, sentBytes);
    });
    const audio = { stream, onWritten, length: bytes, contentType, fileName: source.name };
    return session.client()?.upload(metadata, audio, controller.signal);
  }

  #done(entry: Entry, { bytes }: Inspected, recordingId: string, metadata: UploadMetadata): void {
    const start = metadata.startDateTime.toISOString();
    const remoteNumber = metadata.remoteParty?.phoneNumber ?? '';
    const found = { recordingId, start, remoteNumber };
    entry.view = { ...entry.view, phase: 'done', sentBytes: bytes, found };
    this.#list.discardCopy(entry);
  }

  #failed(entry: Entry, reason: Problem): void {
    entry.view = { ...entry.view, phase: 'failed', problem: reason, field: 'file' };
  }

  #onFailure(entry: Entry, failure: UcxFailure): void {
    const { view, stoppedBy } = entry;
    const wholeSent = view.bytes !== null && view.sentBytes >= view.bytes;
    if (failure.outcome === 'cancelled' && !wholeSent && stoppedBy === 'user') {
      entry.view = { ...view, phase: 'cancelled', sentBytes: 0 };
      return;
    }
    // All of it was sent when it was stopped: the server may have stored it before it noticed.
    const isUncertain = failure.outcome === 'cancelled' && wholeSent;
    const { stopsQueue, ...outcome } = uploadFailure(failure);
    entry.view = isUncertain
      ? { ...view, phase: 'failed', problem: problem('upload/perhaps-there'), field: null, uncertain: true }
      : { ...view, ...outcome, phase: 'failed' };
    if (stopsQueue) this.#list.stopAll('session', entry);
    if (failure.outcome === 'unauthorized') this.#dependencies.session.refused();
  }

  #progress(entry: Entry, sentBytes: number): void {
    const { ports, onChange } = this.#dependencies;
    entry.view = { ...entry.view, sentBytes };
    const now = ports.clock.monotonic();
    if (now - this.#lastUpdate < progressEvery) return;
    this.#lastUpdate = now;
    onChange();
  }
}
