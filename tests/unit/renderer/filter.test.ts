// @vitest-environment happy-dom
// What the user looks for in the history.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FilterState, typingDebounceMs } from '../../../src/renderer/main/history/list/filter.svelte.ts';

let today = '2026-03-01';
const filterOf = (): FilterState => new FilterState(() => today);

beforeEach(() => {
  vi.useFakeTimers();
  today = '2026-03-01';
});
afterEach(() => {
  vi.useRealTimers();
});

describe('Looking for a number', () => {
  test('waits for a pause in the typing, and asks once', () => {
    const filter = filterOf();
    const before = filter.applied;
    for (const text of ['+', '+3', '+39']) {
      filter.remoteParty = text;
      vi.advanceTimersByTime(typingDebounceMs - 1);
      expect(filter.applied).toBe(before);
    }
    vi.advanceTimersByTime(1);
    expect(filter.applied.remoteParty).toBe('+39');
  });

  test('asks at once on Enter', () => {
    const filter = filterOf();
    filter.remoteParty = ' 055 ';
    filter.applyNow();
    expect(filter.applied.remoteParty).toBe('055');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('asks nothing new when only spaces were added', () => {
    const filter = filterOf();
    filter.remoteParty = '055';
    filter.applyNow();
    const before = filter.applied;
    filter.remoteParty = '055 ';
    vi.advanceTimersByTime(typingDebounceMs);
    expect(filter.applied).toBe(before);
  });

  test('takes nothing from what is being typed when another box changes', () => {
    const filter = filterOf();
    filter.remoteParty = '055';
    filter.direction = 'incoming';
    expect(filter.remoteParty).toBe('055');
    vi.advanceTimersByTime(typingDebounceMs);
    expect(filter.applied).toEqual({ remoteParty: '055', from: null, to: null, direction: 'incoming' });
  });
});

describe('Looking for days', () => {
  test('offers the spans that are asked for most, and takes them back', () => {
    const filter = filterOf();
    filter.toggleDayRange('today');
    expect([filter.from, filter.to]).toEqual(['2026-03-01', '2026-03-01']);
    filter.toggleDayRange('yesterday');
    expect([filter.from, filter.to]).toEqual(['2026-02-28', '2026-02-28']);
    filter.toggleDayRange('lastSevenDays');
    expect([filter.from, filter.to]).toEqual(['2026-02-23', '2026-03-01']);
    expect(filter.dayRange).toBe('lastSevenDays');
    filter.toggleDayRange('lastSevenDays');
    expect([filter.from, filter.to, filter.dayRange]).toEqual(['', '', null]);
  });

  test('does not call yesterday today after midnight', () => {
    const filter = filterOf();
    filter.toggleDayRange('today');
    today = '2026-03-02';
    expect(filter.dayRange).toBe('yesterday');
  });

  test('notices that the first day is after the last', () => {
    const filter = filterOf();
    filter.from = '2026-03-02';
    expect(filter.isBackwards).toBe(false);
    filter.to = '2026-03-01';
    expect(filter.isBackwards).toBe(true);
    filter.to = '';
    expect(filter.isBackwards).toBe(false);
  });
});

test('Clearing takes back everything, also what was only typed', () => {
  const filter = filterOf();
  filter.remoteParty = '055';
  filter.direction = 'outgoing';
  filter.clear();
  vi.advanceTimersByTime(typingDebounceMs);
  expect(filter.isEmpty).toBe(true);
  expect(filter.remoteParty).toBe('');
});
