// Files that a virus scanner or an indexer holds for a moment: what is asked happens all the same, and nothing is reported as failed.
import * as nodeDisk from 'node:fs/promises';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { PartialFiles } from '../../../src/main/core/downloads/partial-files.ts';
import { Journal } from '../../../src/main/core/journal/journal.ts';
import { PendingPauseStore } from '../../../src/main/core/live/pending-pause-store.ts';
import { nodeFiles, type Disk } from '../../../src/main/core/platform/files/node-files.ts';
import type { Files } from '../../../src/main/core/platform/ports.ts';
import { AudioCache } from '../../../src/main/core/playback/audio-cache.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';

/** Longer than a scanner holds a file, shorter than anybody waits (ms). */
const scannerMs = 400;
const codes = ['EBUSY', 'EPERM', 'EACCES'] as const;
type Call = keyof Disk;

/**
 * A disk on which `calls` fail with `code` until `until` (monotonic ms). What is to be refused for good is held for ever and let go by the
 * test: while real disk work is waited for, any time may pass on the clock.
 */
class ScannedDisk implements Disk {
  until = 0;
  calls: readonly Call[] = ['link', 'open', 'rename', 'rm', 'truncate'];
  code: string = 'EBUSY';
  /** When a call met the lock (monotonic ms). */
  readonly refusals: number[] = [];
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  hold(calls: readonly Call[], code: string, ms: number): void {
    Object.assign(this, { calls, code, until: this.#clock.monotonic() + ms });
  }

  #check(call: Call): void {
    if (!this.calls.includes(call) || this.#clock.monotonic() >= this.until) return;
    this.refusals.push(this.#clock.monotonic());
    throw Object.assign(new Error(`${call}: held`), { code: this.code });
  }

  link: Disk['link'] = async (...words) => {
    this.#check('link');
    await nodeDisk.link(...words);
  };
  open: Disk['open'] = async (...words) => {
    // New files are nobody's yet: only what exists is held.
    if (words[1] !== 'wx') this.#check('open');
    return nodeDisk.open(...words);
  };
  rename: Disk['rename'] = async (...words) => {
    this.#check('rename');
    await nodeDisk.rename(...words);
  };
  rm: Disk['rm'] = async (...words) => {
    this.#check('rm');
    await nodeDisk.rm(...words);
  };
  truncate: Disk['truncate'] = async (...words) => {
    this.#check('truncate');
    await nodeDisk.truncate(...words);
  };
}

let ports: FakePorts<FakeClock>;
let disk: ScannedDisk;
let files: Files;
let folder: string;

beforeEach(async () => {
  const clock = new FakeClock();
  disk = new ScannedDisk(clock);
  files = nodeFiles({ clock, disk, platform: 'win32' });
  ports = fakePorts(clock, { files });
  folder = ports.profileFolder;
  await mkdir(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);

/** Disk work is real here: moves time until the work has ended, well or badly. */
async function ended<T>(work: Promise<T>): Promise<T> {
  const state = { isOver: false };
  const over = work.finally(() => (state.isOver = true));
  over.catch(() => undefined);
  while (!state.isOver) await ports.clock.advance(10);
  return over;
}

describe.each(codes)('a file that is held for a moment (%s)', (code) => {
  const kinds: readonly (readonly [string, readonly Call[], () => Promise<unknown>])[] = [
    ['is renamed', ['rename'], () => files.rename(at('old'), at('new'))],
    ['gets a new name', ['link', 'rename'], () => files.moveNew(at('old'), at('new'))],
    ['is deleted', ['rm'], () => files.remove(at('old'))],
    ['is appended to', ['open'], () => files.append(at('old'), ' and more')],
    ['is replaced', ['rename'], () => files.writeTextAtomic(at('old'), 'newer')],
    ['is cut', ['truncate'], () => files.truncate(at('old'), 1)],
  ];
  test.each(kinds)('%s all the same', async (_what, calls, work) => {
    await writeFile(at('old'), 'text');
    disk.hold(calls, code, scannerMs);
    await expect(ended(work())).resolves.not.toThrow();
  });

  test('keeps its new name though the old one cannot be taken away: that is no failure', async () => {
    await writeFile(at('old'), 'text');
    disk.hold(['rm'], code, Infinity);
    await ended(files.moveNew(at('old'), at('new')));
    expect(await readFile(at('new'), 'utf8')).toBe('text');
  });

  test('leaves no empty file under its new name when it cannot get that', async () => {
    await writeFile(at('old'), 'text');
    disk.hold(['link', 'rename'], code, Infinity);
    await expect(ended(files.moveNew(at('old'), at('new')))).rejects.toMatchObject({ code });
    expect(await readdir(folder)).toEqual(['old']);
  });
});

test('is waited for two seconds, not longer', async () => {
  await writeFile(at('old'), 'text');
  disk.hold(['rm'], 'EBUSY', Infinity);
  await expect(ended(files.remove(at('old')))).rejects.toMatchObject({ code: 'EBUSY' });
  const [first = 0] = disk.refusals;
  const waited = (disk.refusals.at(-1) ?? 0) - first;
  expect([waited > 1_000, waited < 2_500]).toEqual([true, true]);
});

test.each(['EPERM', 'EACCES'])('elsewhere than on Windows %s is final and told at once', async (code) => {
  const elsewhere = nodeFiles({ clock: ports.clock, disk, platform: 'linux' });
  disk.hold(['rename'], code, scannerMs);
  await expect(elsewhere.rename(at('old'), at('new'))).rejects.toMatchObject({ code });
});

describe('what the disk refused longer than that', () => {
  test('is in the journal some seconds later, with no newer entry', async () => {
    const journal = new Journal({ ports, folder, serverNow: () => null, onChange: () => undefined });
    await ended(journal.open());
    disk.hold(['open'], 'EPERM', Infinity);
    journal.add({ kind: 'torn', bytes: 1, keptAs: 'elsewhere' });
    await ended(journal.flushed());
    expect(journal.problem?.code).toBe('journal-not-written');
    disk.until = 0;
    while (journal.problem !== null) await ports.clock.advance(100);
    expect((await readFile(at('2026-11.jsonl'), 'utf8')).trim()).toContain('"keptAs":"elsewhere"');
  });

  test('is in the journal when it is closed, if the disk then takes it', async () => {
    const journal = new Journal({ ports, folder, serverNow: () => null, onChange: () => undefined });
    await ended(journal.open());
    disk.hold(['open'], 'EPERM', Infinity);
    journal.add({ kind: 'torn', bytes: 1, keptAs: 'elsewhere' });
    await ended(journal.flushed());
    disk.until = 0;
    await ended(journal.close());
    expect(journal.problem).toBeNull();
    expect(ports.clock.pending).toBe(0);
  });

  test('is no pause that a restart finds: its file goes as soon as it can', async () => {
    const store = new PendingPauseStore(folder, files, ports.clock, ports.log);
    store.set({ pauseId: 'p', trigger: 'hotkey', pressedAt: 0, recordingIds: [], resumeAt: null });
    await ended(store.flushed());
    disk.hold(['rm'], 'EPERM', Infinity);
    store.set(null);
    await ended(store.flushed());
    expect(await readdir(folder)).toEqual(['standing-pause.json']);
    disk.until = 0;
    while ((await readdir(folder)).length > 0) await ports.clock.advance(100);
  });
});

describe('one file that is held', () => {
  /** `a` is held for good. */
  const holding = (): Files => ({
    ...files,
    remove: (path) =>
      path.endsWith('a') || path.includes('/a.')
        ? Promise.reject(Object.assign(new Error('held'), { code: 'EBUSY' }))
        : files.remove(path),
  });

  test('does not keep the others in the audio cache', async () => {
    await mkdir(at('audio-cache'));
    for (const name of ['a', 'b', 'c']) await writeFile(at(`audio-cache/${name}`), 'audio');
    await ended(new AudioCache(folder, holding(), ports.log, () => null).sweep());
    expect(await readdir(at('audio-cache'))).toEqual(['a']);
  });

  test('does not keep the half files of a killed run', async () => {
    for (const name of ['a', 'b', 'c']) await writeFile(at(`${name}.mark-1.sidetone-part`), 'half');
    const partial = new PartialFiles({ files: holding(), log: ports.log });
    partial.clean(folder, new Set(['mark']));
    await ended(partial.cleaned(folder));
    expect(await readdir(folder)).toEqual(['a.mark-1.sidetone-part']);
  });
});
