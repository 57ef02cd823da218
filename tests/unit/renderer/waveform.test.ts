// @vitest-environment happy-dom
// The stretches of a recording: red is what was recorded although a pause was asked for, teal is what was truly paused.
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import Waveform from '../../../src/renderer/main/history/player/Waveform.svelte';
import { axisMarks, stretchesOf } from '../../../src/renderer/main/history/player/stretches.ts';
import type { PauseSpan } from '../../../src/shared/ipc/recording-detail.ts';

/** Stretches of a recording of 100 s, as `kind from-length` in seconds. */
function marks(...spans: readonly Pick<PauseSpan, 'askedMs' | 'fromMs' | 'toMs'>[]): string[] {
  const pauses = spans.map((span): PauseSpan => ({
    pauseId: 'p',
    outcome: 'late',
    trigger: 'hotkey',
    exposureMs: null,
    ...span,
  }));
  return stretchesOf(pauses, 100).map(({ kind, from, to }) => `${kind} ${String(from)}-${String(to - from)}`);
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

describe('the marks under a waveform', () => {
  test.each([
    [91, [0, 30, 60, 91]],
    [170, [0, 60, 120, 170]],
    [34, [0, 10, 20, 34]],
    [724, [0, 300, 600, 724]],
    [4, [0, 2, 4]],
    [0.4, [0, 0.4]],
    [0, [0]],
    [36_000, [0, 14_400, 28_800, 36_000]],
  ])('of %s s are at round moments, and the end has its room: %j', (length, marks) => {
    expect(axisMarks(length)).toEqual(marks);
  });
});

describe('the slider', () => {
  beforeEach(() => {
    // Nothing has a width where nothing is laid out.
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(300);
  });
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
  });
  const shown = (peaks: readonly number[] | null) => {
    const sought: number[] = [];
    const seek = (seconds: number): void => void sought.push(seconds);
    const { container } = render(Waveform, {
      props: { peaks, length: 60, time: 20, playing: false, stretches: [], isOpen: true, seek },
    });
    return { container, sought };
  };

  test.each([[null], [[]]])(
    'is a plain line where the loudness is %j: no bar is drawn, and it seeks',
    async (peaks) => {
      const { container, sought } = shown(peaks);
      expect([...container.querySelectorAll('.wave path')].map((line) => line.getAttribute('d'))).toEqual([
        'M0 36h300',
      ]);
      await fireEvent.input(screen.getByRole('slider'), { target: { value: '30' } });
      expect(sought).toEqual([30]);
    },
  );

  test('lies over the bars where the loudness is known', () => {
    expect(shown([0.5, 1]).container.querySelector('.wave .played')).not.toBeNull();
  });
});
