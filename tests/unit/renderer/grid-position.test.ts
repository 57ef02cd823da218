// @vitest-environment happy-dom
// Where the user is in the list while new recordings come in above.
import { tick } from 'svelte';
import { beforeEach, describe, expect, test } from 'vitest';
import { GridPosition } from '../../../src/renderer/lib/grid/grid-position.svelte.ts';
import { Selection } from '../../../src/renderer/main/history/list/selection.svelte.ts';
import type { HistoryRow } from '../../../src/shared/ipc/ipc-table.ts';

const rowHeight = 44;
const threeOnTop = { total: 503, indexAfter: (index: number): number => index + 3 };

function placeAt(row: number): GridPosition {
  const position = new GridPosition();
  const scroller = document.createElement('div');
  const button = document.createElement('button');
  scroller.append(button);
  document.body.replaceChildren(scroller);
  position.scroller = scroller;
  position.scroll.measure(500, rowHeight, 10 * rowHeight);
  scroller.scrollTop = row * rowHeight;
  position.scrolled();
  return position;
}

let position: GridPosition;
beforeEach(() => {
  position = placeAt(100);
});

describe('New recordings above what is read', () => {
  test('leave it where it is, with the keyboard on the same recording', async () => {
    position.activeIndex = 104;
    position.follow(threeOnTop, false);
    await tick();
    expect([position.activeIndex, position.shift, position.scroll.firstVisible]).toEqual([107, 3, 103]);
    expect(position.scroller?.scrollTop).toBe(103 * rowHeight);
    expect(position.rowsAbove).toBe(3);
  });

  test('are counted until they are in sight', async () => {
    position.follow(threeOnTop, false);
    await tick();
    position.follow({ total: 504, indexAfter: (index) => index + 1 }, false);
    await tick();
    expect(position.rowsAbove).toBe(4);
    if (position.scroller !== null) position.scroller.scrollTop = rowHeight;
    position.scrolled();
    expect(position.rowsAbove).toBe(1);
    if (position.scroller !== null) position.scroller.scrollTop = 50 * rowHeight;
    position.scrolled();
    expect(position.rowsAbove).toBe(1);
  });

  test('are reached by one press', async () => {
    position.follow(threeOnTop, false);
    await position.goToTop();
    expect([position.activeIndex, position.scroll.firstVisible, position.rowsAbove]).toEqual([0, 0, 0]);
  });

  test('are simply there at the top while nothing is in use, and are held back while something is', () => {
    position = placeAt(0);
    position.follow(threeOnTop, false);
    expect([position.activeIndex, position.scroll.firstVisible, position.rowsAbove]).toEqual([0, 0, 0]);
    position.follow(threeOnTop, true);
    expect([position.activeIndex, position.scroll.firstVisible, position.rowsAbove]).toEqual([3, 3, 3]);
  });

  test('are held back while the keyboard is in the list', () => {
    position = placeAt(0);
    position.scroller?.querySelector('button')?.focus();
    position.follow(threeOnTop, false);
    expect([position.activeIndex, position.rowsAbove]).toEqual([3, 3]);
  });

  test('are forgotten with the search they belonged to', () => {
    position.follow(threeOnTop, false);
    position.reset(500);
    expect([position.activeIndex, position.shift, position.rowsAbove]).toEqual([0, 0, 0]);
  });

  test('are read from where the window before this one was, once', () => {
    position.restoreIndex = 250;
    position.reset(500);
    expect([position.activeIndex, position.scroll.firstVisible, position.scroller?.scrollTop]).toEqual([
      250,
      250,
      250 * rowHeight,
    ]);
    position.reset(500);
    expect([position.activeIndex, position.scroll.firstVisible]).toEqual([0, 0]);
    position.restoreIndex = 250;
    position.reset(3);
    expect(position.activeIndex).toBe(2);
  });

  test('do not lengthen a stretch that is being chosen', () => {
    const row = (index: number): HistoryRow => ({
      id: `row-${String(index)}`,
      referenceNumber: '',
      startTime: null,
      durationMs: null,
      direction: 'unknown',
      localPartyNumber: null,
      remotePartyNumber: null,
      ownerUsername: null,
      savedAs: null,
      pause: null,
    });
    const selection = new Selection();
    selection.toggle(row(10), 10);
    selection.follow(threeOnTop.indexAfter);
    selection.extend(14, (index) => row(index - 3));
    expect(selection.ids).toEqual(['row-10', 'row-11']);
  });
});
