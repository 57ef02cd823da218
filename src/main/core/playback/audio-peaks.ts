// Loudness over time of an MP3, read off its frames without decoding them: each granule of layer III carries its `global_gain`
// (ISO/IEC 11172-3, 2.4.1.7 and ISO/IEC 13818-3), the step of the quantiser, which follows the loudness. That needs no decoder in the
// core, no bytes in the window (whose policy is `connect-src 'none'`), and no memory that grows with the length of a call.

/** The mean and greatest loudness of a stretch is what a waveform draws; more of them than pixels are of no use. */
export const peakCount = 600;

export type Loudness = {
  /** 0 to 1, at most `peakCount` of them, evenly over the whole length. */
  readonly peaks: readonly number[];
  readonly durationMs: number;
};

type Frame = {
  readonly bytes: number;
  readonly samples: number;
  readonly sampleRate: number;
  readonly isVersion1: boolean;
  readonly channels: 1 | 2;
  readonly sideInfoAt: number;
};

const rates = { 3: [44_100, 48_000, 32_000], 2: [22_050, 24_000, 16_000], 0: [11_025, 12_000, 8_000] } as const;
/** kbit/s by index, for version 1 and for versions 2 and 2.5. */
const bitrates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const bitrates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** The frame whose head stands at `at`, or null when none does. Layer III only; "free format" is not known here. */
function frameAt(bytes: Uint8Array, at: number): Frame | null {
  const [first = 0, second = 0, third = 0, fourth = 0] = bytes.subarray(at, at + 4);
  if (first !== 0xff || (second & 0xe0) !== 0xe0 || (second & 0x06) !== 0x02) return null;
  const version = (second >> 3) & 3;
  if (version === 1) return null;
  const isVersion1 = version === 3;
  const sampleRate = rates[version === 3 ? 3 : version === 2 ? 2 : 0][(third >> 2) & 3];
  const bitrate = (isVersion1 ? bitrates1 : bitrates2)[third >> 4] ?? 0;
  if (sampleRate === undefined || bitrate === 0) return null;
  const samples = isVersion1 ? 1_152 : 576;
  const length = Math.floor(((samples / 8) * bitrate * 1_000) / sampleRate) + ((third >> 1) & 1);
  const channels = fourth >> 6 === 3 ? 1 : 2;
  const checksum = (second & 1) === 0 ? 2 : 0;
  return { bytes: length, samples, sampleRate, isVersion1, channels, sideInfoAt: at + 4 + checksum };
}

/** `count` bits from bit `from` on, counted from the byte at `at`. */
function bits(bytes: Uint8Array, at: number, from: number, count: number): number {
  let value = 0;
  for (let bit = from; bit < from + count; bit += 1) {
    value = (value << 1) | (((bytes[at + (bit >> 3)] ?? 0) >> (7 - (bit & 7))) & 1);
  }
  return value;
}

/** The greatest amplitude step of a frame's granules, 0 for silence. */
function amplitudeOf(bytes: Uint8Array, frame: Frame): number {
  const { isVersion1, channels, sideInfoAt } = frame;
  // main_data_begin and private bits, and in version 1 four scfsi bits a channel, come before the granules.
  const head = isVersion1 ? 9 + (channels === 1 ? 5 : 3) + 4 * channels : 8 + channels;
  const granuleBits = isVersion1 ? 59 : 63;
  const granules = (isVersion1 ? 2 : 1) * channels;
  let greatest = 0;
  for (let granule = 0; granule < granules; granule += 1) {
    const from = head + granule * granuleBits;
    const coded = bits(bytes, sideInfoAt, from, 12);
    const gain = bits(bytes, sideInfoAt, from + 21, 8);
    // Without coded bits there is nothing but silence, whatever the gain says. 210 is the gain of step 1.
    if (coded > 0) greatest = Math.max(greatest, 2 ** ((gain - 210) / 4));
  }
  return greatest;
}

/** Takes an MP3 in pieces of any size and keeps one number for each stretch of it. */
export class LoudnessMeter {
  #rest: Uint8Array = new Uint8Array(0);
  #skip = 0;
  #started = false;
  #samples = 0;
  #sampleRate = 0;
  /** Greatest amplitude of each stretch of `perStretch` frames; joined two by two whenever there are too many. */
  #stretches: number[] = [];
  #perStretch = 1;
  #inStretch = 0;

  /** The next bytes of the file. */
  take(chunk: Uint8Array): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (this.#skip > 0) {
      const skipped = Math.min(this.#skip, bytes.length);
      this.#skip -= skipped;
      bytes = bytes.subarray(skipped);
    }
    let at = 0;
    if (!this.#started && bytes.length >= 10) {
      this.#started = true;
      at = tagLength(bytes);
    }
    // A head, a checksum and the longest side information need 4 + 2 + 32 bytes.
    while (this.#started && at + 38 <= bytes.length) {
      const frame = frameAt(bytes, at);
      if (frame === null) {
        at += 1;
        continue;
      }
      this.#add(amplitudeOf(bytes, frame), frame);
      at += frame.bytes;
    }
    if (at > bytes.length) {
      this.#skip = at - bytes.length;
      at = bytes.length;
    }
    this.#rest = bytes.slice(at);
  }

  /** Null when no frame was found. */
  result(): Loudness | null {
    if (this.#samples === 0) return null;
    // One click must not make a whisper of everything else: what only one stretch in fifty exceeds counts as full.
    const sorted = this.#stretches.toSorted((left, right) => left - right);
    const loudest = sorted[Math.floor(sorted.length * 0.98)] ?? 0;
    const peaks = this.#stretches.map((amplitude) => {
      if (loudest === 0 || amplitude === 0) return 0;
      // As ears and eyes expect: 36 dB below the loudest is the base line.
      const decibels = 20 * Math.log10(amplitude / loudest);
      return Math.round(Math.min(1, Math.max(0, 1 + decibels / 36)) * 1_000) / 1_000;
    });
    return { peaks, durationMs: Math.round((this.#samples / this.#sampleRate) * 1_000) };
  }

  #add(amplitude: number, frame: Frame): void {
    this.#samples += frame.samples;
    this.#sampleRate = frame.sampleRate;
    if (this.#inStretch === 0) this.#stretches.push(amplitude);
    else {
      const last = this.#stretches.length - 1;
      this.#stretches[last] = Math.max(this.#stretches[last] ?? 0, amplitude);
    }
    this.#inStretch = (this.#inStretch + 1) % this.#perStretch;
    if (this.#inStretch === 0 && this.#stretches.length >= peakCount) this.#join();
  }

  #join(): void {
    const joined: number[] = [];
    for (let at = 0; at < this.#stretches.length; at += 2) {
      joined.push(Math.max(this.#stretches[at] ?? 0, this.#stretches[at + 1] ?? 0));
    }
    this.#stretches = joined;
    this.#perStretch *= 2;
  }
}

/** Bytes of an ID3v2 tag at the beginning, 0 where there is none. Its size is written in four times seven bits. */
function tagLength(bytes: Uint8Array): number {
  if (bytes[0] !== 0x49 || bytes[1] !== 0x44 || bytes[2] !== 0x33) return 0;
  const size = [6, 7, 8, 9].reduce((sum, at) => (sum << 7) | ((bytes[at] ?? 0) & 0x7f), 0);
  return 10 + size;
}
