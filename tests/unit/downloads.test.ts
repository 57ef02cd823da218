// Saving recordings: whole or named as failed, never overwritten, nothing half-written left behind.
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Downloads } from '../../src/main/core/downloads.ts';
import type { Files, WriteHandle } from '../../src/main/core/ports.ts';
import { QueueFile } from '../../src/main/core/queue-file.ts';
import { SavedIndex } from '../../src/main/core/saved-index.ts';
import type { Media, RecordingDetail, UcxClient } from '../../src/main/core/ucx/client-types.ts';
import { problem } from '../../src/shared/problem.ts';
import type { CompletedRecording } from '../../src/shared/recording.ts';
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
let signedIn = true;
let account = 'ada.agent';
let makeFolder = true;
let withMetadata = false;
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
    detail: (recordingId) =>
      Promise.resolve(
        ok({ ...recordingOf(recordingId, ''), sha256: serverHash, note: null, sizeBytes: 1 } as RecordingDetail),
      ),
  };
  saved = new SavedIndex(ports.profileFolder, files, ports.log);
  downloads = new Downloads({
    clock: ports.clock,
    files,
    log: ports.log,
    saved,
    queueFile: new QueueFile(ports.profileFolder, files, ports.log),
    client: () => (signedIn ? client : null),
    account: () => account,
    choices: () => ({ folder: ports.downloadFolder, makeFolder, pattern: '{reference}', withMetadata }),
    open: async (recordingId, signal) => {
      const answer = await client.media(recordingId, signal);
      return answer.ok ? answer : err(answer.error.problem);
    },
    onChange: () => {
      for (const wake of waiters.splice(0)) wake();
    },
  });
}

const start = (recordingId: string, referenceNumber: string): ReturnType<Downloads['start']> =>
  downloads.start({ recordingId, referenceNumber, recording: recordingOf(recordingId, referenceNumber) });

const recordingOf = (recordingId: string, referenceNumber: string): CompletedRecording => ({
  id: recordingId,
  referenceNumber,
  startTime: null,
  durationMs: 60_000,
  direction: 'incoming',
  localPartyNumber: null,
  remotePartyNumber: null,
  ownerUsername: null,
});

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
  ports = fakePorts();
  files = ports.files;
  media = whole;
  serverHash = null;
  signedIn = true;
  account = 'ada.agent';
  makeFolder = true;
  withMetadata = false;
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
    start(id(1), '2015200000023');
    expect(await finished()).toMatchObject([
      { phase: 'saved', fileName: '2015200000023.mp3', verified: 'hash', problem: null, receivedBytes: audio.length },
    ]);
    expect((await readFile(join(ports.downloadFolder, '2015200000023.mp3'))).equals(audio)).toBe(true);
    expect(await inFolder()).toEqual(['2015200000023.mp3']);
  });

  test('is remembered: another start finds it, and does not when the file was moved away', async () => {
    start(id(1), 'A');
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
    start(id(1), 'A');
    start(id(2), 'A');
    await finished();
    expect(await inFolder()).toEqual(['A (2).mp3', 'A (3).mp3', 'A.mp3']);
    expect(await readFile(join(ports.downloadFolder, 'A.mp3'), 'utf8')).toBe('precious');
  });

  test('asked twice at once is one download', async () => {
    const first = start(id(1), 'A');
    const second = start(id(1).toUpperCase(), 'A');
    expect(second).toEqual(first);
    await finished();
    expect(await inFolder()).toEqual(['A.mp3']);
  });

  test('runs at most three at once, and all of twelve end whole', async () => {
    for (let number = 1; number <= 12; number += 1) start(id(number), `R${String(number)}`);
    expect((await finished()).every((view) => view.phase === 'saved')).toBe(true);
    expect(mostAtOnce).toBeLessThanOrEqual(3);
    expect(await inFolder()).toHaveLength(12);
  });

  test('with a hash that does not fit keeps the file under another ending and warns with both values', async () => {
    serverHash = 'f'.repeat(64);
    start(id(1), 'A');
    expect(await finished()).toMatchObject([
      {
        phase: 'saved',
        fileName: 'A.unverified.mp3',
        verified: 'size',
        problem: { code: 'file-hash-mismatch', values: { expected: serverHash, actual: sha256 } },
      },
    ]);
    expect(await inFolder()).toEqual(['A.unverified.mp3']);
    expect(saved.entryOf(id(1))?.verified).toBe(false);
  });

  test('without a length from the server is saved, and says that nothing could be compared', async () => {
    media = () => ({ ...whole(), length: null });
    start(id(1), 'A');
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
    start(id(1), 'A');
    expect(await finished()).toMatchObject([{ phase: 'failed', problem: { code } }]);
    expect(await readdir(ports.downloadFolder).catch(() => [])).toEqual([]);
    media = whole;
    start(id(1), 'A');
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
        write: (...chunks) =>
          (writes += 1) > 1 ? Promise.reject(Object.assign(new Error(code), { code })) : handle.write(...chunks),
      };
    };
    files = { ...ports.files, createNew: async (path) => failing(await ports.files.createNew(path)) };
    make();
    start(id(1), 'A');
    expect(await finished()).toMatchObject([{ phase: 'failed', problem: { code: expected } }]);
    expect(await inFolder()).toEqual([]);
  });

  test('because the folder cannot be made is told before a byte is written', async () => {
    await mkdir(dirname(ports.downloadFolder), { recursive: true });
    await writeFile(ports.downloadFolder, 'a file where the folder should be');
    start(id(1), 'A');
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
    const started = start(id(1), 'A');
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
    await downloads.restore();
    expect(await inFolder()).toEqual(['B.mp3', 'movie.part']);
  });
});

/** The same folders as before, with nothing in memory: the app was started again. */
async function startAgain(): Promise<void> {
  make();
  await saved.load();
  await downloads.restore();
  downloads.signedIn();
}

/** Media that has begun and never goes on. */
function stuck(): Media {
  let begun = false;
  const stream = new Readable({
    read() {
      if (!begun) this.push(audio.subarray(0, 65_536));
      begun = true;
    },
  });
  return { ...whole(), stream };
}

async function running(): Promise<void> {
  while (!downloads.views().some((view) => view.receivedBytes > 0)) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

describe('a queue of many', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const referenceNumber = `R${String(index + 1).padStart(3, '0')}`;
      return { recordingId: id(index + 1), referenceNumber, recording: recordingOf(id(index + 1), referenceNumber) };
    });

  test('goes on after a restart where it was: what was whole stays whole, the others are fetched', async () => {
    downloads.startMany(many(2));
    await finished();
    media = stuck;
    downloads.startMany(many(6).slice(2));
    await running();
    await downloads.dispose();
    expect(await inFolder()).toEqual(['R001.mp3', 'R002.mp3']);
    media = whole;
    await startAgain();
    expect((await finished()).map((view) => [view.referenceNumber, view.phase])).toEqual([
      ['R003', 'saved'],
      ['R004', 'saved'],
      ['R005', 'saved'],
      ['R006', 'saved'],
    ]);
    expect(await inFolder()).toEqual(['R001.mp3', 'R002.mp3', 'R003.mp3', 'R004.mp3', 'R005.mp3', 'R006.mp3']);
  });

  test('does not fetch again what had got its name in the moment of the kill', async () => {
    await mkdir(ports.downloadFolder, { recursive: true });
    const path = join(ports.downloadFolder, 'R001.mp3');
    await writeFile(path, audio);
    const queueFile = new QueueFile(ports.profileFolder, files, ports.log);
    const [first] = many(1);
    if (first === undefined) throw new Error('no recording');
    await queueFile.add([
      { ...first, folder: ports.downloadFolder, makeFolder, pattern: '{reference}', withMetadata, account },
    ]);
    await queueFile.named({ named: first.recordingId, path, sha256, bytes: audio.length });
    media = () => {
      throw new Error('the audio was asked for again');
    };
    await startAgain();
    expect(await finished()).toMatchObject([{ phase: 'saved', fileName: 'R001.mp3' }]);
    expect(await inFolder()).toEqual(['R001.mp3']);
    expect(await saved.fileNameOf(id(1))).toBe('R001.mp3');
  });

  test('does not go on for another user', async () => {
    media = stuck;
    downloads.startMany(many(2));
    await running();
    await downloads.dispose();
    account = 'bob.backoffice';
    media = whole;
    await startAgain();
    expect((await finished()).map((view) => view.phase)).toEqual(['cancelled', 'cancelled']);
  });

  test('waits through a refused password and goes on with the next sign-in', async () => {
    media = stuck;
    downloads.startMany(many(2));
    await running();
    signedIn = false;
    downloads.signedOut();
    expect(downloads.views().map((view) => view.phase)).toEqual(['queued', 'queued']);
    media = whole;
    signedIn = true;
    downloads.signedIn();
    expect((await finished()).map((view) => view.phase)).toEqual(['saved', 'saved']);
  });

  test('begins nothing while it is held, and counts what is left', async () => {
    downloads.hold(true);
    downloads.startMany(many(5));
    expect(downloads.views().map((view) => view.phase)).toEqual(Array(5).fill('queued'));
    expect(downloads.saving()).toMatchObject({ total: 5, saved: 0, held: true });
    downloads.hold(false);
    await finished();
    expect(downloads.saving()).toMatchObject({ total: 5, saved: 5, failed: 0, held: false });
  });

  test('is held by a full disk rather than failing one by one, and goes on when there is room', async () => {
    let full = true;
    files = {
      ...ports.files,
      createNew: (path) =>
        full && path.endsWith('-part')
          ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
          : ports.files.createNew(path),
    };
    make();
    downloads.startMany(many(40));
    while (downloads.saving().heldBecause === null) await new Promise<void>((resolve) => waiters.push(resolve));
    await downloads.whenWritten(id(1));
    await downloads.whenWritten(id(2));
    await downloads.whenWritten(id(3));
    expect(downloads.saving()).toMatchObject({ held: true, heldBecause: { code: 'disk-full' } });
    expect(downloads.saving().failed).toBeLessThanOrEqual(3);
    full = false;
    downloads.retryFailed();
    await finished();
    expect(downloads.saving()).toMatchObject({ failed: 0, saved: 40 });
    expect(await inFolder()).toHaveLength(40);
  });

  test('shows windows a bounded part of itself, failures first', async () => {
    downloads.hold(true);
    downloads.startMany(many(500));
    expect(downloads.views().length).toBeLessThanOrEqual(23);
    media = (recordingId) =>
      recordingId === id(1) ? 'gone' : { ...whole(), stream: Readable.from([short]), length: 9 };
    const short = Buffer.from('an mp3   ');
    downloads.hold(false);
    while (downloads.saving().saved + downloads.saving().failed < 500) {
      await new Promise<void>((resolve) => waiters.push(resolve));
    }
    expect(downloads.views()).toHaveLength(60);
    expect(downloads.views()[0]).toMatchObject({ referenceNumber: 'R001', phase: 'failed' });
    downloads.forgetEnded();
    expect(downloads.views()).toEqual([]);
  }, 60_000);

  test('writes the details beside the audio on request', async () => {
    withMetadata = true;
    serverHash = sha256;
    start(id(1), 'A');
    await finished();
    expect(await inFolder()).toEqual(['A.json', 'A.mp3']);
    expect(JSON.parse(await readFile(join(ports.downloadFolder, 'A.json'), 'utf8'))).toMatchObject({ sha256 });
    expect(saved.entryOf(id(1))?.metadataPath).toBe(join(ports.downloadFolder, 'A.json'));
  });

  test('never makes anew a folder that was chosen: a drive is gone, and the audio is not even asked for', async () => {
    makeFolder = false;
    media = () => {
      throw new Error('the audio was asked for');
    };
    start(id(1), 'A');
    expect(await finished()).toMatchObject([{ phase: 'failed', problem: { code: 'folder-missing' } }]);
  });
});
