// What History says for a moment goes without a press, and takes nothing else with it.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Bridge } from '../../../src/shared/ipc/ipc-table.ts';
import { LocalCopies } from '../../../src/renderer/main/history/saved/local-copies.svelte.ts';
import { snapshotOf } from '../../support/renderer-gallery/snapshots.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const copies = (): LocalCopies => {
  const call = () => Promise.resolve({ ok: true, value: { rows: 2, fileName: 'recordings.csv' } });
  return new LocalCopies(
    { call } as unknown as Bridge,
    () => snapshotOf('idle').shell,
    () => undefined,
  );
};

test('that recordings were queued is said for ten seconds', () => {
  const one = copies();
  one.sayForAMoment('12 recordings queued.');
  vi.advanceTimersByTime(9_999);
  expect(one.note).toBe('12 recordings queued.');
  vi.advanceTimersByTime(1);
  expect(one.note).toBeNull();
});

test('what was said after it stays', async () => {
  const one = copies();
  one.sayForAMoment('12 recordings queued.');
  await one.exportList({ recordingIds: ['a'], filter: null });
  expect(one.note).toContain('recordings.csv');
  vi.advanceTimersByTime(60_000);
  expect(one.note).toContain('recordings.csv');
});
