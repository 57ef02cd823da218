// What could not be saved is not lost: named with its reason, also after a restart, to whom it belongs and to nobody else.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gone, id, many, SavingWorld, short, stuck } from '../../support/saving-world.ts';

let world: SavingWorld;
beforeEach(() => {
  world = new SavingWorld();
  world.media = short;
});
afterEach(() => world.dispose());

const queuePath = (): string => join(world.ports.profileFolder, 'queue.jsonl');

describe('a recording that could not be saved', () => {
  test('is named with its reason after a restart too, and can be tried again', async () => {
    world.media = (recordingId) => (recordingId === id(2) ? gone : short());
    world.downloads.startMany(many(3));
    await world.finished();
    await world.downloads.dispose();
    await world.startAgain();
    expect(world.downloads.views()).toMatchObject([
      { referenceNumber: 'R002', phase: 'failed', problem: { code: 'media/gone' } },
    ]);
    expect(world.downloads.saving()).toMatchObject({ total: 1, failed: 1, held: false });
    world.media = short;
    world.downloads.retryFailed();
    expect(await world.finished()).toMatchObject([{ referenceNumber: 'R002', phase: 'saved' }]);
    await world.downloads.dispose();
    await world.startAgain();
    expect(world.downloads.views()).toEqual([]);
  });

  test('with a reason that only a newer version knows stays on the list, and the reason stays in the queue on disk', async () => {
    world.media = () => gone;
    world.downloads.startMany(many(1));
    await world.finished();
    await world.downloads.dispose();
    const text = await readFile(queuePath(), 'utf8');
    expect(text).toContain('"code":"media/gone"');
    await writeFile(queuePath(), text.replace('media/gone', 'media/of-a-newer-version'));
    for (const _restart of [1, 2]) {
      await world.startAgain();
      expect(world.downloads.views()).toMatchObject([
        { phase: 'failed', problem: { code: 'problem-unknown', values: { code: 'media/of-a-newer-version' } } },
      ]);
      await world.downloads.dispose();
    }
    expect(await readFile(queuePath(), 'utf8')).toContain('media/of-a-newer-version');
  });

  test('is forgotten when somebody has taken note of it, one by one or all', async () => {
    world.media = () => gone;
    world.downloads.startMany(many(3));
    const [first] = await world.finished();
    world.downloads.forget(first?.downloadId ?? '');
    expect(world.downloads.views().map(({ referenceNumber }) => referenceNumber)).toEqual(['R002', 'R003']);
    await world.downloads.dispose();
    await world.startAgain();
    expect(world.downloads.views().map(({ referenceNumber }) => referenceNumber)).toEqual(['R002', 'R003']);
    world.downloads.forgetEnded();
    await world.downloads.dispose();
    await world.startAgain();
    expect(world.downloads.views()).toEqual([]);
    expect(await readdir(world.ports.profileFolder)).not.toContain('queue.jsonl');
  });

  test('is listed, however many there are', async () => {
    world.media = () => gone;
    world.downloads.startMany(many(200));
    await world.until(() => world.downloads.saving().failed === 200);
    const failures = world.downloads.failures();
    expect(failures).toHaveLength(200);
    expect(failures.every(({ problem }) => problem?.code === 'media/gone')).toBe(true);
  });

  test('stands still in the queue while another is asked for', async () => {
    world.media = (recordingId) => (recordingId === id(1) ? gone : short());
    world.downloads.startMany(many(1));
    await world.finished();
    world.start(2, 'B');
    await world.finished();
    await world.downloads.dispose();
    await world.startAgain();
    expect(world.downloads.views()).toMatchObject([{ referenceNumber: 'R001', phase: 'failed' }]);
  });
});

describe('a queue that was damaged on the disk', () => {
  test('goes on with what can be read; the damaged file is kept beside it, and that is said', async () => {
    world.media = stuck;
    world.downloads.startMany(many(1));
    await world.running();
    await world.downloads.dispose();
    const text = `${await readFile(queuePath(), 'utf8')}{"add":[{"recordingId":"bad\n`;
    await writeFile(queuePath(), text);
    world.make();
    const [said] = await world.downloads.restore();
    const file = join(world.ports.profileFolder, 'queue.damaged.jsonl');
    expect(said).toEqual({ code: 'queue-damaged', values: { file } });
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(world.phases()).toEqual(['queued']);
  });

  test('in an entry of an order loses that entry alone', async () => {
    const [first, second] = many(2).map((asked) => world.queued(asked));
    await world.queueFile.add(first === undefined ? [] : [first]);
    await world.queueFile.flushed();
    const line = JSON.stringify({ add: [{ ...second, folder: 7 }, second] });
    await writeFile(queuePath(), `${await readFile(queuePath(), 'utf8')}${line}\n`);
    world.make();
    expect(await world.downloads.restore()).toMatchObject([{ code: 'queue-damaged' }]);
    expect(world.phases()).toEqual(['queued', 'queued']);
  });
});

describe('another user who signs in', () => {
  async function bobSignsIn(): Promise<void> {
    world.isSignedIn = false;
    world.downloads.cancelAll();
    await world.finished();
    world.account = 'bob.backoffice';
    world.isSignedIn = true;
    world.downloads.signedIn();
  }

  test('sees nothing of what the first one saved or could not save, and tries none of it again', async () => {
    world.media = (recordingId) => (recordingId === id(1) ? gone : short());
    world.downloads.startMany(many(3));
    await world.finished();
    await bobSignsIn();
    expect(world.downloads.views()).toEqual([]);
    expect(world.downloads.saving()).toMatchObject({ total: 0, failed: 0 });
    expect(world.downloads.failures()).toEqual([]);
    world.downloads.retryFailed();
    expect(world.phases()).toEqual([]);
    expect(await world.inFolder()).toEqual(['R002.mp3', 'R003.mp3']);
  });

  test('does not see it while what ran is still being ended either', async () => {
    world.media = stuck;
    world.downloads.startMany(many(5));
    await world.running();
    world.account = 'bob.backoffice';
    world.downloads.signedIn();
    expect(world.downloads.views()).toEqual([]);
    world.media = short;
    world.start(9, 'B');
    expect(await world.finished()).toMatchObject([{ referenceNumber: 'B', phase: 'saved' }]);
    expect(await world.inFolder()).toEqual(['B.mp3']);
  });

  test('saves nothing of the first one, also where a file ends before the queue has heard of the other', async () => {
    world.media = (recordingId) => (recordingId === id(1) ? short() : stuck());
    world.downloads.startMany(many(5));
    world.account = 'bob.backoffice';
    await world.until(() => world.phases().includes('saved'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.phases()).toEqual(['saved', 'running', 'running', 'queued', 'queued']);
  });

  test('after a restart sees none of it', async () => {
    world.media = (recordingId) => (recordingId === id(1) ? gone : stuck());
    world.downloads.startMany(many(3));
    await world.until(() => world.phases().includes('failed'));
    await world.downloads.dispose();
    world.account = 'bob.backoffice';
    await world.startAgain();
    expect(world.downloads.views()).toEqual([]);
  });
});
