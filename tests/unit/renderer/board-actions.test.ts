// What came of one's own doing to a recording of somebody else is said, and not left standing when it may be true no more.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BoardRow } from '../../../src/shared/ipc/board.ts';
import type { Bridge } from '../../../src/shared/ipc/ipc-table.ts';
import { BoardActions, saidForMs } from '../../../src/renderer/main/live/board-actions.svelte.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const row: BoardRow = {
  id: '6b98303a-b295-473a-adae-19b78aca468d',
  username: 'ben.agent',
  remoteName: null,
  remoteNumber: '+390551104729',
  state: 'recording',
  was: null,
  elapsedMs: 1_000,
  counting: true,
  problem: null,
  canCancelPause: false,
  paused: null,
  requestedForMs: null,
  mine: false,
};

const answering = (value: unknown): BoardActions =>
  new BoardActions({ call: () => Promise.resolve({ ok: true, value }) } as unknown as Bridge);

test('a confirmed pause is said for ten seconds and then no more', async () => {
  const actions = answering({ confirmed: true, problem: null });
  await actions.pause(row);
  expect(actions.said).toBe('ben.agent: pause confirmed.');
  vi.advanceTimersByTime(saidForMs - 1);
  expect(actions.said).not.toBe('');
  vi.advanceTimersByTime(1);
  expect(actions.said).toBe('');
});

test('what comes next is said for its own time', async () => {
  const actions = answering({ confirmed: true, problem: null });
  await actions.pause(row);
  vi.advanceTimersByTime(saidForMs - 1);
  await actions.resume(row);
  vi.advanceTimersByTime(saidForMs - 1);
  expect(actions.said).toContain('ben.agent');
});

test('a refusal is said by what happened', async () => {
  const actions = answering({ confirmed: false, problem: { code: 'recorder-did-not-obey' } });
  await actions.pause(row);
  expect(actions.said).toContain('The recorder accepted the request but is still recording.');
});
