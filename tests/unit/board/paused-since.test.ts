// For how long a recording of somebody has been paused: only what was seen is said.
import { describe, expect, test } from 'vitest';
import { boardStalenessMs } from '../../../src/main/core/board/pause-controllers.ts';
import { PausedSince } from '../../../src/main/core/board/paused-since.ts';
import type { BoardRow, BoardState } from '../../../src/shared/ipc/board.ts';

/** What is said of one recording that is in this state at `now`; null for one that is gone. */
function seen(since: PausedSince, state: BoardState | null, now: number) {
  const row = { id: 'a', paused: null as BoardRow['paused'], requestedForMs: null as number | null };
  if (state === null) since.follow([], now);
  else {
    const rows = [{ ...row, state }];
    since.follow(rows, now);
    return rows[0] ?? row;
  }
  return row;
}

/** What is said of one recording that is seen in these states, one each second. */
function said(...states: readonly (BoardState | null)[]): (string | null)[] {
  const since = new PausedSince();
  return states.map((state, index) => {
    const { paused } = seen(since, state, index * 1_000);
    return paused === null ? null : `${paused.isWhole ? '' : 'at least '}${String(paused.forMs / 1_000)} s`;
  });
}

describe('the time that a recording is paused', () => {
  test.each<[string, readonly (BoardState | null)[], readonly (string | null)[]]>([
    ['counts from when it was seen to begin', ['recording', 'paused', 'paused'], [null, '0 s', '1 s']],
    ['counts from its confirmation, when it was asked for here', ['pausing', 'paused', 'paused'], [null, '0 s', '1 s']],
    ['that began before anybody looked is at least so long', ['paused', 'paused'], ['at least 0 s', 'at least 1 s']],
    ['begins anew after a resume', ['recording', 'paused', 'recording', 'paused'], [null, '0 s', null, '0 s']],
    [
      'begins anew, and in doubt, where nothing was known',
      ['paused', 'notKnown', 'paused'],
      ['at least 0 s', null, 'at least 0 s'],
    ],
    [
      'begins anew, and in doubt, where it was gone from the list',
      ['recording', null, 'paused'],
      [null, null, 'at least 0 s'],
    ],
    ['is not told of what is not confirmed', ['unconfirmed', 'resuming', 'stopping'], [null, null, null]],
  ])('%s', (_what, states, expected) => {
    expect(said(...states)).toEqual(expected);
  });

  test('of another list is not that of the one before', () => {
    const since = new PausedSince();
    seen(since, 'recording', 0);
    since.clear();
    expect(seen(since, 'paused', 5_000).paused).toEqual({ forMs: 0, isWhole: false });
  });

  test.each([
    [boardStalenessMs, { forMs: 1_000 + boardStalenessMs, isWhole: true }],
    [boardStalenessMs + 1, { forMs: 0, isWhole: false }],
  ])('is unknown once nobody looked for longer than a list stays young (%i ms)', (gapMs, expected) => {
    const since = new PausedSince();
    seen(since, 'recording', 0);
    seen(since, 'paused', 1_000);
    seen(since, 'paused', 2_000);
    expect(seen(since, 'paused', 2_000 + gapMs).paused).toEqual(expected);
  });
});

describe('the time since a pause was requested', () => {
  test.each<[string, readonly BoardState[], readonly (number | null)[]]>([
    [
      'counts on while it is not confirmed, also through another press',
      ['pausing', 'unconfirmed', 'pausing', 'unconfirmed'],
      [0, 1_000, 2_000, 3_000],
    ],
    ['ends with the pause, and begins anew with the next', ['pausing', 'paused', 'pausing'], [0, null, 0]],
    ['is not told of a resume or a stop', ['resuming', 'stopping', 'recording', 'notKnown'], [null, null, null, null]],
  ])('%s', (_what, states, expected) => {
    const since = new PausedSince();
    const told = states.map((state, index) => seen(since, state, index * 1_000).requestedForMs);
    expect(told).toEqual(expected);
  });
});
