// Looking for what the API has no filter for: pauses of our journal and files of this computer, through all that the other filters find.
import { describe, expect, test } from 'vitest';
import { MarkedSearch, mostLookedThrough } from '../../../src/main/core/history/marked-search.ts';
import type { PauseMarks } from '../../../src/main/core/journal/pause-marks.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import type { CompletedRecording } from '../../../src/shared/domain/recording.ts';
import { err, ok } from '../../../src/shared/domain/result.ts';
import type { HistoryMark } from '../../../src/shared/domain/recording.ts';
import type { PauseMark } from '../../../src/shared/ipc/recording-detail.ts';

const minute = 60_000;
const noon = Date.UTC(2026, 10, 20, 12);
const pageSize = 200;
const never = new AbortController().signal;
const filter = (...marks: HistoryMark[]) => ({ remoteParty: '', from: null, to: null, direction: null, marks });
const mark = (outcome: 'confirmed' | 'late' | 'notConfirmed'): PauseMark => ({
  outcome,
  pausedForMs: null,
  exposureMs: null,
});

/** A server with so many recordings, one a minute before noon, the newest first. */
function world(total: number, change: { oldest?: number; unreadable?: boolean } = {}) {
  const marks = new Map<string, PauseMark>();
  const saved = new Set<string>();
  const asked: number[] = [];
  /** `breaksAt`: the first page that is not answered. */
  const server = { total, newest: 0, breaksAt: Infinity };
  const recording = (index: number): CompletedRecording => ({
    id: `r${String(index)}`,
    referenceNumber: String(index),
    startTime: new Date(noon - index * minute).toISOString(),
    durationMs: 30_000,
    direction: 'incoming',
    localPartyNumber: null,
    remotePartyNumber: null,
    ownerUsername: null,
  });
  const fail = (): Promise<never> => Promise.reject(new Error('EACCES'));
  const pauses: Pick<PauseMarks, 'mark' | 'oldest'> = {
    mark: (id) => (change.unreadable === true ? fail() : Promise.resolve(marks.get(id) ?? null)),
    oldest: () => (change.unreadable === true ? fail() : Promise.resolve(change.oldest ?? -Infinity)),
  };
  // Only these two of its methods are used.
  const search = new MarkedSearch(pauses as PauseMarks, {
    fileNameOf: (id) => Promise.resolve(saved.has(id) ? `${id}.mp3` : null),
  });
  const progress: string[] = [];
  const find = async (...wanted: HistoryMark[]) => {
    const answer = await search.find(
      filter(...wanted),
      (page) => {
        asked.push(page);
        if (page >= server.breaksAt) return Promise.resolve(err(problem('service-unavailable', { host: 'h' })));
        const first = server.newest + page * pageSize;
        const length = Math.max(0, Math.min(pageSize, server.total - page * pageSize));
        const recordings = Array.from({ length }, (_, at) => recording(first + at));
        return Promise.resolve(ok({ totalCount: server.total, recordings }));
      },
      never,
      (read, of) => progress.push(`${String(read)}/${String(of)}`),
    );
    return answer.ok
      ? { ids: answer.value.recordings.map(({ id }) => id), read: answer.value.read, of: answer.value.of }
      : answer.error.code;
  };
  return { marks, saved, asked, server, search, progress, find };
}

describe('A search for marks', () => {
  test('finds the paused, of them the unproven, and what is not saved, newest first, through all pages', async () => {
    const { marks, saved, find, asked, progress } = world(450);
    marks.set('r7', mark('confirmed'));
    marks.set('r301', mark('late'));
    marks.set('r449', mark('notConfirmed'));
    saved.add('r7');
    saved.add('r449');
    expect(await find('paused')).toEqual({ ids: ['r7', 'r301', 'r449'], read: 450, of: 450 });
    expect(await find('unproven')).toEqual({ ids: ['r301', 'r449'], read: 450, of: 450 });
    expect(await find('paused', 'unsaved')).toEqual({ ids: ['r301'], read: 450, of: 450 });
    expect(await find('unproven', 'paused', 'unsaved')).toEqual({ ids: ['r301'], read: 450, of: 450 });
    const unsaved = await find('unsaved');
    expect(unsaved).toMatchObject({ ids: { length: 448 } });
    expect(asked.slice(0, 3)).toEqual([0, 1, 2]);
    expect(progress.slice(0, 3)).toEqual(['200/450', '400/450', '450/450']);
  });

  test('looks through no more than a limit, and says so', async () => {
    const { marks, find, asked, progress } = world(1_000_000);
    marks.set('r9999', mark('late'));
    marks.set('r10000', mark('late'));
    expect(await find('paused')).toEqual({ ids: ['r9999'], read: mostLookedThrough, of: 1_000_000 });
    expect(asked).toHaveLength(mostLookedThrough / pageSize);
    expect(progress.at(-1)).toBe('10000/10000');
  });

  test('ends where the journal begins: before its first pause nothing can match, whatever the clocks say', async () => {
    const day = 24 * 60;
    // The first pause was asked for 300 minutes before noon; a day is left for clocks that disagree.
    const { find, asked } = world(5_000, { oldest: noon - 300 * minute });
    expect(await find('paused')).toEqual({ ids: [], read: 5_000, of: 5_000 });
    expect(asked).toHaveLength(Math.ceil((300 + day) / pageSize) + 1);
    const saved = world(5_000, { oldest: noon });
    await saved.find('unsaved');
    expect(saved.asked).toHaveLength(25);
  });

  test('of a journal without a pause needs one page', async () => {
    const { find, asked } = world(5_000, { oldest: Infinity });
    expect(await find('unproven')).toEqual({ ids: [], read: 5_000, of: 5_000 });
    expect(asked).toEqual([0]);
  });

  test('is not made without the journal where it needs it, and is where it does not', async () => {
    const { find, asked, saved } = world(3, { unreadable: true });
    saved.add('r1');
    expect(await find('paused')).toBe('pauses-unknown');
    expect(asked).toEqual([]);
    expect(await find('unsaved')).toEqual({ ids: ['r0', 'r2'], read: 3, of: 3 });
  });

  test('is kept until the server has another recording; what once matched stays', async () => {
    const { find, asked, saved, server, search } = world(300);
    expect(await find('unsaved')).toMatchObject({ ids: { length: 300 } });
    saved.add('r0');
    expect(await find('unsaved')).toMatchObject({ ids: { length: 300 } });
    // One look whether something is new.
    expect(asked).toEqual([0, 1, 0]);
    server.newest = -1;
    server.total = 301;
    const grown = await find('unsaved');
    expect(grown).toMatchObject({ ids: { length: 301 }, of: 301 });
    expect(grown).toMatchObject({ ids: { 0: 'r-1', 1: 'r0' } });
    // Another search looks anew, and so does another user.
    expect(await find('unsaved', 'paused')).toMatchObject({ ids: [] });
    expect(await find('unsaved')).toMatchObject({ ids: { length: 300 } });
    search.forget();
    saved.add('r1');
    expect(await find('unsaved')).toMatchObject({ ids: { length: 299 } });
  });

  test('that the server breaks off is an error, and nothing half is kept', async () => {
    const { server, find } = world(300);
    server.breaksAt = 1;
    expect(await find('unsaved')).toBe('service-unavailable');
    server.breaksAt = 0;
    expect(await find('unsaved')).toBe('service-unavailable');
    server.breaksAt = Infinity;
    expect(await find('unsaved')).toMatchObject({ ids: { length: 300 }, read: 300, of: 300 });
  });
});

test('sound that was found in a confirmed pause is unproven too', async () => {
  const { marks, find } = world(5);
  const soundIn = (outcome: 'confirmed' | 'late'): PauseMark => ({
    outcome,
    pausedForMs: null,
    exposureMs: null,
    soundFound: true,
  });
  marks.set('r1', soundIn('confirmed'));
  marks.set('r2', mark('confirmed'));
  marks.set('r4', soundIn('late'));
  expect(await find('unproven')).toMatchObject({ ids: ['r1', 'r4'] });
});
