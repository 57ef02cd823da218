// The audio of a file as a stream that is read as quickly as the connection sends it, with its progress.
import { Readable } from 'node:stream';
import type { Files } from '../platform/ports.ts';

const partBytes = 128 * 1024;

/** Exactly `bytes` bytes of the file at `path`; it fails when there are fewer. `onSent` gets the bytes read so far each time the connection wants more. */
export function uploadStream(files: Files, path: string, bytes: number, onSent: (bytes: number) => void): Readable {
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes;) {
      const part = await files.readPart(path, at, Math.min(partBytes, bytes - at));
      if (part.length === 0) throw new Error('file-gone');
      yield part;
      at += part.length;
      onSent(at);
    }
  }
  return Readable.from(parts(), { objectMode: true, highWaterMark: 1 });
}
