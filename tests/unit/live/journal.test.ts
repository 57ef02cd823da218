// The journal: chained, append-only, whole again after a kill at any byte, and checkable by anybody.
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Journal, journalFolderOf } from '../../../src/main/core/journal/journal.ts';
import { checkLines, hashOf, parseLine, wholeLines } from '../../../src/main/core/journal/journal-file.ts';
import type { Files } from '../../../src/main/core/platform/ports.ts';
import { firstPrevious, type JournalFact } from '../../../src/shared/domain/journal.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';

const id = '11111111-1111-4111-8111-111111111111';
let ports: FakePorts<FakeClock>;
let folder: string;
let number = 0;
let serverNow: number | null;

beforeEach(async () => {
  ports = fakePorts();
  folder = join(ports.profileFolder, 'journal');
  number = 0;
  serverNow = Date.UTC(2026, 10, 22, 8);
});
afterEach(() => rm(dirname(ports.profileFolder), { recursive: true, force: true }));

const journal = (files: Files = ports.files): Journal =>
  new Journal({
    ports: { ...ports, files, version: '1.2.3' },
    folder,
    serverNow: () => (serverNow === null ? null : { ms: serverNow, withinMs: 40 }),
    onChange: () => undefined,
  });

const asked = (): JournalFact => ({
  kind: 'asked',
  pauseId: `p${String((number += 1))}`,
  trigger: 'hotkey',
  recordingIds: [id],
});

async function written(count: number): Promise<Journal> {
  const made = journal();
  await made.open();
  for (let entry = 0; entry < count; entry += 1) made.add(asked());
  await made.flushed();
  return made;
}

const november = (): string => join(folder, '2026-11.jsonl');

describe('the journal', () => {
  test('gives each entry a number, both clocks, the version and the hash of the one before', async () => {
    const made = await written(3);
    const { entries, breakAt } = await made.everything();
    expect(breakAt).toBeNull();
    expect(entries.map((entry) => entry.sequence)).toEqual([1, 2, 3]);
    expect(entries[0]).toMatchObject({
      at: '2026-11-22T09:00:00.000Z',
      serverAt: '2026-11-22T08:00:00.000Z',
      serverWithinMs: 40,
      appVersion: '1.2.3',
      previous: firstPrevious,
    });
    expect(entries[1]?.previous).toBe(entries[0]?.hash);
  });

  test('goes on with its chain after a restart and into the next month', async () => {
    await written(2);
    ports.clock.jump(20 * 86_400_000);
    const again = await written(2);
    expect(await again.months()).toEqual(['2026-12', '2026-11']);
    const { entries, breakAt } = await again.everything();
    expect(breakAt).toBeNull();
    expect(entries.map((entry) => entry.sequence)).toEqual([1, 2, 3, 4]);
  });

  test('keeps its order when the clock jumps back over the end of a month', async () => {
    await written(1);
    ports.clock.jump(-40 * 86_400_000);
    const again = await written(2);
    expect(await again.months()).toEqual(['2026-11']);
    expect((await again.everything()).breakAt).toBeNull();
  });

  test('cut anywhere sets the torn end aside, says so, and loses no whole entry', async () => {
    await written(3);
    const whole = await readFile(november());
    const nearLineEnd = (cut: number): boolean => [-1, 0, 1].some((step) => whole[cut + step] === 0x0a);
    for (let cut = 0; cut <= whole.length; cut += 1) {
      if (!nearLineEnd(cut) && cut % 29 !== 0) continue;
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      await writeFile(november(), whole.subarray(0, cut));
      const kept = wholeLines(whole.subarray(0, cut).toString('utf8')).lines.length;
      const again = journal();
      const told = await again.open();
      again.add(asked());
      await again.flushed();
      const { entries, breakAt } = await again.everything();
      expect(breakAt).toBeNull();
      const isTorn = cut > 0 && whole[cut - 1] !== 0x0a;
      expect(told?.code ?? null).toBe(isTorn ? 'journal-torn' : null);
      expect(entries).toHaveLength(kept + (isTorn ? 2 : 1));
      if (isTorn) {
        const aside = (await readdir(folder)).find((name) => name.includes('.torn-')) ?? '';
        const start = whole.subarray(0, cut).lastIndexOf(0x0a) + 1;
        expect((await readFile(join(folder, aside))).equals(whole.subarray(start, cut))).toBe(true);
      }
    }
  });

  test.each([8.64e15, -8.64e15, 8.64e15 + 1, Infinity, -Infinity, NaN])(
    'keeps every entry, whole and in its chain, whatever the clocks say: %d',
    async (time) => {
      const made = await written(1);
      serverNow = time;
      made.add(asked());
      ports.clock.now = () => time;
      made.add(asked());
      ports.clock.now = () => Date.UTC(2026, 10, 22, 9);
      serverNow = null;
      made.add(asked());
      await made.flushed();
      const { entries, breakAt } = await made.everything();
      expect(breakAt).toBeNull();
      expect(entries.map(({ sequence, fact }) => [sequence, fact.kind])).toEqual(
        [1, 2, 3, 4].map((sequence) => [sequence, 'asked']),
      );
    },
  );

  test('keeps entries that a full disk refuses, says so, and writes them whole once there is room', async () => {
    let full = true;
    const files: Files = {
      ...ports.files,
      append: async (path, text) => {
        if (!full) return ports.files.append(path, text);
        await appendFile(path, text.slice(0, text.length / 2));
        throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      },
    };
    await ports.files.makeFolder(folder);
    const made = journal(files);
    await made.open();
    made.add(asked());
    made.add(asked());
    await made.flushed();
    expect(made.problem?.code).toBe('journal-not-written');
    full = false;
    made.add(asked());
    await made.flushed();
    expect(made.problem).toBeNull();
    const { entries, breakAt } = await made.everything();
    expect(breakAt).toBeNull();
    expect(entries).toHaveLength(3);
  });

  test('has no place for names and numbers of people: what is not in the schema is refused', () => {
    const line = JSON.stringify({
      sequence: 1,
      at: '',
      serverAt: null,
      appVersion: '',
      fact: { kind: 'asked', pauseId: 'p', trigger: 'hotkey', recordingIds: [], remoteNumber: '+1555' },
      previous: firstPrevious,
      hash: 'f'.repeat(64),
    });
    expect(parseLine(line)).toBeNull();
  });
});

describe('a profile that roams', () => {
  test('has a journal for each computer, under a name that is safe as a folder', () => {
    const folders = [undefined, 'DESK-1', 'desk-2.example.com', '../..'].map((host) =>
      journalFolderOf({ profileFolder: '/profile', ...(host === undefined ? {} : { host }) }),
    );
    expect(new Set(folders).size).toBe(4);
    for (const each of folders.slice(1)) expect(dirname(each)).toBe(join('/profile', 'journal'));
  });
});

test('whoever listens to entries and throws costs neither the entry nor the one who wrote it', async () => {
  const made = new Journal({
    ports: { ...ports, version: '1.2.3' },
    folder,
    serverNow: () => null,
    onChange: () => undefined,
    onEntry: () => {
      throw new Error('broken');
    },
  });
  await made.open();
  made.add(asked());
  made.add(asked());
  await made.flushed();
  expect((await made.everything()).entries.map(({ sequence }) => sequence)).toEqual([1, 2]);
});

describe('checking a journal', () => {
  test('finds any changed byte', async () => {
    const made = await written(4);
    const { lines } = await made.everything();
    const text = lines.join('\n');
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = Buffer.from(text);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        expect(checkLines(bytes.toString('latin1').split('\n'), firstPrevious).breakAt).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  test('finds a line that was taken out, put in twice, or moved, and says which', async () => {
    const made = await written(5);
    const { lines } = await made.everything();
    expect(checkLines(lines, firstPrevious).breakAt).toBeNull();
    expect(checkLines(lines.toSpliced(2, 1), firstPrevious).breakAt).toEqual({ line: 3, why: 'missing' });
    expect(checkLines(lines.slice(1), firstPrevious).breakAt).toEqual({ line: 1, why: 'missing' });
    expect(checkLines(lines.toSpliced(2, 0, lines[1] ?? ''), firstPrevious).breakAt).toEqual({
      line: 3,
      why: 'missing',
    });
  });

  test('finds a number that was left out although every hash fits', async () => {
    const { lines } = await (await written(2)).everything();
    const [first, second] = lines.map((line) => parseLine(line));
    if (!first || !second) throw new Error('not written');
    const { hash: _hash, ...unhashed } = { ...second, sequence: second.sequence + 1 };
    const skipped = JSON.stringify({ ...unhashed, hash: hashOf(unhashed) });
    expect(parseLine(skipped)).not.toBeNull();
    expect(checkLines([lines[0] ?? '', skipped], firstPrevious).breakAt).toEqual({ line: 2, why: 'missing' });
  });

  test('goes on after a damaged line: what was whole is still read, and new entries follow', async () => {
    const made = await written(3);
    const { lines } = await made.everything();
    const damaged = lines.with(1, (lines[1] ?? '').replace('hotkey', 'button'));
    await writeFile(november(), `${damaged.join('\n')}\n`);
    const again = journal();
    expect(await again.open()).toBeNull();
    again.add(asked());
    await again.flushed();
    const { entries, breakAt } = await again.everything();
    expect(breakAt).toEqual({ line: 2, why: 'changed' });
    expect(entries.map((entry) => entry.sequence)).toEqual([1, 3, 4]);
  });

  test('a damaged last line keeps its number: the next entry has another', async () => {
    const { lines } = await (await written(3)).everything();
    const damaged = lines.with(2, (lines[2] ?? '').replace('hotkey', 'button'));
    await writeFile(november(), `${damaged.join('\n')}\n`);
    const again = await written(1);
    expect((await again.everything()).entries.map(({ sequence }) => sequence)).toEqual([1, 2, 4]);
  });

  test('of an empty journal finds nothing wrong', async () => {
    const made = journal();
    await made.open();
    expect(await made.everything()).toEqual({ lines: [], entries: [], breakAt: null });
  });
});
