// The header of an MP3 frame and the ID3v2 tag in front of the first one (ISO/IEC 11172-3, ISO/IEC 13818-3; id3.org/id3v2.4.0-structure).

export type Mp3Frame = {
  /** Length of the frame in bytes, header included. */
  readonly bytes: number;
  readonly samples: number;
  readonly sampleRate: number;
  readonly isVersion1: boolean;
  readonly channels: 1 | 2;
  /** Where the side information begins, counted from the header. */
  readonly sideInfoAt: number;
};

export const mp3HeaderBytes = 4;

/** Samples a second by index for MPEG 1; MPEG 2 has half of them, MPEG 2.5 a quarter. */
const sampleRates = [44_100, 48_000, 32_000];
/** kbit/s of layer III by index, for MPEG 1 and for MPEG 2 and 2.5. Index 0 is "free format", which is not supported. */
const bitrates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const bitrates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const rateDivisors = { 3: 1, 2: 2, 0: 4 } as const;

/** A header of MPEG audio of any layer; `isFree`: it names no bit rate. */
type MpegHeader = { readonly layer: 1 | 2 | 3; readonly isFree: boolean; readonly rateIndex: number };

/** What the header at `at` says of itself, or null when none is there. */
export function mpegHeaderAt(bytes: Uint8Array, at: number): MpegHeader | null {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + mp3HeaderBytes);
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return null;
  const layerBits = (second >> 1) & 3;
  const rate = (third >> 2) & 3;
  if (layerBits === 0 || ((second >> 3) & 3) === 1 || rate === 3 || third >> 4 === 15) return null;
  // The version belongs to the rate: together they tell the samples a second.
  return {
    layer: layerBits === 1 ? 3 : layerBits === 2 ? 2 : 1,
    isFree: third >> 4 === 0,
    rateIndex: (second & 0x18) | rate,
  };
}

/** The layer III frame whose header begins at `at`, or null when none does. */
export function mp3FrameAt(bytes: Uint8Array, at: number): Mp3Frame | null {
  // Checked first, because damaged files are searched byte by byte.
  if (bytes[at] !== 0xff) return null;
  const [second = 0, third = 0, fourth = 0] = bytes.subarray(at + 1, at + mp3HeaderBytes);
  // Eleven bits of synchronisation, then two of the version, then two of the layer.
  if ((second & 0xe0) !== 0xe0 || (second & 0x06) !== 0x02) return null;
  const version = (second >> 3) & 3;
  if (version !== 0 && version !== 2 && version !== 3) return null;
  const isVersion1 = version === 3;
  const fullRate = sampleRates[(third >> 2) & 3];
  const bitrate = (isVersion1 ? bitrates1 : bitrates2)[third >> 4] ?? 0;
  if (fullRate === undefined || bitrate === 0) return null;
  const sampleRate = fullRate / rateDivisors[version];
  const samples = isVersion1 ? 1_152 : 576;
  const padding = (third >> 1) & 1;
  return {
    bytes: Math.floor((samples * bitrate * 125) / sampleRate) + padding,
    samples,
    sampleRate,
    isVersion1,
    channels: fourth >> 6 === 3 ? 1 : 2,
    sideInfoAt: mp3HeaderBytes + ((second & 1) === 0 ? 2 : 0),
  };
}

export const id3HeaderBytes = 10;

/** Length in bytes of the ID3v2 tag that a file begins with, its footer included; 0 where there is none. */
export function id3TagBytes(head: Uint8Array): number {
  if (head.length < id3HeaderBytes || head[0] !== 0x49 || head[1] !== 0x44 || head[2] !== 0x33) return 0;
  const footer = ((head[5] ?? 0) & 0x10) === 0 ? 0 : id3HeaderBytes;
  // The size is written in four times seven bits.
  const size = head.subarray(6, id3HeaderBytes).reduce((sum, part) => sum * 128 + (part & 0x7f), 0);
  return id3HeaderBytes + size + footer;
}
