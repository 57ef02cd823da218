// How loud each 20 ms of decoded audio are, and how near to one pure tone. Takes pieces of any size; keeps four bytes a frame.
import { SineFit, type Sine } from './sine-fit.ts';

export const frameMs = 20;
const framesPerSecond = 1_000 / frameMs;
/** The quietest level that is told apart, in dB below full scale. */
export const floorDb = -100;
/** Sound that is not louder than this (dB of full scale, peak) is none: the quietest steps of A-law and the noise of coders. */
export const silentDb = -60;
/** Frames of a day: longer audio is not measured. */
const mostFrames = 24 * 3_600 * framesPerSecond;

/** A stretch of the audio in milliseconds from its beginning. */
export type Stretch = { readonly fromMs: number; readonly toMs: number };

/** One value a frame. Levels are peaks in dB relative to full scale, the louder channel's, without any constant offset. */
export type LevelTrack = {
  readonly durationMs: number;
  readonly level: Int8Array;
  /** Level of what is left when one pure tone is taken out of each channel; measured only in the stretches that were asked for. */
  readonly rest: Int8Array;
  /** Frequency of that tone in hertz; 0 where there is none. */
  readonly tone: Uint16Array;
};

/** Why audio cannot be measured: it changes its sampling rate, or is longer than a day. */
export class UnmeasurableAudio extends Error {}

const decibels = (amplitude: number): number =>
  amplitude <= 0 ? floorDb : Math.min(0, Math.max(floorDb, Math.ceil(20 * Math.log10(amplitude))));

/** An array that grows: frames are not counted beforehand. */
class Growing<T extends Int8Array | Uint16Array> {
  #values: T;
  readonly #make: (length: number) => T;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#values = make(4_096);
  }

  set(at: number, value: number): void {
    if (at >= this.#values.length) {
      const wider = this.#make(this.#values.length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[at] = value;
  }

  taken(length: number): T {
    const values = this.#make(length);
    values.set(this.#values.subarray(0, length));
    return values;
  }
}

export class LevelMeter {
  readonly #tonesIn: readonly Stretch[];
  readonly #level = new Growing((length) => new Int8Array(length));
  readonly #rest = new Growing((length) => new Int8Array(length));
  readonly #tone = new Growing((length) => new Uint16Array(length));
  #rate = 0;
  #samples = 0;
  #frames = 0;
  /** Samples of the frame that is being filled, by channel. */
  #frame: Float32Array[] = [];
  #filled = 0;
  #frameEnd = 0;
  #fit: SineFit | null = null;

  /** Pure tones are looked for in these stretches only: it takes longer than measuring the level. */
  constructor(tonesIn: readonly Stretch[]) {
    this.#tonesIn = tonesIn;
  }

  /** The next samples, -1 to 1, of each channel. Throws `UnmeasurableAudio`. */
  add(channels: readonly Float32Array[], rate: number): void {
    const length = channels[0]?.length ?? 0;
    if (length === 0) return;
    this.#begin(channels.length, rate);
    for (let at = 0; at < length;) {
      const count = Math.min(length - at, this.#frameEnd - this.#samples);
      for (const [index, samples] of channels.entries()) {
        this.#frame[index]?.set(samples.subarray(at, at + count), this.#filled);
      }
      at += count;
      this.#filled += count;
      this.#samples += count;
      if (this.#samples === this.#frameEnd) this.#endFrame();
    }
  }

  /** All was added. The last frame may be shorter than the others. */
  end(): LevelTrack {
    if (this.#filled > 0) this.#endFrame();
    return {
      durationMs: this.#rate === 0 ? 0 : (this.#samples * 1_000) / this.#rate,
      level: this.#level.taken(this.#frames),
      rest: this.#rest.taken(this.#frames),
      tone: this.#tone.taken(this.#frames),
    };
  }

  #begin(channels: number, rate: number): void {
    if (this.#rate === rate && this.#frame.length === channels) return;
    if (this.#rate !== 0 || !(rate >= 4_000 && rate <= 192_000)) throw new UnmeasurableAudio('sampling rate');
    this.#rate = rate;
    const longest = Math.ceil(rate / framesPerSecond) + 1;
    this.#frame = Array.from({ length: channels }, () => new Float32Array(longest));
    this.#fit = new SineFit(rate, longest);
    this.#frameEnd = this.#endOfFrame(0);
  }

  #endOfFrame(frame: number): number {
    return Math.round(((frame + 1) * this.#rate) / framesPerSecond);
  }

  #endFrame(): void {
    if (this.#frames >= mostFrames) throw new UnmeasurableAudio('longer than a day');
    const level = Math.max(...this.#frame.map((samples) => peakOf(samples, this.#filled)));
    this.#level.set(this.#frames, decibels(level));
    const at = this.#frames * frameMs;
    const isWanted = this.#tonesIn.some(({ fromMs, toMs }) => at + frameMs > fromMs && at < toMs);
    const sine = isWanted ? this.#sine() : null;
    this.#rest.set(this.#frames, sine === null ? decibels(level) : decibels(sine.rest));
    this.#tone.set(this.#frames, Math.round(sine?.frequency ?? 0));
    this.#frames += 1;
    this.#frameEnd = this.#endOfFrame(this.#frames);
    this.#filled = 0;
  }

  /** The tone of the loudest channel, and the most that is left of any. */
  #sine(): Sine | null {
    let loudest: Sine | null = null;
    let rest = 0;
    for (const samples of this.#frame) {
      const peak = peakOf(samples, this.#filled);
      // A channel that is silent takes nothing from the tone of the other one.
      if (decibels(peak) <= silentDb) {
        rest = Math.max(rest, peak);
        continue;
      }
      const sine = this.#fit?.of(samples, this.#filled) ?? null;
      if (sine === null) return null;
      rest = Math.max(rest, sine.rest);
      if (loudest === null || sine.amplitude > loudest.amplitude) loudest = sine;
    }
    return loudest === null ? null : { ...loudest, rest };
  }
}

/** Half of the distance from the lowest to the highest sample: a constant offset, as of A-law's silence, is no sound. */
function peakOf(samples: Float32Array, count: number): number {
  let low = Infinity;
  let high = -Infinity;
  for (let at = 0; at < count; at += 1) {
    const sample = samples[at] ?? 0;
    if (sample < low) low = sample;
    if (sample > high) high = sample;
  }
  return count === 0 ? 0 : (high - low) / 2;
}
