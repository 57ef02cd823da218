// @vitest-environment happy-dom
// The marks over a waveform: red is what was recorded although a pause was asked for, teal is what was truly paused.
import { cleanup, render } from '@testing-library/svelte';
import { afterEach, describe, expect, test } from 'vitest';
import Waveform from '../../../src/renderer/main/history/player/Waveform.svelte';
import type { PauseSpan } from '../../../src/shared/ipc/recording-detail.ts';

afterEach(() => {
  cleanup();
});

/** Marks of a recording of 100 s, as `kind from-width` in percent. */
function marks(...spans: readonly Pick<PauseSpan, 'askedMs' | 'fromMs' | 'toMs'>[]): string[] {
  const pauses = spans.map((span): PauseSpan => ({ outcome: 'late', trigger: 'hotkey', exposureMs: null, ...span }));
  const { container } = render(Waveform, { media: null, peaks: null, length: 100, time: 0, pauses });
  return [...container.querySelectorAll<HTMLElement>('.mark')].map(({ classList, style }) => {
    const kind = ['exposed', 'paused'].filter((name) => classList.contains(name)).join('+');
    return `${kind} ${parseFloat(style.left).toFixed()}-${parseFloat(style.width).toFixed()}`;
  });
}

describe('a pause in the waveform', () => {
  test.each([
    [
      'confirmed at last: red up to there, teal from there on',
      { askedMs: 10_000, fromMs: 14_000, toMs: 30_000 },
      ['paused 14-16', 'exposed 10-4'],
    ],
    ['not ended: teal to the end', { askedMs: 10_000, fromMs: 14_000, toMs: null }, ['paused 14-86', 'exposed 10-4']],
    ['never confirmed: red alone', { askedMs: 10_000, fromMs: null, toMs: 30_000 }, ['exposed 10-20']],
    ['never confirmed nor ended: red to the end', { askedMs: 10_000, fromMs: null, toMs: null }, ['exposed 10-90']],
    ['whose place is not known: nothing', { askedMs: null, fromMs: null, toMs: null }, []],
    ['whose request is not known: teal alone', { askedMs: null, fromMs: 14_000, toMs: 30_000 }, ['paused 14-16']],
  ])('%s', (_what, span, expected) => {
    expect(marks(span)).toEqual(expected);
  });
});
