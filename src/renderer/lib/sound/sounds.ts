// Plays the short sounds of our own, one for each kind of attention, each known by the number and the course of its tones.
import type { AttentionKind } from '../../../shared/ipc/attention.ts';

/** What is used of an AudioContext, so that tests can hand in one of their own. */
export type SoundContext = Pick<
  AudioContext,
  'state' | 'currentTime' | 'destination' | 'resume' | 'suspend' | 'createOscillator' | 'createGain'
>;

/** One tone: its pitch in Hz, and its begin and length in seconds from the begin of the sound. */
type Tone = { readonly pitch: number; readonly from: number; readonly length: number };
type Sound = {
  readonly tones: readonly Tone[];
  readonly wave: OscillatorType;
  /** Of the volume that is set: a reminder is softer than an alarm. */
  readonly strength: number;
};

/** Urgent tones, at these seconds. */
const alarm = (starts: readonly number[]): Sound => ({
  tones: starts.map((from) => ({ pitch: 932, from, length: 0.13 })),
  wave: 'triangle',
  strength: 1,
});

const twice = (one: number, other: number): Sound => ({
  tones: [one, other, one, other].map((pitch, at) => ({ pitch, from: at * 0.13, length: 0.12 })),
  wave: 'sine',
  strength: 0.6,
});

/** What rules did: whether it is heard is a preference of its own. */
export const ruleChangeKinds: readonly AttentionKind[] = ['pausedByRule', 'resumedByRule', 'callPausedByRule'];

export const soundTable: { readonly [K in AttentionKind]: Sound } = {
  /** Two falling soft tones. */
  paused: {
    tones: [
      { pitch: 659, from: 0, length: 0.16 },
      { pitch: 440, from: 0.15, length: 0.24 },
    ],
    wave: 'sine',
    strength: 0.6,
  },
  /** Two rising soft tones. */
  resumed: {
    tones: [
      { pitch: 440, from: 0, length: 0.16 },
      { pitch: 659, from: 0.15, length: 0.24 },
    ],
    wave: 'sine',
    strength: 0.6,
  },
  notConfirmed: alarm([0, 0.2, 0.4]),
  connectionLost: alarm([0, 0.2, 0.4, 0.6]),
  /** One soft tone. */
  stillPaused: { tones: [{ pitch: 523, from: 0, length: 0.28 }], wave: 'sine', strength: 0.5 },
  /** Two short ones of one pitch. */
  resumesSoon: { tones: [0, 0.14].map((from) => ({ pitch: 784, from, length: 0.09 })), wave: 'sine', strength: 0.7 },
  /** One long low tone. */
  callEndedPaused: { tones: [{ pitch: 330, from: 0, length: 0.45 }], wave: 'sine', strength: 0.6 },
  /** One short high tone. */
  newCall: { tones: [{ pitch: 988, from: 0, length: 0.12 }], wave: 'sine', strength: 0.7 },
  /** The tones of a pause, or of a resume, twice and short. */
  pausedByRule: twice(659, 440),
  resumedByRule: twice(440, 659),
  /** A short high tone, and the falling ones of a pause. */
  callPausedByRule: {
    tones: [
      { pitch: 988, from: 0, length: 0.12 },
      { pitch: 659, from: 0.16, length: 0.16 },
      { pitch: 440, from: 0.31, length: 0.24 },
    ],
    wave: 'sine',
    strength: 0.7,
  },
  /** Two long low tones. */
  rulesNotWorking: {
    tones: [0, 0.4].map((from) => ({ pitch: 294, from, length: 0.3 })),
    wave: 'triangle',
    strength: 0.8,
  },
};

/** A sound that could not begin within this time (ms) is about the past, and is not played any more. */
const staleMs = 1_000;
/** Seconds in which a tone comes and goes, so that it does not click. */
const edge = 0.015;

export class Sounds {
  readonly #makeContext: () => SoundContext;
  #context: SoundContext | null = null;
  #playing = 0;

  constructor(makeContext: () => SoundContext = () => new AudioContext()) {
    this.#makeContext = makeContext;
  }

  /**
   * Plays the sound of `kind`; `volume` is 0 to 1 as it is heard. Where the system gives no sound, nothing happens: shape, colour and
   * word say the same.
   */
  async play(kind: AttentionKind, volume: number): Promise<void> {
    if (volume <= 0) return;
    const asked = performance.now();
    // Counted before anything is waited for, so that the end of an older sound does not silence this one.
    this.#playing += 1;
    try {
      const context = (this.#context ??= this.#makeContext());
      if (context.state !== 'running') await context.resume();
      if (performance.now() - asked > staleMs) {
        this.#ended();
        return;
      }
      this.#sound(context, soundTable[kind], Math.min(1, volume));
    } catch {
      this.#ended();
    }
  }

  #sound(context: SoundContext, { tones, wave, strength }: Sound, volume: number): void {
    // Loudness is felt as about the square of the amplitude.
    const peak = volume * volume * strength;
    const start = context.currentTime + 0.01;
    for (const [index, { pitch, from, length }] of tones.entries()) {
      const oscillator = context.createOscillator();
      const gain = context.createGain();
      const begin = start + from;
      oscillator.type = wave;
      oscillator.frequency.value = pitch;
      gain.gain.setValueAtTime(0, begin);
      gain.gain.linearRampToValueAtTime(peak, begin + edge);
      gain.gain.setValueAtTime(peak, begin + length / 2);
      gain.gain.linearRampToValueAtTime(0, begin + length);
      oscillator.connect(gain);
      gain.connect(context.destination);
      oscillator.start(begin);
      oscillator.stop(begin + length);
      if (index === tones.length - 1) {
        oscillator.onended = () => {
          this.#ended();
        };
      }
    }
  }

  /** A context that runs keeps a processor busy: it sleeps between sounds. */
  #ended(): void {
    this.#playing -= 1;
    if (this.#playing === 0) void this.#context?.suspend().catch(() => undefined);
  }
}
