// Copies on this computer: known without making anybody wait for a folder that does not answer, and never forgotten for damage.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import type { Files } from '../../../src/main/core/platform/ports.ts';
import { SavedIndex } from '../../../src/main/core/downloads/saved-index.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
let ports: FakePorts<FakeClock>;

/** An index of copies at these places, of which none was made. */
async function indexOf(paths: readonly string[], files: Files = ports.files): Promise<SavedIndex> {
  const lines = paths.map((path, at) => `${JSON.stringify({ id: id(at), path, sha256: '' })}\n`);
  await mkdir(ports.profileFolder, { recursive: true });
  await writeFile(join(ports.profileFolder, 'saved.jsonl'), lines.join(''));
  const index = new SavedIndex(ports.profileFolder, files, ports.log, ports.clock);
  await index.load();
  return index;
}

beforeEach(() => {
  ports = fakePorts();
});
afterEach(() => rm(dirname(ports.profileFolder), { recursive: true, force: true }));

describe('copies in a network folder that does not answer', () => {
  const share = '/share/calls';
  let asked: string[] = [];
  let answer: (isThere: boolean) => void = () => undefined;
  const files = (): Files => ({
    ...ports.files,
    exists: (path) => {
      asked.push(path);
      // At once: a real disk may take longer than a second of the test's clock.
      if (!path.startsWith(share)) return Promise.resolve(path.endsWith('here.mp3'));
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
  });
  beforeEach(() => {
    asked = [];
  });

  test('are taken to be there after a second, and the others are told truly', async () => {
    const remote = Array.from({ length: 100 }, (_, at) => `${share}/${String(at)}.mp3`);
    const local = ['here.mp3', 'gone.mp3'].map((name) => join(ports.downloadFolder, name));
    const index = await indexOf([...remote, ...local], files());
    const listed = index.list();
    await ports.clock.advance(1_000);
    expect((await listed).map(({ fileName }) => fileName)).toEqual([
      'here.mp3',
      ...remote.map((path) => path.slice(share.length + 1)).reverse(),
    ]);
    // More questions than these would take the threads that everything else on the disk needs.
    expect(asked.filter((path) => path.startsWith(share)).length).toBeLessThanOrEqual(2);
  });

  test('are not waited for again until the folder has answered, and then they are looked at anew', async () => {
    const index = await indexOf([`${share}/0.mp3`, `${share}/1.mp3`], files());
    const first = index.fileNameOf(id(0));
    await ports.clock.advance(1_000);
    expect(await first).toBe('0.mp3');
    expect(await index.fileNameOf(id(1))).toBe('1.mp3');
    expect(asked).toHaveLength(1);
    answer(false);
    await ports.clock.settle();
    const again = index.fileNameOf(id(0));
    answer(false);
    expect(await again).toBeNull();
  });
});

test('Sidetone starts without waiting for the folder of an order that was not finished', async () => {
  const folder = '/share/calls';
  const add = [
    {
      recordingId: id(1),
      referenceNumber: 'A',
      folder,
      makeFolder: false,
      pattern: '{reference}',
      withMetadata: false,
    },
  ].map((queued) => ({
    ...queued,
    account: 'ada.agent https://ucx.example.com',
    partMark: 'abcd1234',
    recording: null,
  }));
  await mkdir(ports.profileFolder, { recursive: true });
  await writeFile(join(ports.profileFolder, 'queue.jsonl'), `${JSON.stringify({ add })}\n`);
  const list: Files['list'] = (path) => (path === folder ? new Promise(() => undefined) : ports.files.list(path));
  const core = createCore({ ...ports, files: { ...ports.files, list } });
  await core.start();
  expect(core.snapshot().saving).toMatchObject({ total: 1, held: false });
  await core.dispose();
});

describe('the list of copies, damaged in part,', () => {
  const good = (at: number): string =>
    `${JSON.stringify({ id: id(at), path: `/calls/${String(at)}.mp3`, sha256: '' })}\n`;
  const path = (): string => join(ports.profileFolder, 'saved.jsonl');
  const aside = (): string => join(ports.profileFolder, 'saved.damaged.jsonl');
  const text = `${good(1)}{"id": "some\n${good(2)}`;

  async function load(files: Files = ports.files): Promise<SavedIndex> {
    await mkdir(ports.profileFolder, { recursive: true });
    await writeFile(path(), text);
    const index = new SavedIndex(ports.profileFolder, files, ports.log, ports.clock);
    expect(await index.load()).toBe(files === ports.files ? aside() : path());
    expect(index.entryOf(id(1))).not.toBeNull();
    expect(index.entryOf(id(2))).not.toBeNull();
    return index;
  }

  test('is kept beside as it was, and goes on with what can be read', async () => {
    await load();
    expect(await readFile(aside(), 'utf8')).toBe(text);
    expect((await readFile(path(), 'utf8')).trim().split('\n')).toHaveLength(2);
    expect(await new SavedIndex(ports.profileFolder, ports.files, ports.log, ports.clock).load()).toBeNull();
  });

  test('stays where it is while it cannot be kept elsewhere', async () => {
    const createNew: Files['createNew'] = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await load({ ...ports.files, createNew });
    expect(await readFile(path(), 'utf8')).toBe(text);
  });

  test('is told of in words of its own, with the place of what was kept', async () => {
    await mkdir(ports.profileFolder, { recursive: true });
    await writeFile(path(), text);
    const core = createCore({ ...ports });
    await core.start();
    expect(core.snapshot().notices).toContainEqual({ code: 'saved-index-damaged', values: { file: aside() } });
    await core.dispose();
  });
});
