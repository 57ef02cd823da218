// Saving recordings: whole or named as failed, never overwritten, nothing half-written left behind.
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Downloads } from '../../src/main/core/downloads.ts';
import type { Files, WriteHandle } from '../../src/main/core/ports.ts';
import { SavedIndex } from '../../src/main/core/saved-index.ts';
import type { Media, RecordingDetail, UcxClient } from '../../src/main/core/ucx/client-types.ts';
import { problem } from '../../src/shared/problem.ts';
import { err, ok } from '../../src/shared/result.ts';
import type { DownloadView } from '../../src/shared/snapshot.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../support/fake-ports.ts';
import { FakeRecorder } from '../support/fake-recorder.ts';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const audio = randomBytes(3_000_000);
const sha256 = createHash('sha256').update(audio).digest('hex');

let ports: FakePorts<FakeClock>;
let files: Files;
let media: (id: string) => Media | 'gone';
let serverHash: string | null;
let atOnce = 0;
let mostAtOnce = 0;
let downloads: Downloads;
let saved: SavedIndex;
let waiters: (() => void)[] = [];

const whole = (): Media => ({ stream: Readable.from(chunks(audio)), contentType: 'audio/mpeg', length: audio.length });

function* chunks(bytes: Buffer, size = 65_536): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function make(): void {
  const client: UcxClient = {
    ...new FakeRecorder(ports.clock).client(),
    media: (recordingId) => {
      const answer = media(recordingId);
      if (answer === 'gone') {
        return Promise.resolve(
          err({ endpoint: 'media', outcome: 'gone', status: 404, reason: null, problem: problem('media/gone') }),
        );
      }
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      answer.stream.on('close', () => (atOnce -= 1));
      return Promise.resolve(ok(answer));
    },
    detail: () => Promise.resolve(ok({ sha256: serverHash } as RecordingDetail)),
  };
  saved = new SavedIndex(ports.profileFolder, files, ports.log);
  downloads = new Downloads({
    clock: ports.clock,
    files,
    log: ports.log,
    saved,
    client: () => client,
    folder: ports.downloadFolder,
    onChange: () => {
      for (const wake of waiters.splice(0)) wake();
    },
  });
}

/** Waits until no download is queued or running. */
async function finished(): Promise<DownloadView[]> {
  for (;;) {
    const views = downloads.views();
    if (views.every((view) => view.phase !== 'queued' && view.phase !== 'running')) return views;
    await new Promise<void>((resolve) => waiters.push(resolve));
  }
}

const inFolder = async (): Promise<string[]> => (await readdir(ports.downloadFolder)).sort();

beforeEach(async () => {
  ports = await fakePorts();
  files = ports.files;
  media = whole;
  serverHash = null;
  atOnce = 0;
  mostAtOnce = 0;
  waiters = [];
  make();
});
afterEach(async () => {
  await downloads.dispose();
  await rm(dirname(ports.profileFolder), { recursive: true, force: true });
});

describe('saving a recording', () => {
  test('ends with the whole file under its reference number, compared with the hash of the server', async () => {
    serverHash = sha256;
    downloads.start(id(1), '2015200000023');
    expect(await finished()).toMatchObject([
      { phase: 'saved', fileName: '2015200000023.mp3', verified: 'hash', problem: null, receivedBytes: audio.length },
    ]);
    expect((await readFile(join(ports.downloadFolder, '2015200000023.mp3'))).equals(audio)).toBe(true);
    expect(await inFolder()).toEqual(['2015200000023.mp3']);
  });

  test('is remembered: another start finds it, and does not when the file was moved away', async () => {
    downloads.start(id(1), 'A');
    await finished();
    const again = new SavedIndex(ports.profileFolder, files, ports.log);
    await again.load();
    expect(await again.fileNameOf(id(1).toUpperCase())).toBe('A.mp3');
    await rm(join(ports.downloadFolder, 'A.mp3'));
    expect(await again.fileNameOf(id(1))).toBeNull();
  });

  test('never overwrites: the same name twice gets a number', async () => {
    await mkdir(ports.downloadFolder, { recursive: true });
    await writeFile(join(ports.downloadFolder, 'A.mp3'), 'precious');
    downloads.start(id(1), 'A');
    downloads.start(id(2), 'A');
    await finished();
    expect(await inFolder()).toEqual(['A (2).mp3', 'A (3).mp3', 'A.mp3']);
    expect(await readFile(join(ports.downloadFolder, 'A.mp3'), 'utf8')).toBe('precious');
  });

  test('asked twice at once is one download', async () => {
    const first = downloads.start(id(1), 'A');
    const second = downloads.start(id(1).toUpperCase(), 'A');
    expect(second).toEqual(first);
    await finished();
    expect(await inFolder()).toEqual(['A.mp3']);
  });

  test('runs at most three at once, and all of twelve end whole', async () => {
    for (let number = 1; number <= 12; number += 1) downloads.start(id(number), `R${String(number)}`);
    expect((await finished()).every((view) => view.phase === 'saved')).toBe(true);
    expect(mostAtOnce).toBeLessThanOrEqual(3);
    expect(await inFolder()).toHaveLength(12);
  });

  test('with a hash that does not fit keeps the file and warns with both values', async () => {
    serverHash = 'f'.repeat(64);
    downloads.start(id(1), 'A');
    expect(await finished()).toMatchObject([
      {
        phase: 'saved',
        verified: 'size',
        problem: { code: 'file-hash-mismatch', values: { expected: serverHash, actual: sha256 } },
      },
    ]);
  });

  test('without a length from the server is saved, and says that nothing could be compared', async () => {
    media = () => ({ ...whole(), length: null });
    downloads.start(id(1), 'A');
    expect(await finished()).toMatchObject([{ phase: 'saved', verified: 'nothing' }]);
  });
});

describe('a save that fails', () => {
  test.each([
    ['ends early without a word', () => ({ ...whole(), length: audio.length + 1 }), 'file-cut-short'],
    [
      'is cut in the middle',
      () => ({
        ...whole(),
        stream: Readable.from(
          (function* () {
            yield audio.subarray(0, 100_000);
            throw new Error('socket hang up');
          })(),
        ),
      }),
      'file-cut-short',
    ],
    ['is gone at the server', () => 'gone' as const, 'media/gone'],
  ])('because the audio %s says so and leaves nothing behind', async (_what, answer, code) => {
    media = answer;
    downloads.start(id(1), 'A');
    expect(await finished()).toMatchObject([{ phase: 'failed', problem: { code } }]);
    expect(await readdir(ports.downloadFolder).catch(() => [])).toEqual([]);
    media = whole;
    downloads.start(id(1), 'A');
    expect(await finished()).toMatchObject([{ phase: 'saved' }]);
  });

  test.each([
    ['ENOSPC', 'disk-full'],
    ['EACCES', 'folder-not-writable'],
    ['ENOENT', 'folder-missing'],
    ['ENAMETOOLONG', 'file-name-impossible'],
  ])('because the disk answers %s in the middle is told as %s, and its part is removed', async (code, expected) => {
    const failing = (handle: WriteHandle): WriteHandle => {
      let writes = 0;
      return {
        ...handle,
        write: (chunk) =>
          (writes += 1) > 1 ? Promise.reject(Object.assign(new Error(code), { code })) : handle.write(chunk),
      };
    };
    files = { ...ports.files, createNew: async (path) => failing(await ports.files.createNew(path)) };
    make();
    downloads.start(id(1), 'A');
    expect(await finished()).toMatchObject([{ phase: 'failed', problem: { code: expected } }]);
    expect(await inFolder()).toEqual([]);
  });

  test('because the folder cannot be made is told before a byte is written', async () => {
    await writeFile(ports.downloadFolder, 'a file where the folder should be');
    downloads.start(id(1), 'A');
    expect(await finished()).toMatchObject([{ phase: 'failed' }]);
    expect(await readFile(ports.downloadFolder, 'utf8')).toBe('a file where the folder should be');
  });

  test('because it was cancelled leaves nothing and says "cancelled"', async () => {
    media = () => ({
      ...whole(),
      length: null,
      stream: Readable.from(
        (async function* () {
          for (;;) {
            yield audio.subarray(0, 65_536);
            await new Promise<void>((resolve) => setImmediate(resolve));
          }
        })(),
      ),
    });
    const started = downloads.start(id(1), 'A');
    while (downloads.views()[0]?.receivedBytes === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    if (started.ok) downloads.cancel(started.value.downloadId);
    expect(await finished()).toMatchObject([{ phase: 'cancelled' }]);
    expect(await inFolder()).toEqual([]);
  });

  test('because the app was killed leaves a part that the next start removes; whole files stay', async () => {
    await mkdir(ports.downloadFolder, { recursive: true });
    await writeFile(join(ports.downloadFolder, 'A.1234abcd.sidetone-part'), 'half');
    await writeFile(join(ports.downloadFolder, 'B.mp3'), 'whole');
    await writeFile(join(ports.downloadFolder, 'movie.part'), 'of somebody else');
    await downloads.cleanUp();
    expect(await inFolder()).toEqual(['B.mp3', 'movie.part']);
  });
});
