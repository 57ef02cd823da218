// The pause in force on the disk: written when it changes, found by the next run, and never in the way of a pause.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PendingPause } from '../../../src/main/core/journal/pending-pause.ts';
import { PendingPauseStore } from '../../../src/main/core/live/pending-pause-store.ts';
import type { Files } from '../../../src/main/core/platform/ports.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';

const pause: PendingPause = { pauseId: 'p', trigger: 'hotkey', pressedAt: 5, recordingIds: ['a'], resumeAt: null };

let ports: FakePorts<FakeClock>;
let folder: string;
/** What is asked of the disk, and whether it refuses. */
let asked: string[];
let refuses: boolean;

beforeEach(async () => {
  ports = fakePorts();
  folder = ports.profileFolder;
  asked = [];
  refuses = false;
  await mkdir(folder, { recursive: true });
});
afterEach(() => rm(dirname(folder), { recursive: true, force: true }));

function store(): PendingPauseStore {
  const watched =
    <A extends unknown[], R>(name: string, work: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      asked.push(name);
      return refuses ? Promise.reject(Object.assign(new Error(name), { code: 'EIO' })) : work(...args);
    };
  const files: Files = {
    ...ports.files,
    writeTextAtomic: watched('write', ports.files.writeTextAtomic),
    remove: watched('remove', ports.files.remove),
    rename: watched('rename', ports.files.rename),
  };
  return new PendingPauseStore(folder, files, ports.clock, ports.log);
}
const file = (): string => join(folder, 'standing-pause.json');
const events = (): string[] => ports.lines.map(({ event }) => event);

test('a pause is found by the next run, as it was', async () => {
  const first = store();
  expect(await first.load()).toEqual({ pending: null, damaged: null });
  first.set(pause);
  await first.close();
  expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual(pause);
  expect(await store().load()).toEqual({ pending: pause, damaged: null });
  expect(events()).toEqual([]);
});

test('only what changed is written, also of what the last run left', async () => {
  const first = store();
  first.set(pause);
  first.set({ ...pause });
  await first.flushed();
  await first.flushed();
  first.set({ ...pause, resumeAt: 9 });
  await first.flushed();
  first.set(null);
  first.set(null);
  await first.close();
  expect(asked).toEqual(['write', 'write', 'remove']);
  expect(await readdir(folder)).toEqual([]);

  await writeFile(file(), JSON.stringify(pause));
  asked = [];
  const second = store();
  await second.load();
  second.set(pause);
  await second.flushed();
  expect(asked).toEqual([]);
  second.set(null);
  await second.close();
  expect(asked).toEqual(['remove']);
});

test('a damaged file is set aside under a name that is told, and the next pause has its place', async () => {
  await writeFile(file(), '{"pauseId":');
  const damaged = `${file()}.damaged-${String(ports.clock.now())}`;
  const found = store();
  expect(await found.load()).toEqual({ pending: null, damaged });
  expect(await readFile(damaged, 'utf8')).toBe('{"pauseId":');
  found.set(null);
  await found.flushed();
  expect(asked).toEqual(['rename']);
  found.set(pause);
  await found.close();
  expect(await store().load()).toMatchObject({ pending: pause });
});

test('a damaged file that cannot be set aside is told too, and is removed when there is no pause', async () => {
  await writeFile(file(), 'x');
  refuses = true;
  const found = store();
  expect((await found.load()).damaged).toContain('.damaged-');
  expect(events()).toEqual(['pending-pause-not-set-aside']);
  refuses = false;
  found.set(null);
  await found.close();
  expect(await readdir(folder)).toEqual([]);
});

test('a file that cannot be read is logged, and one that is not there is not', async () => {
  await store().load();
  expect(events()).toEqual([]);
  await mkdir(file());
  expect(await store().load()).toEqual({ pending: null, damaged: null });
  expect(events()).toEqual(['pending-pause-unreadable']);
});

test('what the disk refuses is tried again every two seconds until it is written', async () => {
  const first = store();
  refuses = true;
  first.set(pause);
  await first.flushed();
  expect(events()).toEqual(['pending-pause-not-written', 'pending-pause-not-written']);
  expect(ports.clock.pending).toBe(1);
  asked = [];
  await ports.clock.advance(1_999);
  expect(asked).toEqual([]);
  await ports.clock.advance(1);
  expect(asked).toEqual(['write']);
  refuses = false;
  await ports.clock.advance(2_000);
  await first.flushed();
  expect(await readdir(folder)).toEqual(['standing-pause.json']);
  expect(ports.clock.pending).toBe(0);
});

test('once it is closed nothing is tried again', async () => {
  const first = store();
  refuses = true;
  first.set(pause);
  await first.close();
  expect(ports.clock.pending).toBe(0);
});
