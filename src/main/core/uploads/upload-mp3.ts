// The length of an MP3 that does not tell it: its frames are counted one by one, because a rate that holds for the first of them
// need not hold for the rest, and a call begins with silence.
import type { ReadPart } from './upload-wave.ts';

/** Bytes read at once. */
const windowBytes = 256 * 1024;
/** Rates of layer III in kbit/s by their index; the first is free, the last forbidden. */
const rates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const rates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
/** Samples a second of MPEG 1 by their index; MPEG 2 has half of them, MPEG 2.5 a quarter. */
const sampleRates = [44_100, 48_000, 32_000];

type Frame = { readonly bytes: number; readonly samples: number; readonly sampleRate: number };

/** The frame that begins with these four bytes; null where none does. */
function frameOf(head: number): Frame | null {
  const version = (head >>> 19) & 3;
  const kilobits = (version === 3 ? rates1 : rates2)[(head >>> 12) & 15] ?? 0;
  const fullRate = sampleRates[(head >>> 10) & 3];
  // Eleven bits of synchronisation, a known version, layer III, a rate of its own.
  if (head >>> 21 !== 0x7ff || version === 1 || ((head >>> 17) & 3) !== 1 || kilobits === 0 || fullRate === undefined)
    return null;
  const sampleRate = fullRate / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const samples = version === 3 ? 1152 : 576;
  const padding = (head >>> 9) & 1;
  return { bytes: Math.floor((samples * kilobits * 125) / sampleRate) + padding, samples, sampleRate };
}

/** Seconds of sound in a file of `bytes` bytes whose frames have this sample rate. What is between frames is passed over. */
export async function countMp3(read: ReadPart, bytes: number, sampleRate: number): Promise<number> {
  let samples = 0;
  let window = Buffer.alloc(0);
  let windowAt = 0;
  let at = tagBytes(Buffer.from(await read(0, 10)));
  while (at + 4 <= bytes) {
    if (at + 4 > windowAt + window.length) {
      window = Buffer.from(await read(at, windowBytes));
      windowAt = at;
      if (window.length < 4) break;
    }
    const frame = frameOf(window.readUInt32BE(at - windowAt));
    if (frame?.sampleRate === sampleRate) {
      samples += frame.samples;
      at += frame.bytes;
    } else at += 1;
  }
  return samples / sampleRate;
}

/** Length of the tag in front, which may hold anything. */
function tagBytes(head: Buffer): number {
  if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3') return 0;
  const footer = (head.readUInt8(5) & 0x10) === 0 ? 0 : 10;
  return 10 + footer + head.subarray(6, 10).reduce((sum, part) => sum * 128 + (part & 127), 0);
}
