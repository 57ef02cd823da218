// Speech-like sound and what recorders put into pauses, made from numbers alone: the same seed gives the same samples.

/** Uniform in [0, 1): mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

export const amplitudeOf = (decibels: number): number => 10 ** (decibels / 20);

/** Vowels by their first two formants in hertz. */
const vowels = [
  [730, 1_090],
  [530, 1_840],
  [270, 2_290],
  [570, 840],
  [300, 870],
] as const;

/** Talk is made once for each rate: a call takes its words from one place of it or another. */
const bank = new Map<number, Float32Array>();
const bankSeconds = 40;

/** Talk with words and short rests, its peak near -10 dB of full scale. */
export function talk(seed: number, samples: number, rate: number): Float32Array {
  const made = bank.get(rate) ?? speech(1, bankSeconds * rate, rate, 150);
  bank.set(rate, made);
  const from = Math.floor(randomFrom(seed)() * made.length);
  const sound = new Float32Array(samples);
  for (let to = 0, at = from; to < samples; at = 0) {
    const part = made.subarray(at, at + samples - to);
    sound.set(part, to);
    to += part.length;
  }
  return sound;
}

/** Words of one voice; `pitch` in hertz. */
export function speech(seed: number, samples: number, rate: number, pitch: number): Float32Array {
  const random = randomFrom(seed);
  const sound = new Float32Array(samples);
  for (let at = 0; at < samples;) {
    const syllables = 2 + Math.floor(random() * 5);
    for (let syllable = 0; syllable < syllables; syllable += 1) {
      const length = Math.floor((0.09 + random() * 0.16) * rate);
      addSyllable(sound, at, length, rate, pitch * (0.85 + random() * 0.3), random);
      at += length + Math.floor(random() * 0.04 * rate);
    }
    // Between words, and now and then between sentences.
    at += Math.floor((random() < 0.2 ? 0.35 + random() * 0.5 : 0.06 + random() * 0.12) * rate);
  }
  return sound;
}

function addSyllable(
  sound: Float32Array,
  from: number,
  length: number,
  rate: number,
  pitch: number,
  random: () => number,
): void {
  const [first, second] = vowels[Math.floor(random() * vowels.length)] ?? vowels[0];
  const hiss = random() < 0.4;
  const loudness = 0.12 + random() * 0.12;
  const harmonics = Array.from({ length: Math.floor(Math.min(3_400, rate / 2.2) / pitch) }, (_, index) => {
    const hertz = (index + 1) * pitch;
    const near = (formant: number, width: number): number => 1 / (1 + ((hertz - formant) / width) ** 2);
    return { hertz, gain: near(first, 120) + 0.5 * near(second, 160) + 0.02 };
  });
  for (let at = 0; at < length && from + at < sound.length; at += 1) {
    const envelope = Math.sin((Math.PI * at) / length) * loudness;
    const seconds = at / rate;
    let value = 0;
    for (const { hertz, gain } of harmonics) value += gain * Math.sin(2 * Math.PI * hertz * seconds);
    if (hiss && at < length / 3) value += (random() - 0.5) * 0.6;
    sound[from + at] = envelope * value * 0.6;
  }
}

/** Noise of one level throughout, as of a line or of comfort; `decibels` is its peak. */
export function noise(seed: number, samples: number, decibels: number): Float32Array {
  const random = randomFrom(seed);
  const most = amplitudeOf(decibels);
  const sound = new Float32Array(samples);
  for (let at = 0; at < samples; at += 1) sound[at] = (random() * 2 - 1) * most;
  return sound;
}

export function tone(samples: number, rate: number, hertz: number, decibels: number): Float32Array {
  const amplitude = amplitudeOf(decibels);
  const sound = new Float32Array(samples);
  for (let at = 0; at < samples; at += 1) sound[at] = amplitude * Math.sin((2 * Math.PI * hertz * at) / rate);
  return sound;
}

/** A tune of chords, as a caller on hold hears it. */
export function music(seed: number, samples: number, rate: number): Float32Array {
  const random = randomFrom(seed);
  const sound = new Float32Array(samples);
  const beat = Math.floor(rate * 0.4);
  for (let from = 0; from < samples; from += beat) {
    const root = 220 * 2 ** (Math.floor(random() * 12) / 12);
    for (let at = 0; at < beat && from + at < samples; at += 1) {
      const fade = Math.exp((-2 * at) / beat) * 0.08;
      for (const ratio of [1, 1.25, 1.5, 2]) {
        sound[from + at] = (sound[from + at] ?? 0) + fade * Math.sin((2 * Math.PI * root * ratio * at) / rate);
      }
    }
  }
  return sound;
}
