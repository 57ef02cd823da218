// @vitest-environment happy-dom
// The sounds of the widget: each its own, none late, none louder than was set, and a quiet processor between them.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { attentionKinds } from '../../../src/shared/ipc/attention.ts';
import { Sounds, soundTable, type SoundContext } from '../../../src/renderer/lib/sound/sounds.ts';

type Played = { pitch: number; from: number; until: number; peak: number; end: () => void };

/** A sound card that writes down what it is told. */
class FakeContext {
  state: AudioContextState = 'running';
  currentTime = 10;
  readonly destination = {};
  readonly played: Played[] = [];
  suspended = 0;
  /** What resume() waits for. */
  wakes: Promise<void> = Promise.resolve();

  async resume(): Promise<void> {
    await this.wakes;
    this.state = 'running';
  }

  suspend(): Promise<void> {
    this.suspended += 1;
    this.state = 'suspended';
    return Promise.resolve();
  }

  createOscillator(): object {
    const tone: Played = { pitch: 0, from: 0, until: 0, peak: 0, end: () => undefined };
    this.played.push(tone);
    return {
      frequency: {
        set value(pitch: number) {
          tone.pitch = pitch;
        },
      },
      connect: () => undefined,
      start: (at: number) => {
        tone.from = at;
      },
      stop: (at: number) => {
        tone.until = at;
      },
      set onended(ended: () => void) {
        tone.end = ended;
      },
    };
  }

  createGain(): object {
    const tone = this.played.at(-1);
    const note = (value: number): void => {
      if (tone !== undefined) tone.peak = Math.max(tone.peak, value);
    };
    return { gain: { setValueAtTime: note, linearRampToValueAtTime: note }, connect: () => undefined };
  }
}

function soundsOf(context: FakeContext): Sounds {
  // The fake has what Sounds uses of a context; the types of the real one hold far more.
  return new Sounds(() => context as unknown as SoundContext);
}

describe('A sound', () => {
  test.each(attentionKinds)('%s is made of the tones of the table, within a second', async (kind) => {
    const context = new FakeContext();
    await soundsOf(context).play(kind, 1);
    expect(context.played.map(({ pitch }) => pitch)).toEqual(soundTable[kind].tones.map(({ pitch }) => pitch));
    for (const { from, until } of context.played) {
      expect(from).toBeGreaterThanOrEqual(context.currentTime);
      expect(until).toBeGreaterThan(from);
      expect(until - context.currentTime).toBeLessThan(1);
    }
  });

  test('is known from every other by the number, the course or the length of its tones', () => {
    const shapes = attentionKinds.map((kind) => {
      const { tones } = soundTable[kind];
      const [first, last] = [tones[0], tones.at(-1)];
      const course = Math.sign((last?.pitch ?? 0) - (first?.pitch ?? 0));
      return `${String(tones.length)} ${String(course)} ${String(first?.length)}`;
    });
    expect(new Set(shapes).size).toBe(attentionKinds.length);
  });

  test('falls when paused, rises when resumed, and comes three times when not confirmed', () => {
    const pitches = (kind: keyof typeof soundTable): number[] => soundTable[kind].tones.map(({ pitch }) => pitch);
    const [pausedFirst = 0, pausedLast = 0] = pitches('paused');
    const [resumedFirst = 0, resumedLast = 0] = pitches('resumed');
    expect(pausedFirst).toBeGreaterThan(pausedLast);
    expect(resumedFirst).toBeLessThan(resumedLast);
    expect(pitches('notConfirmed')).toHaveLength(3);
  });

  test('is as loud as was set, and the alarm is the loudest', async () => {
    const peak = async (kind: keyof typeof soundTable, volume: number): Promise<number> => {
      const context = new FakeContext();
      await soundsOf(context).play(kind, volume);
      return Math.max(...context.played.map((tone) => tone.peak));
    };
    expect(await peak('notConfirmed', 1)).toBe(1);
    expect(await peak('notConfirmed', 0.5)).toBe(0.25);
    expect(await peak('paused', 1)).toBeLessThan(1);
    expect(await peak('notConfirmed', 7)).toBe(1);
  });

  test('is not made at all at volume zero', async () => {
    const context = new FakeContext();
    await soundsOf(context).play('paused', 0);
    expect(context.played).toEqual([]);
  });

  test('leaves the sound card asleep when it is over, but not while another one plays', async () => {
    const context = new FakeContext();
    const sounds = soundsOf(context);
    await sounds.play('stillPaused', 1);
    await sounds.play('notConfirmed', 1);
    const [reminder] = context.played;
    const alarm = context.played.at(-1);
    reminder?.end();
    expect(context.suspended).toBe(0);
    alarm?.end();
    expect(context.suspended).toBe(1);
    await sounds.play('resumed', 1);
    expect(context.state).toBe('running');
  });

  test('that cannot be made stops nothing else', async () => {
    const sounds = new Sounds(() => {
      throw new Error('no sound card');
    });
    await expect(sounds.play('paused', 1)).resolves.toBeUndefined();
  });
});

describe('A sound that had to wait', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ['is made when the wait was short', 900, 3],
    ['is not made when it would be about the past', 5_000, 0],
  ])('%s', async (_what, wait, tones) => {
    const context = new FakeContext();
    context.state = 'suspended';
    let wake = (): void => undefined;
    context.wakes = new Promise((resolve) => {
      wake = resolve;
    });
    const playing = soundsOf(context).play('notConfirmed', 1);
    vi.advanceTimersByTime(wait);
    wake();
    await playing;
    expect(context.played).toHaveLength(tones);
  });
});
