// Gives music-metadata a file through the core's port, in small pieces: a file of any size needs the same memory.
import { AbstractTokenizer, EndOfStreamError, type IReadChunkOptions } from 'strtok3';
import type { ReadPart } from './upload-wave.ts';

/** Bytes read at once; the frames of an MP3 are read one after the other. */
const windowBytes = 64 * 1024;
/** The longest single tag that is read into memory, in bytes: a cover picture is skipped, a wrong length is refused. */
const longestTag = 4 * 1024 * 1024;

export class FileTokens extends AbstractTokenizer {
  readonly fileInfo: { readonly size?: number; readonly mimeType: string };
  readonly #part: ReadPart;
  #windowAt = 0;
  #window: Uint8Array = new Uint8Array(0);

  constructor(part: ReadPart, size: number | undefined, mimeType: string) {
    super({ maxBufferSize: longestTag });
    this.#part = part;
    this.fileInfo = { ...(size === undefined ? {} : { size }), mimeType };
  }

  override supportsRandomAccess(): boolean {
    return true;
  }

  setPosition(position: number): void {
    this.position = position;
  }

  override async readBuffer(into: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const requested = this.normalizeOptions(into, options);
    const length = await this.#copy(
      into.subarray(0, requested.length),
      requested.position,
      requested.mayBeLess === true,
    );
    this.position = requested.position + length;
    return length;
  }

  override async peekBuffer(into: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const requested = this.normalizeOptions(into, options);
    return this.#copy(into.subarray(0, requested.length), requested.position, requested.mayBeLess === true);
  }

  async #copy(into: Uint8Array, from: number, mayBeLess: boolean): Promise<number> {
    let done = 0;
    while (done < into.length) {
      const at = from + done;
      if (at < this.#windowAt || at >= this.#windowAt + this.#window.length) {
        this.#window = await this.#part(at, windowBytes);
        this.#windowAt = at;
        if (this.#window.length === 0) break;
      }
      const piece = this.#window.subarray(at - this.#windowAt, at - this.#windowAt + into.length - done);
      into.set(piece, done);
      done += piece.length;
    }
    if (done < into.length && !mayBeLess) throw new EndOfStreamError();
    return done;
  }
}
