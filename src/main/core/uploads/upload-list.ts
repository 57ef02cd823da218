// The list of files to be uploaded, in memory: a restart forgets it. Only temporary copies of the shell are ever deleted.
import type { Ports } from '../platform/ports.ts';
import type { Entry } from './upload-entry.ts';

export class UploadList {
  readonly #ports: Pick<Ports, 'files' | 'log'>;
  readonly #entries = new Map<string, Entry>();

  constructor(ports: Pick<Ports, 'files' | 'log'>) {
    this.#ports = ports;
  }

  get size(): number {
    return this.#entries.size;
  }

  all(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  get(uploadId: string): Entry | undefined {
    return this.#entries.get(uploadId);
  }

  /** False once it was dropped. */
  has({ view }: Entry): boolean {
    return this.#entries.has(view.uploadId);
  }

  add(entry: Entry): void {
    this.#entries.set(entry.view.uploadId, entry);
  }

  /** Takes one back that waits, and aborts one that is being sent. */
  stop(entry: Entry, by: 'user' | 'session'): void {
    if (entry.view.phase === 'waiting') entry.view = { ...entry.view, phase: 'draft' };
    if (entry.view.phase !== 'sending') return;
    entry.stoppedBy ??= by;
    entry.controller.abort();
  }

  stopAll(by: 'user' | 'session', except?: Entry): void {
    for (const entry of this.all()) if (entry !== except) this.stop(entry, by);
  }

  drop(entry: Entry): void {
    this.#entries.delete(entry.view.uploadId);
    entry.controller.abort();
    // A copy that is being sent is deleted by the sender when it is closed.
    if (entry.view.phase !== 'sending') this.discardCopy(entry);
  }

  /** Deletes the file if it is a temporary copy of the shell. */
  discardCopy({ source }: Pick<Entry, 'source'>): void {
    if (!source.temporary) return;
    this.#ports.files.remove(source.path).catch((error: unknown) => {
      this.#ports.log.error('upload-copy-not-deleted', error);
    });
  }
}
