// Scrolling through a list that is taller than a browser can lay out.
import { describe, expect, test } from 'vitest';
import { greatestHeight, ScaledScroll } from '../../../src/renderer/lib/grid/scaled-scroll.svelte.ts';

const rowHeight = 44;
const viewport = 440;

function scrollOf(count: number): ScaledScroll {
  const scroll = new ScaledScroll();
  scroll.measure(count, rowHeight, viewport);
  return scroll;
}

describe('A list that fits into the browser', () => {
  test('is laid out at its full height and scrolls one to one', () => {
    const scroll = scrollOf(1000);
    expect(scroll.height).toBe(44_000);
    expect(scroll.scrolled(20_000)).toBeNull();
    expect(scroll.firstVisible).toBe(Math.floor(20_000 / rowHeight));
    expect(scroll.offset(456)).toBe(20_064);
    expect(scroll.settle()).toBeNull();
  });

  test('draws only the rows in sight and a few spare ones', () => {
    const scroll = scrollOf(1000);
    scroll.scrolled(20_000);
    expect(scroll.last - scroll.first).toBeLessThan(30);
    expect(scroll.first).toBeLessThan(scroll.firstVisible);
    expect(scroll.last).toBeGreaterThan(scroll.lastVisible);
  });
});

describe('A list of a million recordings', () => {
  const count = 1_000_000;
  const end = greatestHeight - viewport;

  test('is laid out no higher than is safe', () => {
    expect(scrollOf(count).height).toBe(greatestHeight);
  });

  test('reaches its last row at the end of the bar, and its first at the start', () => {
    const scroll = scrollOf(count);
    scroll.scrolled(end);
    expect(scroll.lastVisible).toBe(count - 1);
    expect(scroll.offset(count - 1)).toBeCloseTo(greatestHeight - rowHeight, 3);
    scroll.scrolled(0);
    expect(scroll.firstVisible).toBe(0);
    expect(scroll.offset(0)).toBe(0);
  });

  test('shows the middle when the bar is dragged to the middle', () => {
    const scroll = scrollOf(count);
    scroll.scrolled(end / 2);
    expect(scroll.firstVisible / count).toBeCloseTo(0.5, 4);
  });

  test('moves by what the wheel moves, wherever it is', () => {
    const scroll = scrollOf(count);
    scroll.scrolled(end / 2);
    const before = scroll.offset(scroll.firstVisible);
    const row = scroll.firstVisible;
    scroll.scrolled(end / 2 + 100);
    // The row stays where it was on the page, so on the screen it went up by the 100 pixels of the wheel.
    expect(scroll.offset(row)).toBeCloseTo(before, 3);
  });

  test('lets the wheel arrive at the first and at the last row', () => {
    const scroll = scrollOf(count);
    for (const [from, step, reached] of [
      [5_000, -300, () => scroll.firstVisible === 0],
      [count - 5_000, 300, () => scroll.lastVisible === count - 1],
    ] as const) {
      let place = scroll.reveal(from) ?? 0;
      scroll.scrolled(place);
      const turns = Math.ceil((5_000 * rowHeight) / 300) + 2;
      for (let turn = 0; turn < turns; turn += 1) {
        // As a browser does it: never beyond the bar, and the movement is over now and then.
        place = Math.max(0, Math.min(end, place + step));
        place = scroll.scrolled(place) ?? place;
        place = (turn % 5 === 0 ? scroll.settle() : null) ?? place;
      }
      expect(reached()).toBe(true);
    }
  });

  test('puts the bar back to scale after a movement, without moving the rows', () => {
    const scroll = scrollOf(count);
    scroll.scrolled(end / 2);
    for (let step = 1; step <= 50; step += 1) scroll.scrolled(end / 2 + step * 100);
    const row = scroll.firstVisible;
    const place = scroll.settle();
    expect(place).not.toBeNull();
    scroll.scrolled(place ?? 0);
    expect(scroll.firstVisible).toBe(row);
    expect(scroll.settle()).toBeNull();
  });

  test('goes to any row and has it in sight', () => {
    const scroll = scrollOf(count);
    for (const row of [0, 999_999, 500_000, 500_009, 1, 123_456]) {
      const place = scroll.reveal(row);
      if (place !== null) scroll.scrolled(place);
      expect(row).toBeGreaterThanOrEqual(scroll.firstVisible);
      expect(row).toBeLessThanOrEqual(scroll.lastVisible);
    }
  });

  test('keeps the row with the keyboard near, however far it is', () => {
    const scroll = scrollOf(count);
    scroll.scrolled(end);
    expect(scroll.offset(0)).toBeGreaterThan(0);
    expect(scroll.offset(0)).toBeLessThan(greatestHeight - viewport);
  });
});

test('An empty list has no rows to draw', () => {
  const scroll = scrollOf(0);
  expect(scroll.height).toBe(0);
  expect(scroll.last).toBe(-1);
});

test('A list that was hidden still knows how much of it was in sight', () => {
  const scroll = scrollOf(1000);
  scroll.measure(1000, rowHeight, 0);
  expect(scroll.rowsPerPage).toBe(10);
});
