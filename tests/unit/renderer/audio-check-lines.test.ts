// What a check of the audio found, in words: each verdict and each reason, with what was measured, and never a promise.
import { describe, expect, test } from 'vitest';
import { findingSentence, stretchLines } from '../../../src/renderer/lib/audio-check-lines.ts';
import { audioFindingSchema, type AudioFinding } from '../../../src/shared/domain/audio-finding.ts';

const found = (change: Partial<AudioFinding>): AudioFinding => ({
  verdict: 'silent',
  reason: null,
  audioMs: 60_000,
  callMs: 60_400,
  checkedMs: 12_400,
  stretches: [{ fromMs: 20_200, toMs: 32_600, loudestDb: null, toneHz: null }],
  ...change,
});

describe('what a check of the audio found', () => {
  test('says how much was checked', () => {
    expect(findingSentence(found({}))).toBe('No sound found during the pause (12.4 s checked).');
    expect(findingSentence(found({ verdict: 'sound' }))).toContain('Sound found during the pause (12.4 s checked).');
    expect(findingSentence(found({ verdict: 'cut' }))).toBe('The pause was cut out of the audio (12.4 s).');
  });

  test('has words for every verdict and every reason, and never promises anything', () => {
    const { verdict, reason } = audioFindingSchema.entries;
    const all = [
      ...verdict.options.map((each) => found({ verdict: each, reason: each === 'unknown' ? 'hold' : null })),
      ...reason.wrapped.options.map((each) => found({ verdict: 'unknown', reason: each })),
    ].map(findingSentence);
    for (const sentence of all) {
      expect(sentence).toMatch(/^[A-Z][^]{20,}\.$/);
      expect(sentence).not.toMatch(/safe|secure|compliant|undefined/i);
    }
    expect(new Set(all).size).toBe(all.length - 1);
  });

  test('says where, and how loud, so that a person can hear just that', () => {
    expect(stretchLines(found({}))).toEqual([{ range: '0:20 – 0:32', note: 'No sound at all', at: 20.2 }]);
    const [tone] = stretchLines(
      found({ verdict: 'tone', stretches: [{ fromMs: 0, toMs: 9_000, loudestDb: -18, toneHz: 1_000 }] }),
    );
    expect(tone?.note).toBe('Tone: 1000 Hz · Loudest: −18 dB');
    const cut = found({ verdict: 'cut', stretches: [{ fromMs: 20_000, toMs: 20_000, loudestDb: null, toneHz: null }] });
    expect(stretchLines(cut)).toEqual([{ range: '0:20', note: 'Not in the audio', at: null }]);
  });
});
