// Bytes of a head that was made, followed by those of the audio on disk, as if both were one file.
import { Readable } from 'node:stream';
import type { CachedAudio } from './cached-audio.ts';

/** From `from` to before `to`, both counted from the first byte of the head. */
export function streamBehind(head: Uint8Array, audio: Pick<CachedAudio, 'stream'>, from: number, to: number): Readable {
  const rest = audio.stream(Math.max(0, from - head.length), Math.max(0, to - head.length));
  if (from >= head.length) return rest;
  async function* parts(): AsyncGenerator {
    yield head.subarray(from, to);
    yield* rest;
  }
  return Readable.from(parts(), { objectMode: false });
}
