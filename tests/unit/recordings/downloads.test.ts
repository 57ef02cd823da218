// Saving recordings: whole or named as failed, never overwritten, nothing half-written left behind.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WriteHandle } from '../../../src/main/core/platform/ports.ts';
import { SavedIndex } from '../../../src/main/core/downloads/saved-index.ts';
import { problem } from '../../../src/shared/domain/problem.ts';
import { audio, cut, gone, id, many, SavingWorld, sha256, short, stuck, whole } from '../../support/saving-world.ts';

let world: SavingWorld;

beforeEach(() => {
  world = new SavingWorld();
});
afterEach(() => world.dispose());

describe('saving a recording', () => {
  test('ends with the whole file under its reference number, compared with the hash of the server', async () => {
    world.serverHash = sha256;
    world.start(1, '2015200000023');
    expect(await world.finished()).toMatchObject([
      { phase: 'saved', fileName: '2015200000023.mp3', verified: 'hash', problem: null, receivedBytes: audio.length },
    ]);
    expect((await readFile(join(world.ports.downloadFolder, '2015200000023.mp3'))).equals(audio)).toBe(true);
    expect(await world.inFolder()).toEqual(['2015200000023.mp3']);
  });

  test('is remembered: another start finds it, and does not when the file was moved away', async () => {
    world.start(1, 'A');
    await world.finished();
    const again = new SavedIndex(world.ports.profileFolder, world.files, world.ports.log, world.ports.clock);
    await again.load();
    expect(await again.fileNameOf(id(1).toUpperCase())).toBe('A.mp3');
    await rm(join(world.ports.downloadFolder, 'A.mp3'));
    expect(await again.fileNameOf(id(1))).toBeNull();
  });

  test('never overwrites: the same name twice gets a number', async () => {
    await mkdir(world.ports.downloadFolder, { recursive: true });
    await writeFile(join(world.ports.downloadFolder, 'A.mp3'), 'precious');
    world.start(1, 'A');
    world.start(2, 'A');
    await world.finished();
    expect(await world.inFolder()).toEqual(['A (2).mp3', 'A (3).mp3', 'A.mp3']);
    expect(await readFile(join(world.ports.downloadFolder, 'A.mp3'), 'utf8')).toBe('precious');
  });

  test('asked twice at once is one download', async () => {
    const first = world.start(1, 'A');
    const second = world.downloads.start({ recordingId: id(1).toUpperCase(), referenceNumber: 'A', recording: null });
    expect(second).toEqual(first);
    await world.finished();
    expect(await world.inFolder()).toEqual(['A.mp3']);
  });

  test('runs at most three at once, and all of twelve end whole', async () => {
    for (let number = 1; number <= 12; number += 1) world.start(number, `R${String(number)}`);
    expect((await world.finished()).every((view) => view.phase === 'saved')).toBe(true);
    expect(world.mostAtOnce).toBeLessThanOrEqual(3);
    expect(await world.inFolder()).toHaveLength(12);
  });

  test('with a hash that does not fit keeps the file under another ending and warns with both values', async () => {
    world.serverHash = 'f'.repeat(64);
    world.start(1, 'A');
    expect(await world.finished()).toMatchObject([
      {
        phase: 'saved',
        fileName: 'A.unverified.mp3',
        verified: 'size',
        problem: { code: 'file-hash-mismatch', values: { expected: world.serverHash, actual: sha256 } },
      },
    ]);
    expect(await world.inFolder()).toEqual(['A.unverified.mp3']);
    expect(world.saved.entryOf(id(1))?.verified).toBe(false);
  });

  test('without a length from the server is saved, and says that nothing could be compared', async () => {
    world.media = () => ({ ...whole(), length: null });
    world.start(1, 'A');
    expect(await world.finished()).toMatchObject([{ phase: 'saved', verified: 'nothing' }]);
  });
});

describe('what a whole file was compared with', () => {
  test('is the size in the details too, where the server sends no length with the audio', async () => {
    world.media = () => ({ ...whole(), length: null });
    world.serverSize = audio.length;
    world.start(1, 'A');
    expect(await world.finished()).toMatchObject([{ phase: 'saved', verified: 'size', problem: null }]);
  });

  test('is a warning where the size in the details is another one, and the file keeps an ending that says so', async () => {
    world.serverSize = audio.length + 1;
    world.start(1, 'A');
    const values = { expected: String(audio.length + 1), actual: String(audio.length), file: 'A.unverified.mp3' };
    expect(await world.finished()).toMatchObject([
      { phase: 'saved', verified: 'nothing', problem: { code: 'file-size-mismatch', values } },
    ]);
    expect(await world.inFolder()).toEqual(['A.unverified.mp3']);
    expect(world.saved.entryOf(id(1))?.verified).toBe(false);
  });

  test('is its hash before anything else: a size that differs from the details says nothing then', async () => {
    world.serverHash = sha256;
    world.serverSize = 1;
    world.start(1, 'A');
    expect(await world.finished()).toMatchObject([{ fileName: 'A.mp3', verified: 'hash', problem: null }]);
  });

  test.each(['hash', 'size', 'nothing'] as const)('is told after a kill as it was before: %s', async (verified) => {
    await world.killedAfterNaming({ verified });
    await world.startAgain();
    expect(await world.finished()).toMatchObject([{ phase: 'saved', fileName: 'R001.mp3', verified }]);
  });

  test.each([
    ['wav', 'A.wav', 'A.unverified.wav'],
    ['m4a', 'A.m4a', 'A.unverified.m4a'],
    ['bin', 'A.bin', 'A.unverified.bin'],
  ] as const)('%s has its own ending, whatever the details say of it', async (format, fileName, unverified) => {
    world.media = () => ({ ...whole(), format });
    world.start(1, 'A');
    expect(await world.finished()).toMatchObject([{ phase: 'saved', fileName }]);
    world.serverHash = 'f'.repeat(64);
    world.start(2, 'A');
    expect((await world.finished()).at(-1)).toMatchObject({ phase: 'saved', fileName: unverified });
  });

  test('is told after a kill with its warning', async () => {
    const warning = problem('file-hash-mismatch', { expected: 'f'.repeat(64), actual: sha256, file: 'R001.mp3' });
    await world.killedAfterNaming({ verified: 'size', warning });
    await world.startAgain();
    expect(await world.finished()).toMatchObject([{ phase: 'saved', problem: warning }]);
  });
});

describe('the details beside a recording', () => {
  const text = '{\n  "referenceNumber": "R001"\n}\n';
  const path = (): string => join(world.ports.downloadFolder, 'R001.json');

  test.each([
    ['had not been begun', null],
    ['had been written in part', text.slice(0, 9)],
    ['were whole', text],
  ])('are complete after a kill in the moment at which they %s', async (_when, there) => {
    await world.killedAfterNaming({ beside: { path: path(), text } });
    if (there !== null) await writeFile(path(), there);
    await world.startAgain();
    expect(await world.finished()).toMatchObject([{ phase: 'saved', problem: null }]);
    expect(await readFile(path(), 'utf8')).toBe(text);
    expect(world.saved.entryOf(id(1))?.metadataPath).toBe(path());
  });

  test('never replace a file of somebody else, and that is said', async () => {
    await world.killedAfterNaming({ beside: { path: path(), text } });
    await writeFile(path(), 'precious');
    await world.startAgain();
    expect(await world.finished()).toMatchObject([{ phase: 'saved', problem: { code: 'metadata-not-saved' } }]);
    expect(await readFile(path(), 'utf8')).toBe('precious');
  });

  test('that the disk refuses are a warning, and the log has the cause', async () => {
    world.withMetadata = true;
    const refused = Object.assign(new Error('no space left on the device'), { code: 'ENOSPC' });
    world.files = {
      ...world.ports.files,
      createNew: (file) => (file.endsWith('.json') ? Promise.reject(refused) : world.ports.files.createNew(file)),
    };
    world.make();
    world.start(1, 'A');
    expect(await world.finished()).toMatchObject([{ phase: 'saved', problem: { code: 'metadata-not-saved' } }]);
    expect(world.ports.lines).toContainEqual({ event: 'metadata-not-saved', facts: refused.message });
  });

  test('stand in the queue on the disk before the recording gets its name', async () => {
    world.withMetadata = true;
    let queue = '';
    world.files = {
      ...world.ports.files,
      moveNew: async (from, to) => {
        queue = await readFile(join(world.ports.profileFolder, 'queue.jsonl'), 'utf8');
        await world.ports.files.moveNew(from, to);
      },
    };
    world.make();
    world.start(1, 'A');
    await world.finished();
    const beside = { path: join(world.ports.downloadFolder, 'A.json') };
    expect(JSON.parse(queue.trim().split('\n').at(-1) ?? '')).toMatchObject({ named: id(1), verified: 'size', beside });
  });
});

test('nothing is written before its entry is on the disk: a kill leaves no part that nobody would look for', async () => {
  const { files } = world.ports;
  const order: string[] = [];
  world.files = {
    ...files,
    append: async (path, text) => {
      // As on a disk that takes its time.
      await new Promise((resolve) => setImmediate(resolve));
      await files.append(path, text);
      if (path.endsWith('queue.jsonl')) order.push('entry');
    },
    createNew: (path) => {
      order.push('file');
      return files.createNew(path);
    },
  };
  world.make();
  world.start(1, 'A');
  expect(await world.finished()).toMatchObject([{ phase: 'saved' }]);
  expect(order.slice(0, 2)).toEqual(['entry', 'file']);
});

describe('a save that fails', () => {
  test.each([
    ['ends early without a word', () => ({ ...whole(), length: audio.length + 1 }), 'file-cut-short'],
    ['is cut in the middle', cut, 'file-cut-short'],
    [
      'is empty, with no length named',
      () => ({ ...whole(), length: null, stream: Readable.from([]) }),
      'file-cut-short',
    ],
    ['is empty, as its length says', () => ({ ...whole(), length: 0, stream: Readable.from([]) }), 'file-cut-short'],
    ['is gone at the server', () => gone, 'media/gone'],
  ])('because the audio %s says so and leaves nothing behind', async (_what, answer, code) => {
    world.media = answer;
    world.start(1, 'A');
    // What may be the network's fault is tried again by itself first.
    expect(await world.passed()).toMatchObject([{ phase: 'failed', problem: { code } }]);
    expect(await readdir(world.ports.downloadFolder).catch(() => [])).toEqual([]);
    world.media = whole;
    world.start(1, 'A');
    expect(await world.finished()).toMatchObject([{ phase: 'saved' }]);
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
    world.files = { ...world.ports.files, createNew: async (path) => failing(await world.ports.files.createNew(path)) };
    world.make();
    world.start(1, 'A');
    expect(await world.finished()).toMatchObject([{ phase: 'failed', problem: { code: expected } }]);
    expect(await world.inFolder()).toEqual([]);
  });

  test('because the folder cannot be made is told before a byte is written', async () => {
    await mkdir(dirname(world.ports.downloadFolder), { recursive: true });
    await writeFile(world.ports.downloadFolder, 'a file where the folder should be');
    world.start(1, 'A');
    expect(await world.finished()).toMatchObject([{ phase: 'failed' }]);
    expect(await readFile(world.ports.downloadFolder, 'utf8')).toBe('a file where the folder should be');
  });

  test('because it was cancelled leaves nothing and says "cancelled"', async () => {
    world.media = () => ({
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
    const started = world.start(1, 'A');
    while (world.downloads.views()[0]?.receivedBytes === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    if (started.ok) world.downloads.cancel(started.value.downloadId);
    expect(await world.finished()).toMatchObject([{ phase: 'cancelled' }]);
    expect(await world.inFolder()).toEqual([]);
  });

  test.each([
    ['ENOENT', 'no-download-folder-yet'],
    ['EACCES', 'partial-files-not-removed'],
    ['EIO', 'partial-files-not-removed'],
  ])(
    'because the app was killed leaves a part in a folder that answers %s, which is logged as %s',
    async (code, event) => {
      await world.queueFile.add(many(1).map((recording) => world.queued(recording)));
      world.files = { ...world.ports.files, list: () => Promise.reject(Object.assign(new Error(code), { code })) };
      await world.startAgain();
      await world.finished();
      const logged = world.ports.lines.map((line) => line.event);
      expect(
        logged.filter((name) => name === 'no-download-folder-yet' || name === 'partial-files-not-removed'),
      ).toEqual([event]);
    },
  );

  test('because the app was killed leaves a part that the next start removes; whole files stay, and so does what another Sidetone writes there', async () => {
    await mkdir(world.ports.downloadFolder, { recursive: true });
    await writeFile(join(world.ports.downloadFolder, 'B.mp3'), 'whole');
    await writeFile(join(world.ports.downloadFolder, 'B.1234abcd-5678.sidetone-part'), 'of another computer');
    await writeFile(join(world.ports.downloadFolder, 'movie.part'), 'of somebody else');
    world.media = stuck;
    world.start(1, 'A');
    await world.running();
    const killed = world.downloads;
    expect(await world.inFolder()).toHaveLength(4);
    world.media = whole;
    await world.startAgain();
    expect(await world.finished()).toMatchObject([{ phase: 'saved' }]);
    expect(await world.inFolder()).toEqual(['A.mp3', 'B.1234abcd-5678.sidetone-part', 'B.mp3', 'movie.part']);
    await killed.dispose();
  });

  test('because its folder does not answer can be cancelled, and nothing waits for that folder at the start', async () => {
    world.media = stuck;
    world.start(1, 'A');
    await world.running();
    await world.downloads.dispose();
    world.files = { ...world.ports.files, list: () => new Promise(() => undefined) };
    await world.startAgain();
    expect(world.phases()).toEqual(['running']);
    world.downloads.cancelAll();
    expect(await world.finished()).toMatchObject([{ phase: 'cancelled' }]);
  });
});

describe('a queue of many', () => {
  test('goes on after a restart where it was: what was whole stays whole, the others are fetched', async () => {
    world.downloads.startMany(many(2));
    await world.finished();
    world.media = stuck;
    world.downloads.startMany(many(6).slice(2));
    await world.running();
    await world.downloads.dispose();
    expect(await world.inFolder()).toEqual(['R001.mp3', 'R002.mp3']);
    world.media = whole;
    await world.startAgain();
    expect((await world.finished()).map((view) => [view.referenceNumber, view.phase])).toEqual([
      ['R003', 'saved'],
      ['R004', 'saved'],
      ['R005', 'saved'],
      ['R006', 'saved'],
    ]);
    expect(await world.inFolder()).toEqual(['R001.mp3', 'R002.mp3', 'R003.mp3', 'R004.mp3', 'R005.mp3', 'R006.mp3']);
  });

  test('does not fetch again what had got its name in the moment of the kill', async () => {
    await world.killedAfterNaming({});
    world.media = () => {
      throw new Error('the audio was asked for again');
    };
    await world.startAgain();
    expect(await world.finished()).toMatchObject([{ phase: 'saved', fileName: 'R001.mp3' }]);
    expect(await world.inFolder()).toEqual(['R001.mp3']);
    expect(await world.saved.fileNameOf(id(1))).toBe('R001.mp3');
  });

  test('does not go on for another user', async () => {
    world.media = stuck;
    world.downloads.startMany(many(2));
    await world.running();
    await world.downloads.dispose();
    world.account = 'bob.backoffice';
    world.media = whole;
    await world.startAgain();
    expect(await world.finished()).toEqual([]);
    expect(await world.inFolder()).toEqual([]);
  });

  test('waits through a refused password and goes on with the next sign-in', async () => {
    world.media = stuck;
    world.downloads.startMany(many(2));
    await world.running();
    world.isSignedIn = false;
    world.downloads.signedOut();
    expect(world.downloads.views().map((view) => view.phase)).toEqual(['queued', 'queued']);
    world.media = whole;
    world.isSignedIn = true;
    world.downloads.signedIn();
    expect((await world.finished()).map((view) => view.phase)).toEqual(['saved', 'saved']);
  });

  test('begins nothing while it is held, and counts what is left', async () => {
    world.media = stuck;
    world.downloads.startMany(many(3));
    await world.running();
    world.downloads.hold(true);
    world.downloads.startMany(many(8));
    expect(world.phases()).toEqual([...Array<string>(3).fill('running'), ...Array<string>(5).fill('queued')]);
    for (const { downloadId } of world.downloads.views().slice(0, 3)) world.downloads.cancel(downloadId);
    await world.until(() => world.downloads.saving().running === 0);
    expect(world.downloads.saving()).toMatchObject({ total: 8, saved: 0, running: 0, held: true });
    world.media = whole;
    world.downloads.hold(false);
    await world.finished();
    expect(world.downloads.saving()).toMatchObject({ total: 8, saved: 5, failed: 0, held: false });
  });

  test('is held by a full disk rather than failing one by one, and goes on when there is room', async () => {
    let full = true;
    world.files = {
      ...world.ports.files,
      createNew: (path) =>
        full && path.endsWith('-part')
          ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
          : world.ports.files.createNew(path),
    };
    world.make();
    world.downloads.startMany(many(40));
    await world.until(() => world.downloads.saving().heldBecause !== null);
    await world.downloads.whenWritten(id(1));
    await world.downloads.whenWritten(id(2));
    await world.downloads.whenWritten(id(3));
    expect(world.downloads.saving()).toMatchObject({ held: true, heldBecause: { code: 'disk-full' } });
    expect(world.downloads.saving().failed).toBeLessThanOrEqual(3);
    full = false;
    world.downloads.retryFailed();
    await world.finished();
    expect(world.downloads.saving()).toMatchObject({ failed: 0, saved: 40 });
    expect(await world.inFolder()).toHaveLength(40);
  });

  test('shows windows a bounded part of itself, failures first', async () => {
    world.media = (recordingId) => (recordingId === id(1) ? gone : short());
    world.downloads.startMany(many(500));
    expect(world.downloads.views().length).toBeLessThanOrEqual(23);
    await world.until(() => world.downloads.saving().saved + world.downloads.saving().failed === 500);
    expect(world.downloads.views()).toHaveLength(60);
    expect(world.downloads.views()[0]).toMatchObject({ referenceNumber: 'R001', phase: 'failed' });
    world.downloads.forgetEnded();
    expect(world.downloads.views()).toEqual([]);
  }, 60_000);

  test('writes the details beside the audio on request', async () => {
    world.withMetadata = true;
    world.serverHash = sha256;
    world.start(1, 'A');
    await world.finished();
    expect(await world.inFolder()).toEqual(['A.json', 'A.mp3']);
    expect(JSON.parse(await readFile(join(world.ports.downloadFolder, 'A.json'), 'utf8'))).toMatchObject({ sha256 });
    expect(world.saved.entryOf(id(1))?.metadataPath).toBe(join(world.ports.downloadFolder, 'A.json'));
  });

  test('never makes anew a folder that was chosen: a drive is gone, and the audio is not even asked for', async () => {
    world.makeFolder = false;
    world.media = () => {
      throw new Error('the audio was asked for');
    };
    world.start(1, 'A');
    expect(await world.finished()).toMatchObject([{ phase: 'failed', problem: { code: 'folder-missing' } }]);
  });
});
