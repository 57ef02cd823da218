// A queue of alerts on disk, which survives a restart: rewritten as a whole, which is small, and removed when nothing is left to send.
import * as v from 'valibot';
import { outgoingMessageSchema, type OutgoingMessage } from '../../../shared/domain/alert.ts';
import { codeOf } from '../platform/errors.ts';
import { parseJson } from '../platform/json.ts';
import type { Files, Log } from '../platform/ports.ts';

/** Twice what a full queue can have: a larger file is none of ours, and isn't read into memory. */
const mostBytes = 2_000_000;

export class AlertQueueFile {
  readonly #path: string;
  readonly #files: Files;
  readonly #log: Log;
  /** What is to be written next; null when that is done. */
  #next: readonly OutgoingMessage[] | null = null;
  #writing: Promise<void> | null = null;

  constructor(path: string, files: Files, log: Log) {
    this.#path = path;
    this.#files = files;
    this.#log = log;
  }

  /** What the last run did not send, oldest first. Lines that can't be read are left out. */
  async load(): Promise<OutgoingMessage[]> {
    try {
      if ((await this.#files.size(this.#path)) > mostBytes) {
        this.#log.warn('alert-queue-damaged');
        return [];
      }
      const lines = (await this.#files.readText(this.#path)).split('\n').filter((line) => line !== '');
      const read = lines.map((line) => v.safeParse(outgoingMessageSchema, parseJson(line)));
      const kept = read.flatMap(({ success, output }) => (success ? [output] : []));
      const damaged = lines.length - kept.length;
      if (damaged > 0) this.#log.warn('alert-queue-damaged', { lines: damaged });
      return kept;
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#log.error('alert-queue-unreadable', error);
      return [];
    }
  }

  /** Keeps these and nothing else. Of several that wait for the disk the newest is written. */
  write(messages: readonly OutgoingMessage[]): void {
    this.#next = [...messages];
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when everything so far was written, or refused by the disk. */
  async flushed(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#next !== null) {
      const text = this.#next.map((message) => `${JSON.stringify(message)}\n`).join('');
      this.#next = null;
      try {
        if (text === '') await this.#files.remove(this.#path);
        else await this.#files.writeTextAtomic(this.#path, text);
      } catch (error) {
        // A queue that cannot be written is still sent: only a restart would lose it.
        if (codeOf(error) !== 'ENOENT') this.#log.error('alert-queue-not-written', error);
      }
    }
    this.#writing = null;
  }
}
