// Deleting the copy on this computer: only what Sidetone has saved, and whatever was put in its place stays unless a person wants it gone.
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import type { Core } from '../../../src/main/core/core-types.ts';
import { audioCacheIn } from '../../../src/main/core/playback/audio-cache-folder.ts';
import { AudioCache } from '../../../src/main/core/playback/audio-cache.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';

const recordingId = '00000000-0000-4000-8000-00000000000a';
const sha256 = createHash('sha256').update('sound').digest('hex');
let ports: FakePorts<FakeClock>;
let core: Core;
let file = '';
let beside = '';

beforeEach(async () => {
  ports = fakePorts();
  file = join(ports.downloadFolder, 'A.mp3');
  beside = join(ports.downloadFolder, 'A.json');
  await mkdir(ports.profileFolder, { recursive: true });
  await mkdir(ports.downloadFolder, { recursive: true });
  await writeFile(file, 'sound');
  await writeFile(beside, JSON.stringify({ id: recordingId.toUpperCase() }));
  const line = { id: recordingId, path: file, sha256, bytes: 5, metadataPath: beside };
  await writeFile(join(ports.profileFolder, 'saved.jsonl'), `${JSON.stringify(line)}\n`);
  core = createCore(ports);
  await core.start();
});
afterEach(async () => {
  await core.dispose();
  await rm(dirname(ports.profileFolder), { recursive: true, force: true });
});

const remove = (acknowledged?: boolean) =>
  core.handlers['saved.delete']({ recordingId, ...(acknowledged === undefined ? {} : { acknowledged }) });
const left = (): Promise<string[]> => readdir(ports.downloadFolder);
async function isListed(): Promise<boolean> {
  const answer = await core.handlers['saved.list']({});
  return answer.ok && answer.value.entries.length > 0;
}

describe('a saved file that is verified again', () => {
  const verify = () => core.handlers['saved.verify']({ recordingId: recordingId.toUpperCase() });

  test.each<[string, string, () => Promise<void>]>([
    ['is unchanged', 'unchanged', () => Promise.resolve()],
    ['has another length', 'changed', () => writeFile(file, 'precious work')],
    ['has the same length and other bytes', 'changed', () => writeFile(file, 'SOUND')],
    ['is gone', 'missing', () => rm(file)],
    [
      'is a folder now',
      'changed',
      async () => {
        await rm(file);
        await mkdir(file);
      },
    ],
    [
      'is a link to the same bytes',
      'changed',
      async () => {
        await writeFile(join(ports.profileFolder, 'elsewhere'), 'sound');
        await rm(file);
        await symlink(join(ports.profileFolder, 'elsewhere'), file);
      },
    ],
  ])('and %s is told as %s', async (_what, found, change) => {
    await change();
    expect(await verify()).toEqual({ ok: true, value: { found } });
  });

  test('of a recording that was never saved is no file', async () => {
    const never = { recordingId: '00000000-0000-4000-8000-00000000000b' };
    expect(await core.handlers['saved.verify'](never)).toMatchObject({ ok: false, error: { code: 'file-gone' } });
  });
});

describe('the saved file', () => {
  test('is deleted with its details while both are what was saved', async () => {
    expect(await remove()).toEqual({ ok: true, value: {} });
    expect(await left()).toEqual([]);
    expect(await isListed()).toBe(false);
  });

  test.each([
    ['another length', () => writeFile(file, 'precious work')],
    ['the same length and other bytes', () => writeFile(file, 'SOUND')],
    [
      'a link in its place',
      async () => {
        await writeFile(join(ports.profileFolder, 'elsewhere'), 'sound');
        await rm(file);
        await symlink(join(ports.profileFolder, 'elsewhere'), file);
      },
    ],
  ])('with %s is asked about, and goes only when it is wanted', async (_what, change) => {
    await change();
    expect(await remove()).toMatchObject({ ok: false, error: { code: 'file-changed', values: { file: 'A.mp3' } } });
    expect(await left()).toEqual(['A.json', 'A.mp3']);
    expect(await isListed()).toBe(true);
    expect(await remove(true)).toMatchObject({ ok: true });
    expect(await left()).toEqual([]);
  });

  test('that became a folder stays, wanted or not', async () => {
    await rm(file);
    await mkdir(file);
    expect(await remove(true)).toMatchObject({ ok: false });
    expect(await left()).toContain('A.mp3');
  });

  test('that is gone leaves the list, with its details', async () => {
    await rm(file);
    expect(await remove()).toMatchObject({ ok: true });
    expect(await left()).toEqual([]);
  });

  test.each([
    ['the details of another recording', JSON.stringify({ id: '00000000-0000-4000-8000-00000000000b' })],
    ['a file of another program', 'my notes'],
    ['a large file', JSON.stringify({ id: recordingId, more: 'x'.repeat(1_100_000) })],
  ])('goes alone where its details have become %s', async (_what, text) => {
    await writeFile(beside, text);
    expect(await remove()).toMatchObject({ ok: true });
    expect(await left()).toEqual(['A.json']);
  });
});

test('the cache of audio is not emptied through a link in the place of its folder', async () => {
  const folder = audioCacheIn(ports.profileFolder);
  await rm(folder, { recursive: true, force: true });
  await symlink(ports.downloadFolder, folder);
  const cache = new AudioCache(ports.profileFolder, ports.files, ports.log, () => null);
  await cache.sweep();
  expect(await left()).toEqual(['A.json', 'A.mp3']);
  expect(ports.lines.map(({ event }) => event)).toContain('audio-cache-not-emptied');
});
