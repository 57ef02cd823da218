// @vitest-environment happy-dom
// Numbers that a window counts on by itself between two snapshots.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Counter } from '../../../src/renderer/lib/counter.svelte.ts';
import { clockLength } from '../../../src/shared/domain/text/duration.ts';
import { combinationText } from '../../../src/shared/messages/combination.ts';
import {
  age,
  confirmationTime,
  count,
  daysBefore,
  followLocale,
  hostOf,
  inWords,
  length,
  size,
  startedAt,
  startTimesOfEachForm,
} from '../../../src/renderer/lib/format.ts';

describe('A number that counts on', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('grows with each whole second of the recording, not of the window', () => {
    const counter = new Counter();
    const stop = counter.follow(4_700, 'up', performance.now());
    expect(counter.seconds).toBe(4);
    vi.advanceTimersByTime(299);
    expect(counter.seconds).toBe(4);
    vi.advanceTimersByTime(2);
    expect(counter.seconds).toBe(5);
    vi.advanceTimersByTime(10_000);
    expect(counter.seconds).toBe(15);
    stop();
  });

  test('counts from the moment the snapshot came, however late it is drawn', () => {
    const counter = new Counter();
    const at = performance.now();
    vi.advanceTimersByTime(3_000);
    const stop = counter.follow(10_000, 'up', at);
    expect(counter.seconds).toBe(13);
    stop();
  });

  test('stays where it is while the recorder does not count', () => {
    const counter = new Counter();
    counter.follow(257_000, 'still', performance.now());
    vi.advanceTimersByTime(60_000);
    expect(counter.seconds).toBe(257);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('counts a wait down to nothing, and no further', () => {
    const counter = new Counter();
    counter.follow(2_500, 'down', performance.now());
    expect(counter.seconds).toBe(3);
    vi.advanceTimersByTime(501);
    expect(counter.seconds).toBe(2);
    vi.advanceTimersByTime(60_000);
    expect(counter.seconds).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('sets at most one timer for a second', () => {
    const counter = new Counter();
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const stop = counter.follow(0, 'up', performance.now());
    vi.advanceTimersByTime(60_000);
    expect(timers.mock.calls.length).toBeLessThanOrEqual(61);
    stop();
    expect(vi.getTimerCount()).toBe(0);
    timers.mockRestore();
  });
});

describe('What is written for people', () => {
  test('lengths have tabular minutes and seconds, and hours only when there are some', () => {
    expect([0, 257, 3_599, 3_600, 36_061].map(clockLength)).toEqual(['0:00', '4:17', '59:59', '1:00:00', '10:01:01']);
    expect([42, 75].map(clockLength)).toEqual(['0:42', '1:15']);
    expect(length(null)).toBe('Unknown');
  });

  test('ages grow coarser as they grow', () => {
    expect([14, 119, 120, 7_199, 7_200].map(age)).toEqual([
      '14 s ago',
      '119 s ago',
      '2 min ago',
      '119 min ago',
      '2 h ago',
    ]);
  });

  test.each([
    ['en-GB', 'Today 00:05', '27 Feb 2026 14:01:07', '1,284', '1.4 MB'],
    ['en-US', 'Today 12:05 AM', 'Feb 27, 2026 2:01:07 PM', '1,284', '1.4 MB'],
    ['de-DE', 'Today 00:05', '27. Feb. 2026 14:01:07', '1.284', '1,4 MB'],
  ])('dates, times and numbers follow the locale of the system: %s', (locale, short, long, number, bytes) => {
    followLocale(locale);
    const plain = (text: string): string => text.replaceAll(/\s/gu, ' ');
    expect(plain(startedAt('2026-03-01T00:05:07', '2026-03-01'))).toBe(short);
    expect(plain(startedAt('2026-02-27T14:01:07', '2026-03-01', true))).toBe(long);
    expect([count(1_284), size(1_400_000)]).toEqual([number, bytes]);
  });

  test.each(['en-GB', 'en-US', 'ko-KR', 'bg-BG'])(
    'where a start time takes two lines its time stays whole, in both halves of the day: %s',
    (locale) => {
      followLocale(locale);
      const parts = startTimesOfEachForm(false).map((text) => text.split(' ').at(-1) ?? '');
      const times = new Set(parts);
      expect(times.size).toBe(2);
      for (const time of times) expect(time).toMatch(/58/u);
    },
  );

  test('a locale that nobody knows leaves the one of the browser', () => {
    followLocale('no_such_locale');
    expect(count(7)).toBe(new Intl.NumberFormat().format(7));
  });

  test('an estimate is told in two units at most, a confirmation in milliseconds or seconds', () => {
    expect([40_000, 59_001, 8_460_000, 7_200_000, 90_000].map(inWords)).toEqual([
      '40 s',
      '1 min',
      '2 h 21 min',
      '2 h',
      '2 min',
    ]);
    expect([84, 1_499, 1_500, 10_006].map(confirmationTime)).toEqual(['84 ms', '1,499 ms', '1.5 s', '10 s']);
  });

  test('a key combination is written as each system writes it', () => {
    expect(combinationText('Control+Shift+F9', 'windows')).toBe('Ctrl+Shift+F9');
    expect(combinationText('Super+Alt+P', 'windows')).toBe('Win+Alt+P');
    expect(combinationText('Super+Alt+P', 'linux')).toBe('Super+Alt+P');
    expect(combinationText('Control+Shift+F9', 'mac')).toBe('⌃⇧F9');
  });

  test('days are called today and yesterday as the calendar of this computer has them', () => {
    expect(startedAt('2026-03-01T00:05:07', '2026-03-01')).toBe('Today 00:05');
    expect(startedAt('2026-02-28T23:59:00', '2026-03-01')).toBe('Yesterday 23:59');
    expect(startedAt('2026-02-27T14:01:07', '2026-03-01', true)).toBe('27 Feb 2026 14:01:07');
    expect(startedAt('2026-02-27T14:01:07', '2026-03-01')).toBe('27 Feb 14:01');
    expect(startedAt('2025-02-27T14:01:07', '2026-03-01')).toBe('27 Feb 2025 14:01');
    expect(startedAt(null, '2026-03-01')).toBe('Unknown');
    expect(startedAt('yesterday-ish', '2026-03-01')).toBe('Unknown');
    expect(daysBefore('2026-03-01', 1)).toBe('2026-02-28');
  });

  test('a server is called by its host, and a text that is none is left as it is', () => {
    expect(hostOf('https://ucx.example.com/')).toBe('ucx.example.com');
    expect(hostOf('http://127.0.0.1:8080')).toBe('127.0.0.1:8080');
    expect(hostOf('ucx.example.com')).toBe('ucx.example.com');
    expect(hostOf('not a host')).toBe('not a host');
    expect(hostOf(null)).toBe('');
  });

  test('sizes are in the unit that suits them', () => {
    expect([0, 1, 999_999, 1_440_000].map(size)).toEqual(['0 bytes', '1 byte', '1,000 kB', '1.4 MB']);
  });
});
