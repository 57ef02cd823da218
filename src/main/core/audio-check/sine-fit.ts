// Fits one pure tone to a short piece of audio by least squares and tells what is left without it. A sum of two tones (a digit of a
// phone's keypad) or a voice leaves much; the tone that a recorder writes over a pause leaves only the noise of its coding.

export type Sine = {
  /** Hertz. */
  readonly frequency: number;
  /** 0 to 1. */
  readonly amplitude: number;
  /** Peak of what is left. */
  readonly rest: number;
};

/** Samples a second that are enough for a telephone's voice: more are averaged first. */
const enough = 8_000;
/** Samples of the shortest piece that is fitted. */
const shortest = 40;

/** One fit: the amplitudes of sine and cosine, a constant, and the energy that they explain. */
type Fit = { readonly sine: number; readonly cosine: number; readonly explained: number };

export class SineFit {
  readonly #step: number;
  readonly #rate: number;
  readonly #samples: Float64Array;

  /** `longest`: most samples of a piece. */
  constructor(rate: number, longest: number) {
    this.#step = Math.max(1, Math.floor(rate / enough));
    this.#rate = rate / this.#step;
    this.#samples = new Float64Array(Math.ceil(longest / this.#step));
  }

  /** Null for a piece that is too short, or of which half is no pure tone. */
  of(samples: Float32Array, count: number): Sine | null {
    const length = this.#average(samples, count);
    if (length < shortest) return null;
    const guess = this.#guess(length);
    const energy = this.#samples.subarray(0, length).reduce((sum, sample) => sum + sample * sample, 0);
    if (this.#fitAt(guess, length).explained < energy / 2) return null;
    const omega = this.#refined(guess, length);
    const { sine, cosine } = this.#fitAt(omega, length);
    let low = Infinity;
    let high = -Infinity;
    for (let at = 0; at < length; at += 1) {
      const left = (this.#samples[at] ?? 0) - sine * Math.sin(omega * at) - cosine * Math.cos(omega * at);
      low = Math.min(low, left);
      high = Math.max(high, left);
    }
    return {
      frequency: (omega * this.#rate) / (2 * Math.PI),
      amplitude: Math.hypot(sine, cosine),
      rest: (high - low) / 2,
    };
  }

  /** Averages, takes out the constant part, and answers how many samples are left. */
  #average(samples: Float32Array, count: number): number {
    const length = Math.floor(count / this.#step);
    let sum = 0;
    for (let at = 0; at < length; at += 1) {
      let value = 0;
      for (let part = 0; part < this.#step; part += 1) value += samples[at * this.#step + part] ?? 0;
      this.#samples[at] = value / this.#step;
      sum += value / this.#step;
    }
    for (let at = 0; at < length; at += 1) this.#samples[at] = (this.#samples[at] ?? 0) - sum / length;
    return length;
  }

  /** Angular frequency of a pure tone: each sample is 2·cos(ω) of its neighbour less the one before that. */
  #guess(length: number): number {
    let product = 0;
    let energy = 0;
    for (let at = 1; at < length - 1; at += 1) {
      const middle = this.#samples[at] ?? 0;
      product += middle * ((this.#samples[at - 1] ?? 0) + (this.#samples[at + 1] ?? 0));
      energy += middle * middle;
    }
    const cosine = energy === 0 ? 0 : product / (2 * energy);
    return Math.acos(Math.min(0.999, Math.max(-0.999, cosine)));
  }

  /** Noise moves the guess: the best of its neighbours explains the most. */
  #refined(guess: number, length: number): number {
    let best = guess;
    // A piece of N samples tells frequencies apart by about 2π/N.
    for (let width = Math.PI / length; width > 0.02 / length; width /= 2.5) {
      const tried = [best - width, best, best + width].filter((omega) => omega > 0.01 && omega < 3.13);
      const explained = tried.map((omega) => this.#fitAt(omega, length).explained);
      best = tried[explained.indexOf(Math.max(...explained))] ?? best;
    }
    return best;
  }

  #fitAt(omega: number, length: number): Fit {
    // sin and cos by rotation: a call for each sample takes ten times as long.
    const turnSine = Math.sin(omega);
    const turnCosine = Math.cos(omega);
    let s = 0;
    let c = 1;
    let ss = 0;
    let cc = 0;
    let sc = 0;
    let ys = 0;
    let yc = 0;
    for (let at = 0; at < length; at += 1) {
      const y = this.#samples[at] ?? 0;
      ss += s * s;
      cc += c * c;
      sc += s * c;
      ys += y * s;
      yc += y * c;
      const next = s * turnCosine + c * turnSine;
      c = c * turnCosine - s * turnSine;
      s = next;
    }
    const determinant = ss * cc - sc * sc;
    if (determinant < 1e-9) return { sine: 0, cosine: 0, explained: 0 };
    const sine = (ys * cc - yc * sc) / determinant;
    const cosine = (yc * ss - ys * sc) / determinant;
    return { sine, cosine, explained: sine * ys + cosine * yc };
  }
}
