// @vitest-environment happy-dom
// The recording that is chosen in Live: what was true of a list that has grown old is told in the past, or not at all.
import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test } from 'vitest';
import { BoardActions } from '../../../src/renderer/main/live/board-actions.svelte.ts';
import BoardDetail from '../../../src/renderer/main/live/BoardDetail.svelte';
import type { Bridge } from '../../../src/shared/ipc/ipc-table.ts';
import type { BoardRow } from '../../../src/shared/ipc/board.ts';

const pausedLong: BoardRow = {
  id: 'a',
  username: 'ben.agent',
  remoteName: null,
  remoteNumber: null,
  state: 'paused',
  was: null,
  elapsedMs: 300_000,
  counting: false,
  paused: { forMs: 200_000, isWhole: true },
  problem: null,
  requestedForMs: null,
  canCancelPause: false,
  mine: false,
};

afterEach(() => {
  cleanup();
});

test.each([
  ['fresh', { stale: false, endedAt: null }, true],
  ['old', { stale: true, endedAt: null }, false],
  ['fresh, but without it', { stale: false, endedAt: 5 }, false],
])('a list that is %s says whether it is paused now', (_what, { stale, endedAt }, isPaused) => {
  // Nothing is called while it is only drawn.
  const actions = new BoardActions({} as unknown as Bridge);
  render(BoardDetail, { listed: { row: pausedLong, endedAt }, actions, passedMs: 0, stale, close: () => undefined });
  const said = screen.getByRole('complementary', { name: 'Selected recording' }).textContent;
  expect([/\bPaused\b/u.test(said), /Paused for more than/u.test(said)]).toEqual([isPaused, isPaused]);
});
