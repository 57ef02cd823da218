// @vitest-environment happy-dom
// Saving of recordings as the history shows it, and looking for the recording of a call that has just ended.
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Bridge, HistoryRow } from '../../../src/shared/ipc/ipc-table.ts';
import type { Problem } from '../../../src/shared/domain/problem.ts';
import type { DownloadView } from '../../../src/shared/ipc/snapshot.ts';
import { AfterCall } from '../../../src/renderer/main/history/list/after-call.ts';
import { SaveMany } from '../../../src/renderer/main/history/saving/save-many.svelte.ts';
import { Saves } from '../../../src/renderer/main/history/saving/saves.svelte.ts';
import { waitFor } from '../../support/wait-for.ts';

const row: HistoryRow = {
  id: '6b98303a-b295-473a-adae-19b78aca468d',
  referenceNumber: '2015200000023',
  startTime: null,
  durationMs: null,
  direction: 'incoming',
  localPartyNumber: null,
  remotePartyNumber: null,
  ownerUsername: null,
  savedAs: null,
  pause: null,
};

const download: DownloadView = {
  downloadId: 'd1',
  recordingId: row.id.toUpperCase(),
  referenceNumber: row.referenceNumber,
  fileName: 'call.mp3',
  phase: 'running',
  receivedBytes: 0,
  totalBytes: null,
  verified: null,
  problem: null,
};

function savesOf(refused: Problem | null = null): { saves: Saves; calls: string[]; downloads: DownloadView[] } {
  const calls: string[] = [];
  const downloads: DownloadView[] = [];
  const bridge = {
    call: (name: string) => {
      calls.push(name);
      return Promise.resolve(
        refused === null ? { ok: true, value: { downloadId: 'd1' } } : { ok: false, error: refused },
      );
    },
    on: () => () => undefined,
  };
  // The class makes calls about downloads only.
  return { saves: new Saves(bridge as unknown as Bridge, () => [...downloads]), calls, downloads };
}

describe('Saving a recording', () => {
  test('finds the download of a row whatever the case of its id', () => {
    const { saves, downloads } = savesOf();
    downloads.push(download);
    expect(saves.running(row.id)?.downloadId).toBe('d1');
  });

  test('is not asked for twice while the first is on its way', async () => {
    const { saves, calls } = savesOf();
    await Promise.all([saves.start(row), saves.start(row)]);
    expect(calls).toEqual(['downloads.start']);
  });

  test('remembers the file when the core no longer lists the download', () => {
    const { saves, downloads } = savesOf();
    downloads.push({ ...download, phase: 'saved' });
    flushSync(() => {
      saves.note();
    });
    downloads.length = 0;
    expect(saves.fileOf(row)).toBe('call.mp3');
  });

  test('says which file could not be saved and why, until it is tried again or dismissed', () => {
    const { saves, calls, downloads } = savesOf();
    downloads.push({ ...download, phase: 'failed', problem: { code: 'disk-full' } });
    expect(saves.failures.map(({ file, problem }) => [file, problem.code])).toEqual([['call.mp3', 'disk-full']]);
    expect(saves.failureOf(row.id)?.problem.code).toBe('disk-full');
    saves.dismissFailure(row.id);
    expect(saves.failures).toEqual([]);
    expect(calls).toEqual(['downloads.forget']);
  });

  test('shows only the newest of several tries', () => {
    const { saves, downloads } = savesOf();
    downloads.push({ ...download, phase: 'failed', problem: { code: 'disk-full' } }, { ...download, downloadId: 'd2' });
    expect(saves.failures).toEqual([]);
    expect(saves.active.map(({ downloadId }) => downloadId)).toEqual(['d2']);
  });

  test('says so when it could not even begin', async () => {
    const { saves } = savesOf({ code: 'folder-missing' });
    await saves.start(row);
    expect(saves.isStarting(row.id)).toBe(false);
    expect(saves.failures.map(({ problem }) => problem.code)).toEqual(['folder-missing']);
  });
});

describe('Failures that are more than a snapshot shows', () => {
  const failed = (at: number): DownloadView => ({
    ...download,
    downloadId: `f${String(at)}`,
    recordingId: `${row.id.slice(0, -3)}${String(at).padStart(3, '0')}`,
    phase: 'failed',
    problem: { code: 'media/gone' },
  });

  test('are asked for, and each says why, until it is tried again', async () => {
    const all = Array.from({ length: 200 }, (_, at) => failed(at));
    const shown = all.slice(-60);
    const calls: string[] = [];
    const bridge = {
      call: (name: string) => {
        calls.push(name);
        return Promise.resolve({ ok: true, value: { failures: all } });
      },
      on: () => () => undefined,
    };
    const saves = new Saves(bridge as unknown as Bridge, () => shown);
    saves.readFailures(200);
    saves.readFailures(200);
    await waitFor(() => {
      expect(saves.failures).toHaveLength(200);
    });
    expect(calls).toEqual(['downloads.failures']);
    expect(saves.failureOf(failed(3).recordingId)?.problem.code).toBe('media/gone');
    saves.dismissFailure(failed(3).recordingId);
    expect(calls).toEqual(['downloads.failures', 'downloads.forget']);
    expect(saves.failures).toHaveLength(199);
    // As few as a snapshot shows: that is enough then.
    saves.readFailures(60);
    expect(saves.failures).toHaveLength(60);
  });
});

describe('An order of many', () => {
  const order = { recordingIds: null, filter: null };
  const kept = (): Promise<boolean> => Promise.resolve(true);

  function orderOf() {
    const calls: string[] = [];
    const closed: (string | null)[] = [];
    const answers = new Map<string, (answer: unknown) => void>();
    const bridge = {
      call: (name: string) => {
        calls.push(name);
        return new Promise((resolve) => answers.set(name, resolve));
      },
      on: () => () => undefined,
    };
    const many = new SaveMany(bridge as unknown as Bridge, order, (said) => closed.push(said));
    const answer = async (name: string, value: unknown): Promise<void> => {
      answers.get(name)?.(value);
      await Promise.resolve();
      await Promise.resolve();
    };
    return { many, calls, closed, answer };
  }

  test.each([
    ['leaves out by itself what is not proven', 2, true],
    ['leaves out nothing where the journal cannot be read', null, false],
  ])('%s', async (_what, notProven, leaveOut) => {
    const { many, answer } = orderOf();
    const asking = many.ask();
    await answer('downloads.estimate', {
      ok: true,
      value: {
        count: 2,
        estimatedBytes: 1,
        exact: true,
        notProven,
        saved: { count: 0, estimatedBytes: 0, notProven: 0 },
      },
    });
    await asking;
    expect([many.leaveOut, many.skipSaved]).toEqual([leaveOut, true]);
  });

  test.each([
    ['skips what is here already, and what is not proven', true, true, 40 - 12 - (5 - 2), 28_000, 3],
    ['skips what is here already', true, false, 28, 28_000, 3],
    ['skips what is not proven', false, true, 35, 40_000, 5],
    ['takes all', false, false, 40, 40_000, 5],
  ])('%s, and says before how many and how much', async (_what, skipSaved, leaveOut, count, bytes, notProven) => {
    const { many, answer } = orderOf();
    const asking = many.ask();
    const saved = { count: 12, estimatedBytes: 12_000, notProven: 2 };
    await answer('downloads.estimate', {
      ok: true,
      value: { count: 40, estimatedBytes: 40_000, exact: true, notProven: 5, saved },
    });
    await asking;
    many.skipSaved = skipSaved;
    many.leaveOut = leaveOut;
    expect([many.wanted, many.notProven, many.isTooMany]).toEqual([{ count, bytes }, notProven, false]);
  });

  test('of more than can be saved at once says so before', async () => {
    const { many, answer } = orderOf();
    const asking = many.ask();
    await answer('downloads.estimate', {
      ok: true,
      value: { count: 10_001, estimatedBytes: 9_000_000_000, exact: false, notProven: 0, saved: null },
    });
    await asking;
    expect([many.isTooMany, many.wanted?.bytes]).toEqual([true, 9_000_000_000]);
  });

  test.each([
    [40_000, false],
    [39_999, true],
    [undefined, false],
  ])('with %s bytes free says that it may not fit: %s', async (freeBytes, mayNotFit) => {
    const { many, answer } = orderOf();
    const asking = many.ask();
    const value = { count: 40, estimatedBytes: 40_000, exact: true, notProven: 0, saved: null, freeBytes };
    await answer('downloads.estimate', { ok: true, value });
    await asking;
    expect(many.mayNotFit).toBe(mayNotFit);
  });

  test('asks anew for a sample, its size and what it skips, and for nothing else', () => {
    const { many } = orderOf();
    const all = many.question;
    many.skipSaved = false;
    many.sampleSize = '50';
    many.leaveOut = false;
    expect(many.question).toBe(all);
    many.samples = true;
    const sample = many.question;
    many.sampleSize = '60';
    expect(new Set([all, sample, many.question]).size).toBe(3);
  });

  test('that is left while it is put together stops that, and nothing of it is said to be queued', async () => {
    const { many, calls, closed, answer } = orderOf();
    const saving = many.save(kept);
    await waitFor(() => {
      expect(calls).toContain('downloads.startMany');
    });
    many.leave();
    many.leave();
    expect(calls).toEqual(['downloads.startMany', 'downloads.cancelCollecting']);
    expect(closed).toEqual([]);
    await answer('downloads.startMany', { ok: false, error: { code: 'request-cancelled' } });
    await saving;
    expect(closed).toEqual([null]);
    expect(many.problem).toBeNull();
  });

  test('that is left too late says what was queued', async () => {
    const { many, calls, closed, answer } = orderOf();
    const saving = many.save(kept);
    await waitFor(() => {
      expect(calls).toContain('downloads.startMany');
    });
    many.leave();
    await answer('downloads.startMany', { ok: true, value: { queued: 40, leftOut: 2 } });
    await saving;
    expect(closed).toEqual(['40 recordings queued. 2 skipped.']);
  });

  test('that is left before it is given is not given, and what it would cost is asked no further', async () => {
    const { many, calls, closed } = orderOf();
    void many.ask();
    many.leave();
    expect(calls).toEqual(['downloads.estimate', 'downloads.cancelCollecting']);
    expect(closed).toEqual([null]);
  });

  test('that is left while its folder is being kept is not given', async () => {
    const { many, calls, closed } = orderOf();
    let keep = (_isKept: boolean): void => undefined;
    const saving = many.save(
      () =>
        new Promise((resolve) => {
          keep = resolve;
        }),
    );
    many.leave();
    keep(true);
    await saving;
    expect(calls).toEqual(['downloads.cancelCollecting']);
    expect(closed).toEqual([null]);
  });
});

describe('After a call', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('the list is looked at until the new recording is there', async () => {
    const answers = [false, true];
    const look = vi.fn(() => Promise.resolve(answers.shift() ?? true));
    const after = new AfterCall(look);
    after.follow(['A']);
    expect(vi.getTimerCount()).toBe(0);
    after.follow([]);
    await vi.runAllTimersAsync();
    expect(look).toHaveBeenCalledTimes(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a recording that never comes is not looked for for ever', async () => {
    const look = vi.fn(() => Promise.resolve(false));
    const after = new AfterCall(look);
    after.follow(['A']);
    after.follow([]);
    await vi.runAllTimersAsync();
    expect(look).toHaveBeenCalledTimes(3);
  });

  test('the same recording under another case of its id has not ended', () => {
    const after = new AfterCall(() => Promise.resolve(true));
    after.follow(['a-b']);
    after.follow(['A-B']);
    expect(vi.getTimerCount()).toBe(0);
  });
});
