// Keeps the pause in force on disk, so that a crash, a kill or an update of the app does not forget it.
import { join } from 'node:path';
import * as v from 'valibot';
import { pendingPauseSchema, type PendingPause, type PendingPauseStorage } from '../journal/pending-pause.ts';
import { codeOf } from '../platform/errors.ts';
import { parseJson } from '../platform/json.ts';
import type { Clock, Files, Log } from '../platform/ports.ts';

/** Milliseconds after which a write that the disk refused is tried again: a file that stays would be taken for a pause after a restart. */
const writeAgainMs = 2_000;

export class PendingPauseStore implements PendingPauseStorage {
  readonly #path: string;
  readonly #files: Files;
  readonly #clock: Clock;
  readonly #log: Log;
  /** What the file is to hold; null for no file. */
  #wanted: string | null = null;
  #onDisk: string | null = null;
  #writing: Promise<void> = Promise.resolve();
  #cancelRetry: (() => void) | null = null;
  #closed = false;

  constructor(folder: string, files: Files, clock: Clock, log: Log) {
    this.#path = join(folder, 'standing-pause.json');
    this.#files = files;
    this.#clock = clock;
    this.#log = log;
  }

  /** The pause that was in force when the last run ended. A damaged file is renamed: `damaged` is its new name. */
  async load(): ReturnType<PendingPauseStorage['load']> {
    let text: string;
    try {
      text = await this.#files.readText(this.#path);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#log.error('pending-pause-unreadable', error);
      return { pending: null, damaged: null };
    }
    this.#wanted = text;
    this.#onDisk = text;
    const parsed = v.safeParse(pendingPauseSchema, parseJson(text));
    if (parsed.success) return { pending: parsed.output, damaged: null };
    return { pending: null, damaged: await this.#setAside() };
  }

  /** Saves the pause in force, or that there is none. Writes only what changed; never throws. */
  set(pending: PendingPause | null): void {
    const text = pending === null ? null : JSON.stringify(pending);
    if (text === this.#wanted) return;
    this.#wanted = text;
    void this.flushed();
  }

  /** Resolves when everything set so far was written, or refused by the disk once more. */
  flushed(): Promise<void> {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /** Writes what is still to be written, for the last time. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flushed();
  }

  async #setAside(): Promise<string> {
    const name = `${this.#path}.damaged-${String(this.#clock.now())}`;
    try {
      await this.#files.rename(this.#path, name);
      this.#wanted = null;
      this.#onDisk = null;
    } catch (error) {
      this.#log.error('pending-pause-not-set-aside', error);
    }
    return name;
  }

  async #write(): Promise<void> {
    const text = this.#wanted;
    if (text === this.#onDisk) return;
    try {
      if (text === null) await this.#files.remove(this.#path);
      else await this.#files.writeTextAtomic(this.#path, text);
      this.#onDisk = text;
    } catch (error) {
      this.#log.error('pending-pause-not-written', error);
      this.#cancelRetry?.();
      if (!this.#closed) this.#cancelRetry = this.#clock.timer(writeAgainMs, () => void this.flushed());
    }
  }
}
