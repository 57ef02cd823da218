// Which recordings of everybody come first, which need attention, and that none moves under a hand.
import { describe, expect, test } from 'vitest';
import {
  BoardFilterState,
  countSegments,
  needsAttention,
} from '../../../src/renderer/main/live/board-filter.svelte.ts';
import type { ListedRow } from '../../../src/renderer/main/live/board-merge.ts';
import { CalmOrder } from '../../../src/renderer/main/live/calm-order.ts';
import type { BoardRow } from '../../../src/shared/ipc/board.ts';

const row = (id: string, change: Partial<BoardRow> = {}): BoardRow => ({
  id,
  username: id,
  remoteName: null,
  remoteNumber: null,
  state: 'recording',
  was: null,
  elapsedMs: 0,
  counting: true,
  paused: null,
  requestedForMs: null,
  problem: null,
  canCancelPause: false,
  mine: false,
  ...change,
});
const paused = (id: string, forMs: number, elapsedMs = 0): BoardRow =>
  row(id, { state: 'paused', paused: { forMs, isWhole: true }, elapsedMs });
const listed = (...rows: readonly BoardRow[]): ListedRow[] => rows.map((each) => ({ row: each, endedAt: null }));
const ids = (rows: readonly ListedRow[]): string[] => rows.map(({ row: { id } }) => id);

describe('the order', () => {
  test('is: not confirmed, the longest of the long pauses, then the longest recordings', () => {
    const rows = listed(
      row('short', { elapsedMs: 1_000 }),
      paused('long pause', 130_000),
      row('long', { elapsedMs: 90_000 }),
      paused('longer pause', 300_000),
      paused('short pause', 60_000, 50_000),
      row('unconfirmed', { state: 'unconfirmed' }),
    );
    expect(ids(new CalmOrder().sort(rows, 0, false))).toEqual([
      'unconfirmed',
      'longer pause',
      'long pause',
      'long',
      'short pause',
      'short',
    ]);
  });

  test('stays while somebody is at the list, what is new comes last, and follows when they have left', () => {
    const order = new CalmOrder();
    expect(ids(order.sort(listed(row('a', { elapsedMs: 2 }), row('b', { elapsedMs: 1 })), 0, false))).toEqual([
      'a',
      'b',
    ]);
    const urgent = row('b', { state: 'unconfirmed' });
    const rows = listed(row('new', { state: 'unconfirmed' }), urgent, row('a', { elapsedMs: 2 }));
    expect(ids(order.sort(rows, 0, true))).toEqual(['a', 'b', 'new']);
    expect(ids(order.sort(rows, 0, true))).toEqual(['a', 'b', 'new']);
    expect(ids(order.sort(rows, 0, false))).toEqual(['new', 'b', 'a']);
  });
});

describe('what needs attention', () => {
  test.each([
    [row('a'), 0, false],
    [row('a', { state: 'unconfirmed' }), 0, true],
    [paused('a', 120_000), 0, false],
    [paused('a', 120_001), 0, true],
    // The time since the list came counts too.
    [paused('a', 119_000), 1_001, true],
  ])('%#', (recording, passedMs, expected) => {
    expect(needsAttention(recording, passedMs)).toBe(expected);
  });

  test('is one of three views, which the search narrows further', () => {
    const filter = new BoardFilterState();
    const rows = [
      row('ada.agent'),
      paused('ben.agent', 10),
      paused('zoe', 200_000),
      row('max', { state: 'unconfirmed' }),
    ];
    const found = (): string[] => rows.filter((each) => filter.matches(each, 0)).map(({ id }) => id);
    expect(found()).toHaveLength(4);
    filter.segment = 'paused';
    expect(found()).toEqual(['ben.agent', 'zoe']);
    filter.segment = 'attention';
    expect(found()).toEqual(['zoe', 'max']);
    filter.segment = 'everyone';
    filter.text = ' AGENT ';
    expect(found()).toEqual(['ada.agent', 'ben.agent']);
    expect(filter.filtersHere).toBe(true);
    filter.clear();
    expect([filter.filtersHere, found().length]).toEqual([false, 4]);
  });

  test('is counted, of the recordings that are there; of an old list nothing is counted', () => {
    const rows = [
      ...listed(row('a'), paused('b', 10), paused('c', 200_000), row('d', { state: 'unconfirmed' })),
      { row: paused('ended', 200_000), endedAt: 5 },
    ];
    expect(countSegments(rows, 0, false)).toEqual({ everyone: 4, attention: 2, paused: 2 });
    expect(countSegments(rows, 0, true)).toBeNull();
  });

  test('of an old list, what was paused is still found as such', () => {
    const filter = new BoardFilterState();
    filter.segment = 'paused';
    const matches = (was: BoardRow['was']): boolean => filter.matches(row('a', { state: 'notKnown', was }), 0);
    expect([matches('paused'), matches('recording'), matches(null)]).toEqual([true, false, false]);
  });
});
