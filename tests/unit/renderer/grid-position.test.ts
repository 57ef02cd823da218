// @vitest-environment happy-dom
// Where the user is in the list while new recordings come in above.
import { tick } from 'svelte';
import { beforeEach, describe, expect, test } from 'vitest';
import { GridPlace } from '../../../src/renderer/lib/grid/grid-position.svelte.ts';
import { Selection } from '../../../src/renderer/main/history/list/selection.svelte.ts';
import type { HistoryRow } from '../../../src/shared/ipc/ipc-table.ts';

const rowHeight = 44;
const threeOnTop = { total: 503, placeOf: (index: number): number => index + 3 };

function placeAt(row: number): GridPlace {
  const place = new GridPlace();
  const scroller = document.createElement('div');
  const button = document.createElement('button');
  scroller.append(button);
  document.body.replaceChildren(scroller);
  place.scroller = scroller;
  place.scroll.measure(500, rowHeight, 10 * rowHeight);
  scroller.scrollTop = row * rowHeight;
  place.scrolled();
  return place;
}

let place: GridPlace;
beforeEach(() => {
  place = placeAt(100);
});

describe('New recordings above what is read', () => {
  test('leave it where it is, with the keyboard on the same recording', async () => {
    place.holder = 104;
    place.follow(threeOnTop, false);
    await tick();
    expect([place.holder, place.moved, place.scroll.firstSeen]).toEqual([107, 3, 103]);
    expect(place.scroller?.scrollTop).toBe(103 * rowHeight);
    expect(place.onTop).toBe(3);
  });

  test('are counted until they are in sight', async () => {
    place.follow(threeOnTop, false);
    await tick();
    place.follow({ total: 504, placeOf: (index) => index + 1 }, false);
    await tick();
    expect(place.onTop).toBe(4);
    if (place.scroller !== null) place.scroller.scrollTop = rowHeight;
    place.scrolled();
    expect(place.onTop).toBe(1);
    if (place.scroller !== null) place.scroller.scrollTop = 50 * rowHeight;
    place.scrolled();
    expect(place.onTop).toBe(1);
  });

  test('are reached by one press', async () => {
    place.follow(threeOnTop, false);
    await place.toTop();
    expect([place.holder, place.scroll.firstSeen, place.onTop]).toEqual([0, 0, 0]);
  });

  test('are simply there at the top while nothing is in use, and are held back while something is', () => {
    place = placeAt(0);
    place.follow(threeOnTop, false);
    expect([place.holder, place.scroll.firstSeen, place.onTop]).toEqual([0, 0, 0]);
    place.follow(threeOnTop, true);
    expect([place.holder, place.scroll.firstSeen, place.onTop]).toEqual([3, 3, 3]);
  });

  test('are held back while the keyboard is in the list', () => {
    place = placeAt(0);
    place.scroller?.querySelector('button')?.focus();
    place.follow(threeOnTop, false);
    expect([place.holder, place.onTop]).toEqual([3, 3]);
  });

  test('are forgotten with the search they belonged to', () => {
    place.follow(threeOnTop, false);
    place.reset(500);
    expect([place.holder, place.moved, place.onTop]).toEqual([0, 0, 0]);
  });

  test('are read from where the window before this one was, once', () => {
    place.resumeAt = 250;
    place.reset(500);
    expect([place.holder, place.scroll.firstSeen, place.scroller?.scrollTop]).toEqual([250, 250, 250 * rowHeight]);
    place.reset(500);
    expect([place.holder, place.scroll.firstSeen]).toEqual([0, 0]);
    place.resumeAt = 250;
    place.reset(3);
    expect(place.holder).toBe(2);
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
    selection.follow(threeOnTop.placeOf);
    selection.extend(14, (index) => row(index - 3));
    expect(selection.ids).toEqual(['row-10', 'row-11']);
  });
});
