// Loudness over time of an MP3, read from its frames without decoding them: each granule of layer III carries its `global_gain`
// (ISO/IEC 11172-3, 2.4.1.7 and ISO/IEC 13818-3), the step of the quantiser, which follows the loudness. This needs no decoder,
// and no memory that grows with the length of a call.
import type { Mp3Frame } from '../platform/audio/mp3-frame.ts';

/** More values than a waveform has pixels are of no use. */
export const peakCount = 600;

export type Loudness = {
  /** 0 to 1, at most `peakCount` of them, evenly over the whole length. */
  readonly peaks: readonly number[];
  readonly durationMs: number;
};

/** `count` bits from bit `from` on, counted from the byte at `at`. */
function bits(bytes: Uint8Array, at: number, from: number, count: number): number {
  let value = 0;
  for (let bit = from; bit < from + count; bit += 1) {
    value = (value << 1) | (((bytes[at + (bit >> 3)] ?? 0) >> (7 - (bit & 7))) & 1);
  }
  return value;
}

/** The greatest amplitude step of a frame's granules, 0 for silence. */
function amplitudeOf(bytes: Uint8Array, at: number, frame: Mp3Frame): number {
  const { isVersion1, channels } = frame;
  const sideInfoAt = at + frame.sideInfoAt;
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

/** Takes the frames of an MP3 and keeps one number for each stretch of it. */
export class LoudnessMeter {
  #seconds = 0;
  /** Greatest amplitude of each stretch of `perStretch` frames; joined two by two whenever there are too many. */
  #stretches: number[] = [];
  #perStretch = 1;
  #inStretch = 0;

  /** The next frame, which begins in `bytes` at `at`. */
  add(frame: Mp3Frame, bytes: Uint8Array, at: number): void {
    const amplitude = amplitudeOf(bytes, at, frame);
    this.#seconds += frame.samples / frame.sampleRate;
    if (this.#inStretch === 0) this.#stretches.push(amplitude);
    else {
      const last = this.#stretches.length - 1;
      this.#stretches[last] = Math.max(this.#stretches[last] ?? 0, amplitude);
    }
    this.#inStretch = (this.#inStretch + 1) % this.#perStretch;
    if (this.#inStretch === 0 && this.#stretches.length >= peakCount) this.#join();
  }

  /** Null when no frame was found. */
  result(): Loudness | null {
    if (this.#stretches.length === 0) return null;
    // One click must not make a whisper of everything else: what only one stretch in fifty exceeds counts as full.
    const sorted = this.#stretches.toSorted((left, right) => left - right);
    const loudest = sorted[Math.floor(sorted.length * 0.98)] ?? 0;
    const peaks = this.#stretches.map((amplitude) => {
      if (loudest === 0 || amplitude === 0) return 0;
      // As ears and eyes expect: 36 dB below the loudest is the base line.
      const decibels = 20 * Math.log10(amplitude / loudest);
      return Math.round(Math.min(1, Math.max(0, 1 + decibels / 36)) * 1_000) / 1_000;
    });
    return { peaks, durationMs: Math.round(this.#seconds * 1_000) };
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
