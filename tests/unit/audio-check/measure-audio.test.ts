// Audio as files is decoded and measured in the worker thread: every coding, pieces of any size, and what cannot be decoded.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { measureAudio } from '../../../src/main/core/audio-check/measure-audio.ts';
import type { LevelTrack } from '../../../src/main/core/audio-check/level-meter.ts';
import { judge } from '../../../src/main/core/audio-check/verdict.ts';
import { audioBytes } from '../../../src/simulator/audio/audio.ts';
import { encodeWave, waveEncodings } from '../../support/audio-check/encode.ts';
import { makeCall, usualPlan } from '../../support/audio-check/call-maker.ts';
import { tone } from '../../support/audio-check/talk.ts';
import { audioWorker } from '../../support/audio-check/worker-file.ts';
import { wave } from '../../support/audio-files.ts';

const file = (name: string): Promise<Buffer> => readFile(join(import.meta.dirname, '../../support/audio', name));

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

const measured = (bytes: Uint8Array, size = 70_000, signal = new AbortController().signal) =>
  measureAudio(pieces(bytes, size), audioWorker, [{ fromMs: 0, toMs: Infinity }], signal);

async function track(bytes: Uint8Array, size?: number): Promise<LevelTrack> {
  const result = await measured(bytes, size);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

/** First and last second in which anything is heard. */
const loudest = ({ level }: LevelTrack, fromMs: number, toMs: number): number =>
  Math.max(...level.subarray(fromMs / 20, toMs / 20));

describe('a WAV', () => {
  test.each(waveEncodings)('in %s has the level and the tone that were written', async (encoding) => {
    const sound = tone(16_000, 8_000, 1_000, -20);
    const { level, rest, tone: hertz, durationMs } = await track(encodeWave([sound, sound], 8_000, encoding));
    expect(durationMs).toBe(2_000);
    expect(level.every((value) => Math.abs(value + 20) <= 1)).toBe(true);
    expect(hertz.every((value) => Math.abs(value - 1_000) < 5)).toBe(true);
    expect(Math.max(...rest)).toBeLessThan(-40);
  });

  test.each(waveEncodings)('in %s is judged as its samples are', async (encoding) => {
    for (const treatment of ['silence', 'recorded'] as const) {
      const plan = {
        ...usualPlan,
        treatment,
        lengthMs: 36_000,
        pauses: [{ fromMs: 12_000, toMs: 24_000 }],
        lineDb: -58,
      };
      const { channels, facts } = makeCall(plan);
      const { verdict } = judge(await track(encodeWave(channels, plan.rate, encoding), 9_999), facts);
      // In 8 bits without companding the line's noise is less than a step: its rests are as flat as the pause.
      const silent = encoding === 'pcm8' ? 'unknown' : 'silent';
      expect(verdict).toBe(treatment === 'silence' ? silent : 'sound');
    }
  });

  test('is read through its chunks in pieces of one byte, to the end where its head says no length', async () => {
    const odd = wave({ durationMs: 300, before: [Buffer.from('junk\x03\0\0\0abc\0', 'latin1')], extensible: true });
    expect((await track(odd, 1)).durationMs).toBe(300);
    for (const name of ['streamed-ffffffff.wav', 'streamed-zero.wav']) {
      expect((await track(await file(name))).durationMs).toBeCloseTo(6_317, -2);
    }
    expect((await track(await file('ulaw.wav'))).durationMs).toBeCloseTo(6_317, -2);
  });
});

describe('an MP3', () => {
  test('has its length, and its silence where it is', async () => {
    const levels = await track(await file('vbr-no-head.mp3'));
    expect(levels.durationMs).toBeGreaterThan(18_500);
    expect(levels.durationMs).toBeLessThan(18_900);
    expect(loudest(levels, 6_500, 12_200)).toBeLessThan(-60);
    expect(loudest(levels, 0, 6_300)).toBeGreaterThan(-20);
    expect(loudest(levels, 12_400, 18_700)).toBeGreaterThan(-20);
  });

  test('is read past what stands in front of it, and through its joints', async () => {
    expect((await track(await file('zeros-in-front.mp3'), 1_000)).durationMs).toBeCloseTo(18_700, -3);
    expect((await track(await file('joined-cbr.mp3'))).durationMs).toBeCloseTo(37_500, -3);
  });
});

describe('a recording of the simulator', () => {
  const facts = {
    length: { ms: 60_000, withinMs: 1_200 },
    pauses: [{ askedMs: 19_900, fromMs: 20_300, toMs: 31_900, endedMs: 32_400 }],
    heldMs: 0,
    gap: null,
  };
  const paused = { from: 20_000, to: 32_000 };

  test.each([
    ['silence', { durationMs: 60_000, pauses: [paused] }, 'silent'],
    ['tone', { durationMs: 60_000, pauses: [{ ...paused, sound: 'tone' as const }] }, 'tone'],
    ['recorded', { durationMs: 60_000, pauses: [] }, 'sound'],
    ['cut', { durationMs: 48_000, pauses: [] }, 'cut'],
  ])('whose pause is written as %s is judged so', async (_name, plan, verdict) => {
    for (const id of ['6b98303a-b295-473a-adae-19b78aca468d', '75a90276-e47e-4e9e-b463-e3c743d5ff3a']) {
      const bytes = Buffer.concat([...audioBytes({ id, bytes: null, ...plan })]);
      expect(judge(await track(bytes), facts).verdict).toBe(verdict);
    }
  });
});

describe('what cannot be decoded', () => {
  test.each([
    ['wav-behind-id3.wav', 'format'],
    ['free-format.mp3', 'format'],
    ['cut-in-half.mp3', 'damaged'],
  ])('%s is named for what it is', async (name, error) => {
    expect(await measured(await file(name))).toEqual({ ok: false, error });
  });

  test('is a WAV of another coding, one that is cut short, text and nothing', async () => {
    expect(await measured(wave({ coding: 0x11, bits: 8 }))).toEqual({ ok: false, error: 'format' });
    expect(await measured(wave({ lacking: 100 }))).toEqual({ ok: false, error: 'damaged' });
    expect(await measured(Buffer.from('<html>'))).toEqual({ ok: false, error: 'format' });
    expect(await measured(new Uint8Array(0))).toEqual({ ok: false, error: 'format' });
  });

  test('ends at once when nobody wants it any more, when the audio fails, and when there is no worker', async () => {
    const ended = new AbortController();
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield wave();
      ended.abort();
      await new Promise((resolve) => setImmediate(resolve));
      yield wave();
    }
    expect(await measureAudio(endless(), audioWorker, [], ended.signal)).toEqual({ ok: false, error: 'aborted' });
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield wave();
      await Promise.reject(new Error('file-gone'));
    }
    const open = new AbortController().signal;
    expect(await measureAudio(broken(), audioWorker, [], open)).toEqual({ ok: false, error: 'damaged' });
    const missing = new URL('./no-worker.ts', import.meta.url);
    expect(await measureAudio(pieces(wave(), 100), missing, [], open)).toEqual({ ok: false, error: 'failed' });
  });
});
