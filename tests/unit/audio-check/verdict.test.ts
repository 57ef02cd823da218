// What the sound of a recording says of its pauses, on calls made from numbers: each way in which a recorder may write a pause.
import { describe, expect, test } from 'vitest';
import { LevelMeter, UnmeasurableAudio } from '../../../src/main/core/audio-check/level-meter.ts';
import { judge } from '../../../src/main/core/audio-check/verdict.ts';
import type { AudioFinding } from '../../../src/shared/domain/audio-finding.ts';
import { makeCall, treatments, usualPlan, type CallPlan } from '../../support/audio-check/call-maker.ts';
import { noise } from '../../support/audio-check/talk.ts';

function heard(plan: Partial<CallPlan>, piece = 5_000): AudioFinding {
  const full = { ...usualPlan, ...plan };
  const { channels, facts } = makeCall(full);
  const meter = new LevelMeter(
    facts.pauses.map(({ askedMs, endedMs }) => ({ fromMs: askedMs - 3_000, toMs: endedMs + 3_000 })),
  );
  const length = channels[0]?.length ?? 0;
  for (let from = 0; from < length; from += piece) {
    meter.add(
      channels.map((samples) => samples.subarray(from, from + piece)),
      full.rate,
    );
  }
  return judge(meter.end(), facts);
}

const talkTreatments = treatments.filter(
  (treatment) => makeCall({ ...usualPlan, treatment, lengthMs: 33_000 }).hasTalkInPause,
);

describe('a pause', () => {
  test.each([
    ['cut', 'cut', null],
    ['silence', 'silent', null],
    ['tone', 'tone', null],
    ['beeps', 'tone', null],
    ['recorded', 'sound', null],
    ['quiet-talk', 'sound', null],
    ['tone-and-talk', 'sound', null],
    ['digits', 'sound', null],
    ['music', 'sound', null],
    ['comfort-noise', 'unknown', 'noise'],
  ] as const)('that is written as %s is found to be %s', (treatment, verdict, reason) => {
    expect(heard({ treatment })).toMatchObject({ verdict, reason });
  });

  test('says where, how long and how loud', () => {
    const silent = heard({ treatment: 'silence' });
    expect(silent).toMatchObject({ audioMs: 60_000, stretches: [{ loudestDb: null, toneHz: null }] });
    expect(silent.checkedMs).toBeGreaterThan(11_000);
    expect(silent.stretches[0]?.fromMs).toBeGreaterThanOrEqual(20_000);
    expect(silent.stretches[0]?.toMs).toBeLessThanOrEqual(32_000);
    const tone = heard({ treatment: 'tone' });
    expect(tone.stretches[0]?.loudestDb).toBe(-18);
    expect(tone.stretches[0]?.toneHz).toBeCloseTo(1_000, -1);
    expect(heard({ treatment: 'recorded' }).stretches[0]?.loudestDb).toBeGreaterThan(-30);
    expect(heard({ treatment: 'cut' })).toMatchObject({ audioMs: 48_000 });
  });

  test.each(talkTreatments)('with %s in it is never called cut out, silent or a tone', (treatment) => {
    for (let seed = 1; seed <= 6; seed += 1) {
      for (const shiftMs of [-2_000, 0, 1_300]) {
        const pause = { fromMs: 15_000, toMs: 15_000 + 1_500 + seed * 2_100 };
        const plan = {
          treatment,
          seed,
          shiftMs,
          pauses: [pause],
          lengthMs: 45_000,
          lineDb: seed % 2 === 0 ? null : -66,
        };
        expect(['sound', 'unknown'], JSON.stringify(plan)).toContain(heard(plan).verdict);
      }
    }
  });

  test('of one party alone is heard on its own channel', () => {
    for (const treatment of ['recorded', 'quiet-talk'] as const) {
      expect(heard({ treatment, channels: 2, remoteOnly: true }).verdict).toBe('sound');
    }
    expect(heard({ treatment: 'silence', channels: 2 }).verdict).toBe('silent');
  });

  test.each([-2_000, -1_100, 1_100, 2_000])('is found where the clocks are %i ms apart', (shiftMs) => {
    for (const lineDb of [-66, null]) {
      // Where even the moments between words are quite silent, another silence nearby could be meant.
      const inDoubt = { verdict: 'unknown', reason: 'place' };
      expect(heard({ treatment: 'silence', shiftMs, lineDb })).toMatchObject(
        lineDb === null ? inDoubt : { verdict: 'silent', reason: null },
      );
      expect(heard({ treatment: 'tone', shiftMs, lineDb }).verdict).toBe('tone');
      expect(heard({ treatment: 'recorded', shiftMs, lineDb }).verdict).toBe('sound');
      expect(heard({ treatment: 'cut', shiftMs, lineDb }).verdict).toBe('cut');
    }
  });

  test('is told by the worst of several', () => {
    const pauses = [
      { fromMs: 10_000, toMs: 20_000 },
      { fromMs: 30_000, toMs: 41_000 },
    ];
    expect(heard({ treatment: 'silence', pauses })).toMatchObject({ verdict: 'silent', stretches: [{}, {}] });
    expect(heard({ treatment: 'cut', pauses })).toMatchObject({ verdict: 'cut', audioMs: 39_000, stretches: [{}, {}] });
    expect(heard({ treatment: 'recorded', pauses }).verdict).toBe('sound');
  });
});

describe('it cannot be told', () => {
  test('where talk has silent rests too, unless people waited before and after the pause', () => {
    expect(heard({ treatment: 'silence', lineDb: null })).toMatchObject({ verdict: 'unknown', reason: 'place' });
    expect(heard({ treatment: 'silence', lineDb: null, waitMs: 3_000 }).verdict).toBe('silent');
  });

  test('where a hold is missing too', () => {
    expect(heard({ treatment: 'recorded', holdMs: 6_000 })).toMatchObject({ verdict: 'unknown', reason: 'hold' });
    expect(heard({ treatment: 'cut', holdMs: 6_000 })).toMatchObject({ verdict: 'unknown', reason: 'hold' });
  });

  test('where the clocks disagree by more than the pause', () => {
    const { channels, facts } = makeCall({ ...usualPlan, treatment: 'recorded' });
    const meter = new LevelMeter([]);
    meter.add(channels, usualPlan.rate);
    const track = meter.end();
    const reasonAt = (ms: number, withinMs: number) => judge(track, { ...facts, length: { ms, withinMs } }).reason;
    expect(reasonAt(66_000, 13_000)).toBe('clocks');
    expect(reasonAt(50_000, 1_000)).toBe('clocks');
    expect(judge(track, { ...facts, length: null }).reason).toBe('end-unknown');
    expect(judge(track, { ...facts, gap: 'not-confirmed' }).reason).toBe('not-confirmed');
  });

  test('where the pause was short', () => {
    expect(heard({ pauses: [{ fromMs: 20_000, toMs: 22_500 }] })).toMatchObject({
      verdict: 'unknown',
      reason: 'too-short',
    });
  });
});

describe('measuring', () => {
  test('does not depend on the size of the pieces, on the rate or on a constant offset', () => {
    for (const rate of [11_025, 44_100]) {
      const plan = { treatment: 'tone', rate, lengthMs: 36_000 } as const;
      expect(heard(plan, 1_152)).toEqual(heard(plan, 100_000));
      expect(heard(plan).verdict).toBe('tone');
    }
    const meter = new LevelMeter([]);
    meter.add([new Float32Array(8_000).fill(0.25)], 8_000);
    expect(Math.max(...meter.end().level)).toBe(-100);
  });

  test('tells a level within a decibel', () => {
    const meter = new LevelMeter([]);
    meter.add([noise(3, 16_000, -40)], 8_000);
    const { level, durationMs } = meter.end();
    expect(durationMs).toBe(2_000);
    expect(level.every((value) => value >= -42 && value <= -39)).toBe(true);
  });

  test('refuses a rate that changes on the way', () => {
    const meter = new LevelMeter([]);
    meter.add([new Float32Array(100)], 8_000);
    expect(() => meter.add([new Float32Array(100)], 16_000)).toThrow(UnmeasurableAudio);
  });
});
