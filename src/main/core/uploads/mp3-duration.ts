// Duration of an MP3 whose tags do not state it. Every frame is counted, because the bit rate of the first need not hold for the rest.
import { id3HeaderBytes, id3TagBytes, mp3FrameAt, mp3HeaderBytes } from '../platform/mp3-frame.ts';
import type { ReadPart } from './upload-wave.ts';

/** Bytes read at once. */
const windowBytes = 256 * 1024;

/** Seconds of sound in a file of `bytes` bytes whose frames have this sample rate. Bytes between frames are skipped. */
export async function mp3Seconds(read: ReadPart, bytes: number, sampleRate: number): Promise<number> {
  let samples = 0;
  let window: Uint8Array = new Uint8Array(0);
  let windowAt = 0;
  let at = id3TagBytes(await read(0, id3HeaderBytes));
  while (at + mp3HeaderBytes <= bytes) {
    if (at + mp3HeaderBytes > windowAt + window.length) {
      window = await read(at, windowBytes);
      windowAt = at;
      if (window.length < mp3HeaderBytes) break;
    }
    const frame = mp3FrameAt(window, at - windowAt);
    if (frame?.sampleRate === sampleRate) {
      samples += frame.samples;
      at += frame.bytes;
    } else at += 1;
  }
  return samples / sampleRate;
}
