// Saving all that a search finds: its progress while the list is read, and cancelled so that nothing of it is left.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ExportCsv } from '../../../src/main/core/history/export-csv.ts';
import { History } from '../../../src/main/core/history/history.ts';
import { PauseMarks } from '../../../src/main/core/journal/pause-marks.ts';
import { BulkSave } from '../../../src/main/core/history/bulk-save.ts';
import type { UcxClient } from '../../../src/main/core/ucx/client-types.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import { err, ok } from '../../../src/shared/domain/result.ts';
import { FakeRecorder } from '../../support/fake-recorder.ts';
import { id, recordingOf, SavingWorld, short } from '../../support/saving-world.ts';

const filter = { remoteParty: '', from: null, to: null, direction: null };
const request = { recordingIds: null, filter };
/** What the index says of a file. */
const entry = {
  sha256: 'a'.repeat(64),
  referenceNumber: '',
  savedAt: null,
  bytes: 1,
  startTime: null,
  durationMs: null,
  remotePartyNumber: null,
  verified: true,
  metadataPath: null,
};
let total = 1_000;
let world: SavingWorld;
let bulkSave: BulkSave;
/** Pages that were asked for, each with what lets the server answer. */
let pages: { readonly page: number; readonly answer: () => void }[];
let wake = (): void => undefined;

beforeEach(() => {
  world = new SavingWorld();
  world.media = short;
  pages = [];
  total = 1_000;
  const { ports, saved, downloads } = world;
  const client: UcxClient = {
    ...new FakeRecorder(ports.clock).client(),
    listCompleted: ({ page, pageSize }, signal) =>
      new Promise((resolve) => {
        const cancelled = { endpoint: 'listCompleted', outcome: 'cancelled', status: null, reason: null } as const;
        signal?.addEventListener('abort', () => {
          resolve(err({ ...cancelled, problem: problem('request-cancelled') }));
        });
        const numbers = Array.from(
          { length: Math.min(pageSize, total - page * pageSize) },
          (_, at) => page * pageSize + at,
        );
        const recordings = numbers.map((number) => recordingOf(id(number), `R${String(number)}`));
        pages.push({
          page,
          answer: () => {
            resolve(ok({ totalCount: total, recordings }));
          },
        });
        wake();
      }),
  };
  const marks = new PauseMarks(
    () => Promise.resolve([]),
    () => 2_000,
  );
  const history = new History({ client: () => client, saved, marks, log: ports.log, onChange: () => undefined });
  const folder = () => ({ folder: ports.downloadFolder, makeFolder: true });
  const separator = () => Promise.resolve(';' as const);
  const exportCsv = new ExportCsv({ ports, marks, saved, folder, separator });
  bulkSave = new BulkSave({
    history,
    downloads,
    marks,
    saved,
    exportCsv,
    onChange: () => undefined,
    ports,
    folder,
    freeBytes: () => Promise.resolve(212_000_000_000),
  });
});
afterEach(() => world.dispose());

async function asked(page: number): Promise<() => void> {
  for (;;) {
    const found = pages.find((one) => one.page === page);
    if (found !== undefined) return found.answer;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

describe('while the list of a search is read', () => {
  test('an order can be cancelled: no more pages are asked for, and nothing is queued', async () => {
    const started = bulkSave.startMany(request, { leaveOutNotProven: false, skipSaved: true });
    (await asked(0))();
    await asked(1);
    expect(bulkSave.collecting).toEqual({ save: { done: 200, total }, list: null });
    bulkSave.cancel('save');
    expect(await started).toEqual({ ok: false, error: { code: 'request-cancelled' } });
    expect(bulkSave.collecting).toEqual({ save: null, list: null });
    expect(pages).toHaveLength(2);
    expect(world.downloads.views()).toEqual([]);
  });

  test('a table can be cancelled: no file is written, and an order beside it goes on', async () => {
    const listed = bulkSave.exportCsv({ recordingIds: null, filter: filter });
    (await asked(0))();
    await asked(1);
    expect(bulkSave.collecting.list).toEqual({ done: 200, total });
    bulkSave.cancel('save');
    bulkSave.cancel('list');
    expect(await listed).toEqual({ ok: false, error: { code: 'request-cancelled' } });
    expect(await world.inFolder()).toEqual([]);
  });

  test('what it would cost can be left unasked', async () => {
    const estimate = bulkSave.estimate(request);
    (await asked(0))();
    await asked(1);
    bulkSave.cancel('save');
    expect(await estimate).toMatchObject({ ok: false, error: { code: 'request-cancelled' } });
    expect(pages).toHaveLength(2);
  });

  test('a new request ends the one before it', async () => {
    const first = bulkSave.estimate(request);
    await asked(0);
    const second = bulkSave.startMany(
      { recordingIds: [id(1)], filter: null },
      { leaveOutNotProven: false, skipSaved: true },
    );
    expect(await second).toMatchObject({ ok: true, value: { queued: 1 } });
    const goesOn = new Promise((resolve) => setImmediate(resolve, 'goes on'));
    expect(await Promise.race([first, goesOn])).toMatchObject({ ok: false, error: { code: 'request-cancelled' } });
  });

  test('an order that is not cancelled is queued whole', async () => {
    const started = bulkSave.startMany(request, { leaveOutNotProven: false, skipSaved: true });
    for (let page = 0; page < 5; page += 1) (await asked(page))();
    expect(await started).toEqual({ ok: true, value: { queued: total, leftOut: 0 } });
    expect(bulkSave.collecting.save).toBeNull();
    world.downloads.cancelAll();
  });
});

describe('what is on this computer already', () => {
  const saveAll = { leaveOutNotProven: false, skipSaved: true };

  async function answerAll(count: number): Promise<void> {
    for (let page = 0; page < count; page += 1) (await asked(page))();
    pages = [];
  }

  /** Puts the first so many of the search into the folder. */
  async function saved(count: number): Promise<void> {
    await mkdir(world.ports.downloadFolder, { recursive: true });
    for (let number = 0; number < count; number += 1) {
      const path = join(world.ports.downloadFolder, `${String(number)}.mp3`);
      await writeFile(path, 'x');
      await world.saved.add({ ...entry, id: id(number), path });
    }
  }

  test('is counted before, and not saved again', async () => {
    total = 30;
    await saved(12);
    const estimate = bulkSave.estimate(request);
    await answerAll(1);
    expect(await estimate).toMatchObject({
      ok: true,
      value: {
        count: 30,
        estimatedBytes: 30 * 300_000,
        exact: true,
        saved: { count: 12, estimatedBytes: 12 * 300_000 },
      },
    });
    const started = bulkSave.startMany(request, saveAll);
    await answerAll(1);
    expect(await started).toEqual({ ok: true, value: { queued: 18, leftOut: 12 } });
    world.downloads.cancelAll();
  });

  test('is saved again where that is wanted, and where the file is gone', async () => {
    total = 5;
    await saved(3);
    await rm(join(world.ports.downloadFolder, '0.mp3'));
    const started = bulkSave.startMany(request, saveAll);
    await answerAll(1);
    expect(await started).toMatchObject({ value: { queued: 3, leftOut: 2 } });
    const again = bulkSave.startMany(request, { ...saveAll, skipSaved: false });
    await answerAll(1);
    expect(await again).toMatchObject({ value: { leftOut: 0 } });
    world.downloads.cancelAll();
  });

  test('all of it: nothing is queued', async () => {
    total = 2;
    await saved(2);
    const started = bulkSave.startMany(request, saveAll);
    await answerAll(1);
    expect(await started).toEqual({ ok: true, value: { queued: 0, leftOut: 2 } });
    expect(world.downloads.views()).toEqual([]);
  });

  test('is not looked for among more than can be saved at once: a few pages tell about how much it would be', async () => {
    total = 1_028_539;
    const estimate = bulkSave.estimate(request);
    await answerAll(5);
    expect(await estimate).toEqual({
      ok: true,
      value: {
        count: total,
        estimatedBytes: total * 300_000,
        exact: false,
        notProven: 0,
        saved: null,
        freeBytes: 212_000_000_000,
      },
    });
    const started = bulkSave.startMany(request, saveAll);
    await answerAll(5);
    expect(await started).toMatchObject({ ok: false, error: { code: 'found-too-many' } });
  });
});

describe('a random sample', () => {
  const sampleOf = (change: Partial<{ size: number; seed: number; skipSaved: boolean }> = {}) => ({
    ...request,
    sample: { size: 5, seed: 7, skipSaved: false, ...change },
  });
  /** Lets the server answer whatever it is asked, until the work is done. */
  async function answered<T>(work: Promise<T>): Promise<T> {
    const state = { isDone: false };
    void work.finally(() => (state.isDone = true));
    while (!state.isDone) {
      for (const { answer } of pages) answer();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return work;
  }
  const listed = async (): Promise<{
    seed: number;
    found: number;
    size: number;
    recordings: { recordingId: string }[];
  }> => JSON.parse(await readFile(join(world.ports.downloadFolder, 'sample.json'), 'utf8')) as never;

  test('of a million costs one small request for each, and what was estimated is what is saved and written down', async () => {
    total = 1_028_539;
    const estimate = await answered(bulkSave.estimate(sampleOf()));
    expect(estimate).toMatchObject({ ok: true, value: { count: 5, exact: true } });
    const requests = pages.length;
    expect(requests).toBe(6);
    const started = await answered(bulkSave.startMany(sampleOf(), { leaveOutNotProven: false, skipSaved: true }));
    expect(started).toEqual({ ok: true, value: { queued: 5, leftOut: 0 } });
    // Nothing is drawn anew in between.
    expect(pages).toHaveLength(requests);
    const list = await listed();
    expect(list).toMatchObject({ seed: 7, found: total, size: 5 });
    expect(
      world.downloads
        .views()
        .map(({ recordingId }) => recordingId)
        .sort(),
    ).toEqual(list.recordings.map(({ recordingId }) => recordingId).sort());
  });

  test('draws others in place of what is saved, and all there is where it is smaller than asked for', async () => {
    total = 8;
    for (let number = 0; number < 3; number += 1) {
      const file = join(world.ports.downloadFolder, `${String(number)}.mp3`);
      await mkdir(world.ports.downloadFolder, { recursive: true });
      await writeFile(file, 'x');
      await world.saved.add({ ...entry, id: id(number), path: file });
    }
    const estimate = await answered(bulkSave.estimate(sampleOf({ size: 100, skipSaved: true })));
    expect(estimate).toMatchObject({ ok: true, value: { count: 5, saved: { count: 0 } } });
    expect(await answered(bulkSave.estimate(sampleOf({ size: 100 })))).toMatchObject({ value: { count: 8 } });
  });

  test('whose list cannot be written saves nothing, and says why', async () => {
    total = 8;
    await mkdir(join(world.ports.downloadFolder, '..'), { recursive: true });
    await writeFile(world.ports.downloadFolder, 'a file in the place of the folder');
    const started = await answered(bulkSave.startMany(sampleOf(), { leaveOutNotProven: false, skipSaved: false }));
    expect(started.ok).toBe(false);
    expect(world.downloads.views()).toEqual([]);
  });

  test('can be cancelled while it is drawn', async () => {
    total = 1_000;
    const estimate = bulkSave.estimate(sampleOf());
    (await asked(0))();
    bulkSave.cancel('save');
    expect(await answered(estimate)).toMatchObject({ ok: false, error: { code: 'request-cancelled' } });
  });
});
