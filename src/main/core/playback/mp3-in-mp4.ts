// An MP3 as a media element must have it: with the place and length of each frame in front (ISO/IEC 14496-12, ISO/IEC 14496-14). A browser
// guesses length and places from the first bit rate or from a head, which is wrong for a changing rate, for joined and for cut files.
import type { Mp3Frame } from '../platform/audio/mp3-frame.ts';

/** Object types of MP3 in an MP4: ISO/IEC 11172-3, and its half rates in ISO/IEC 13818-3. */
const objectTypes = { version1: 0x6b, version2: 0x69 };

/** Samples and bytes are written in four bytes each: a day of sound, and gigabytes. */
const mostUnits = 0xffff_ffff;

/** The frames of one MP3, in order. All have one sample rate; one with several cannot be told in this form. */
export class Mp3Index {
  readonly #positions: number[] = [];
  readonly #sizes: number[] = [];
  #first: Mp3Frame | null = null;
  #isUniform = true;

  /** `position`: where the frame begins in the file. */
  add(frame: Mp3Frame, position: number): void {
    this.#first ??= frame;
    this.#isUniform &&= frame.sampleRate === this.#first.sampleRate && frame.samples === this.#first.samples;
    this.#positions.push(position);
    this.#sizes.push(frame.bytes);
  }

  /** What stands before the MP3's own `fileBytes` bytes to make an MP4 of them; null where it cannot be told. */
  head(fileBytes: number): Uint8Array | null {
    const frame = this.#first;
    if (frame === null || !this.#isUniform) return null;
    if (this.#sizes.length * frame.samples > mostUnits || fileBytes > mostUnits / 2) return null;
    // The length of the head does not depend on the places in it.
    const headBytes = this.#boxes(frame, 0, fileBytes).length;
    return this.#boxes(frame, headBytes, fileBytes);
  }

  #boxes(frame: Mp3Frame, headBytes: number, fileBytes: number): Buffer {
    const duration = this.#sizes.length * frame.samples;
    const table = box(
      'stbl',
      full('stsd', 0, u32(1), sampleEntry(frame)),
      full('stts', 0, u32(1, this.#sizes.length, frame.samples)),
      ...this.#chunks(headBytes),
      full('stsz', 0, u32(0, this.#sizes.length), u32s(this.#sizes)),
    );
    const data = box('dinf', full('dref', 0, u32(1), full('url ', 1)));
    const media = box(
      'mdia',
      full('mdhd', 0, u32(0, 0, frame.sampleRate, duration, 0x55c4_0000)),
      full('hdlr', 0, u32(0), text('soun'), Buffer.alloc(13)),
      box('minf', full('smhd', 0, u32(0)), data, table),
    );
    const track = box(
      'trak',
      full('tkhd', 7, u32(0, 0, 1, 0, duration, 0, 0, 0, 0x0100_0000), matrix, u32(0, 0)),
      media,
    );
    const movie = full('mvhd', 0, u32(0, 0, frame.sampleRate, duration, 0x1_0000, 0x0100_0000, 0, 0), matrix, next);
    const start = Buffer.concat([u32(8 + fileBytes), text('mdat')]);
    return Buffer.concat([box('ftyp', text('isom'), u32(0x200), text('isommp42')), box('moov', movie, track), start]);
  }

  /** Frames that follow each other without a gap are one chunk. */
  #chunks(headBytes: number): readonly [Buffer, Buffer] {
    const places: number[] = [];
    const counts: number[] = [];
    let end = -1;
    for (const [at, position] of this.#positions.entries()) {
      if (position !== end) {
        places.push(headBytes + position);
        counts.push(0);
      }
      counts.push((counts.pop() ?? 0) + 1);
      end = position + (this.#sizes[at] ?? 0);
    }
    const runs = counts.flatMap((count, at) => [at + 1, count, 1]);
    return [full('stsc', 0, u32(counts.length), u32s(runs)), full('stco', 0, u32(places.length), u32s(places))];
  }
}

const text = (value: string): Buffer => Buffer.from(value, 'latin1');

/** Numbers of four bytes each. */
function u32s(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4);
  return bytes;
}
const u32 = (...values: readonly number[]): Buffer => u32s(values);

function box(name: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(8 + body.length), text(name), body]);
}

/** A box with a version, which is 0, and flags. */
const full = (name: string, flags: number, ...parts: readonly Buffer[]): Buffer => box(name, u32(flags), ...parts);

/** No turning, and the number of the next track: reserved for tools that write on. */
const matrix = u32(0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000);
const next = Buffer.concat([Buffer.alloc(24), u32(2)]);

/** A descriptor of ISO/IEC 14496-1, of fewer than 128 bytes. */
const descriptor = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, body.length]), body]);
};

function sampleEntry({ isVersion1, channels, sampleRate }: Mp3Frame): Buffer {
  const objectType = isVersion1 ? objectTypes.version1 : objectTypes.version2;
  // A stream of audio; sizes and rates of its buffers are not told.
  const decoder = descriptor(4, Buffer.from([objectType, 0x15, 0, 0, 0]), u32(0, 0));
  const stream = descriptor(3, Buffer.from([0, 1, 0]), decoder, descriptor(6, Buffer.from([2])));
  const entry = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, channels, 0, 16, 0, 0, 0, 0]);
  return box('mp4a', entry, u32(sampleRate * 0x1_0000), full('esds', 0, stream));
}
