// The audio of one recording on disk, complete or still arriving. Bytes can be read as soon as they have arrived.
import { Readable } from 'node:stream';
import type { Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { AudioFormat } from '../../../shared/domain/audio-format.ts';
import type { Files } from '../platform/ports.ts';
import type { Media } from '../ucx/client-types.ts';

/** Bytes read at once. */
const readSize = 256 * 1024;

export class CachedAudio {
  readonly path: string;
  /** Length in bytes as the server named it, or null. */
  readonly length: number | null;
  readonly format: AudioFormat;
  readonly #files: Pick<Files, 'readPart'>;
  #bytes = 0;
  #end: 'whole' | Problem | null = null;
  #waiting: (() => void)[] = [];

  constructor(path: string, { length, format }: Pick<Media, 'length' | 'format'>, files: Pick<Files, 'readPart'>) {
    this.path = path;
    this.length = length;
    this.format = format;
    this.#files = files;
  }

  /** Bytes that have arrived. */
  get bytes(): number {
    return this.#bytes;
  }

  get failed(): boolean {
    return this.#end !== null && this.#end !== 'whole';
  }

  /** For the writer: `bytes` more are on disk. */
  add(bytes: number): void {
    this.#bytes += bytes;
    this.#wake();
  }

  /** For the writer: nothing more will come. */
  end(how: 'whole' | Problem): void {
    this.#end = how;
    this.#wake();
  }

  /** Resolves when all of it has arrived, with its length in bytes, or with the reason why it never will. */
  async whole(): Promise<Result<number, Problem>> {
    for (;;) {
      if (this.#end === 'whole') return ok(this.#bytes);
      if (this.#end !== null) return err(this.#end);
      await this.#change();
    }
  }

  /** The bytes from `from` to before `to`, waiting for those that are still arriving. Fails when they never come. */
  stream(from = 0, to = Infinity): Readable {
    return Readable.from(this.#parts(from, to), { objectMode: false });
  }

  async *#parts(from: number, to: number): AsyncGenerator<Uint8Array> {
    for (let at = from; at < to;) {
      const available = Math.min(to, this.#bytes);
      if (at >= available) {
        if (this.#end === 'whole') return;
        if (this.#end !== null) throw new Error(this.#end.code);
        await this.#change();
        continue;
      }
      const part = await this.#files.readPart(this.path, at, Math.min(readSize, available - at));
      if (part.length === 0) throw new Error('file-gone');
      at += part.length;
      yield part;
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
