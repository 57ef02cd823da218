// Opening and showing the copy on this computer: only what Sidetone saved, and in words where it cannot be done.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import type { Core } from '../../../src/main/core/core-types.ts';
import type { Desktop } from '../../../src/main/core/platform/ports.ts';
import type { CallResult } from '../../../src/shared/ipc/ipc-table.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';

const recordingId = '00000000-0000-4000-8000-000000000001';
let ports: FakePorts<FakeClock>;
let core: Core | null = null;

/** A core whose index names one copy; the file itself is made when `there`. */
async function withCopy(fileName: string, there = true, desktop: Partial<Desktop> = {}): Promise<string> {
  const path = fileName.startsWith('.') ? fileName : join(ports.downloadFolder, fileName);
  await mkdir(ports.profileFolder, { recursive: true });
  await mkdir(ports.downloadFolder, { recursive: true });
  if (there) await writeFile(path, 'sound');
  await writeFile(
    join(ports.profileFolder, 'saved.jsonl'),
    `${JSON.stringify({ id: recordingId, path, sha256: '' })}\n`,
  );
  core = createCore({ ...ports, desktop: { ...ports.desktop, ...desktop } });
  await core.start();
  return path;
}

async function opened(): Promise<CallResult<'downloads.open'> | undefined> {
  return await core?.handlers['downloads.open']({ recordingId });
}

beforeEach(async () => {
  ports = fakePorts();
});
afterEach(async () => {
  await core?.dispose();
  core = null;
  await rm(dirname(ports.profileFolder), { recursive: true, force: true });
});

describe('Opening the local copy with another program', () => {
  test('hands the saved file to the system, also while signed out', async () => {
    const path = await withCopy('202600001280.mp3');
    expect(await opened()).toEqual({ ok: true, value: {} });
    expect(ports.shown).toEqual([`file ${path}`]);
  });

  test('says so when the file is gone', async () => {
    await withCopy('202600001280.mp3', false);
    expect(await opened()).toMatchObject({ ok: false, error: { code: 'file-gone' } });
    expect(ports.shown).toEqual([]);
  });

  test('knows nothing of a recording that was never saved', async () => {
    await withCopy('202600001280.mp3');
    const other = '00000000-0000-4000-8000-000000000002';
    expect(await core?.handlers['downloads.open']({ recordingId: other })).toMatchObject({
      ok: false,
      error: { code: 'file-gone' },
    });
  });

  test.each(['program.exe', 'script.sh', 'call.mp3.bat', 'mp3', 'call.mp3.desktop'])(
    'never hands %s to the system, whoever wrote it into the index',
    async (name) => {
      await withCopy(name);
      expect(await opened()).toMatchObject({ ok: false, error: { code: 'file-no-audio', values: { file: name } } });
      expect(ports.shown).toEqual([]);
    },
  );

  test('never hands over a path that begins nowhere', async () => {
    // It is there, seen from where the tests run.
    await withCopy('./tests/unit/local-copy.test.mp3');
    try {
      expect(await opened()).toMatchObject({ ok: false, error: { code: 'file-no-audio' } });
    } finally {
      await rm('./tests/unit/local-copy.test.mp3', { force: true });
    }
  });

  test('says so when no program opened it', async () => {
    await withCopy('202600001280.mp3', true, { openFile: () => Promise.resolve(false) });
    expect(await opened()).toMatchObject({
      ok: false,
      error: { code: 'file-not-opened', values: { file: '202600001280.mp3', folder: ports.downloadFolder } },
    });
  });

  test('says where the file is when this shell can open none', async () => {
    const { openFile: _openFile, ...desktop } = ports.desktop;
    ports = { ...ports, desktop };
    await withCopy('202600001280.mp3');
    expect(await opened()).toMatchObject({
      ok: false,
      error: { code: 'file-open-missing', values: { folder: ports.downloadFolder } },
    });
  });
});

test('a shell that cannot show a folder says where the file is', async () => {
  await withCopy('202600001280.mp3', true, { canShowInFolder: false });
  expect(await core?.handlers['downloads.showInFolder']({ recordingId })).toMatchObject({
    ok: false,
    error: { code: 'folder-show-missing', values: { file: '202600001280.mp3', folder: ports.downloadFolder } },
  });
  expect(ports.shown).toEqual([]);
});
