// The audio of a file as a stream that is read as quickly as the connection sends it, with its progress.
import { Readable } from 'node:stream';
import type { Files } from '../platform/ports.ts';
import type { UploadAudio } from '../ucx/client-types.ts';

/** Bytes of one read. Larger ones send faster, and a key pressed meanwhile waits longer for its turn. */
const partBytes = 128 * 1024;

/** Memory of parts that were sent, for those to come: new memory for each would pile up until the collector runs. */
class PartMemory {
  readonly #size: number;
  readonly #free: Uint8Array[] = [];
  /** By the memory that the answer of a read is a view of. */
  readonly #lent = new Map<ArrayBufferLike, Uint8Array>();

  constructor(size: number) {
    this.#size = size;
  }

  /** Memory that nothing is read from: none is waited for, since a connection that failed gives none back. */
  take(): Uint8Array {
    const memory = this.#free.pop() ?? new Uint8Array(this.#size);
    this.#lent.set(memory.buffer, memory);
    return memory;
  }

  /** Takes back what `part` is a view of; what was not lent here is left alone. */
  giveBack(part: Uint8Array): void {
    const memory = this.#lent.get(part.buffer);
    if (memory === undefined) return;
    this.#lent.delete(part.buffer);
    this.#free.push(memory);
  }
}

/**
 * Exactly `bytes` bytes of the file at `path`; the stream fails when there are fewer. `onSent` gets the bytes read so far each time the
 * connection wants more. Call `onWritten` with each chunk that the system has taken over, and not earlier: its memory is used again.
 */
export function uploadStream(
  files: Pick<Files, 'readPart'>,
  path: string,
  bytes: number,
  onSent: (bytes: number) => void,
): Required<Pick<UploadAudio, 'stream' | 'onWritten'>> {
  const memory = new PartMemory(Math.min(partBytes, bytes));
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes;) {
      const lent = memory.take();
      const part = await files.readPart(path, at, Math.min(partBytes, bytes - at), lent);
      if (part.buffer !== lent.buffer) memory.giveBack(lent);
      if (part.length === 0) throw new Error('file-gone');
      yield part;
      at += part.length;
      onSent(at);
    }
  }
  return {
    stream: Readable.from(parts(), { objectMode: true, highWaterMark: 1 }),
    onWritten: (chunk) => {
      memory.giveBack(chunk);
    },
  };
}
