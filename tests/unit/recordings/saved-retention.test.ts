// Saved recordings are deleted when they are older than the organisation keeps them: with a word before, and nothing else is.
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import type { Core } from '../../../src/main/core/core-types.ts';
import { problemText } from '../../../src/shared/messages/problems.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';
import { ChangingPolicy } from '../../support/policy-file.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let ports: FakePorts<FakeClock>;
let core: Core;
const policy = new ChangingPolicy(null);

/** Saved so many days ago. */
async function save(name: string, days: number | null): Promise<void> {
  const file = join(ports.downloadFolder, `${name}.mp3`);
  await writeFile(file, name);
  const savedAt = days === null ? null : new Date(ports.clock.now() - days * dayMs).toISOString();
  const sha256 = createHash('sha256').update(name).digest('hex');
  const entry = { id: name, path: file, sha256, bytes: name.length, savedAt };
  await writeFile(join(ports.profileFolder, 'saved.jsonl'), `${JSON.stringify(entry)}\n`, { flag: 'a' });
}

const left = async (): Promise<string[]> => (await readdir(ports.downloadFolder)).toSorted();
const words = () => core.snapshot().notices.filter(({ code }) => code === 'saved-expiring');

/** Lets hours pass: the disk is a real one, and each look is given the time that it takes. */
async function pass(hours: number, done: () => Promise<boolean>): Promise<void> {
  for (let hour = 0; hour < hours; hour += 1) await ports.clock.advance(hourMs);
  while (!(await done())) await ports.clock.advance(1);
}

async function start(): Promise<void> {
  core = createCore({ ...ports, policySources: [policy] });
  await core.start();
}

beforeEach(async () => {
  ports = fakePorts();
  policy.set({ locked: { 'saved.keepDays': 30 } });
  await mkdir(ports.profileFolder, { recursive: true });
  await mkdir(ports.downloadFolder, { recursive: true });
});
afterEach(async () => {
  await core.dispose();
  await rm(dirname(ports.profileFolder), { recursive: true, force: true });
});

test('a limit that is new is told first, and a day later what is too old is deleted, and no more', async () => {
  await save('old', 40);
  await save('due', 29.5);
  await save('young', 10);
  await save('undated', null);
  await writeFile(join(ports.downloadFolder, 'another.mp3'), 'not ours');
  await start();
  await pass(0, () => Promise.resolve(words().length > 0));
  expect(await left()).toHaveLength(5);
  expect(words()).toMatchObject([{ values: { count: '2', days: '30' } }]);
  expect(words().map((word) => problemText(word).what)).toEqual([
    expect.stringMatching(/^Saved recordings will be deleted from this computer by 2026-11-\d\d: 2\.$/u),
  ]);
  await pass(22, () => Promise.resolve(true));
  expect(await left()).toHaveLength(5);
  await pass(3, async () => (await left()).length === 3 && words().length === 0);
  expect(await left()).toEqual(['another.mp3', 'undated.mp3', 'young.mp3']);
  expect(words()).toEqual([]);
});

test('the day is counted while Sidetone is closed too, and a shorter limit is told anew', async () => {
  await save('old', 40);
  await save('middle', 25);
  await start();
  await pass(0, () => Promise.resolve(words().length > 0));
  await core.dispose();
  ports.clock.jump(2 * dayMs);
  await start();
  await pass(0, async () => (await left()).length === 1);
  expect(await left()).toEqual(['middle.mp3']);
  policy.set({ locked: { 'saved.keepDays': 7 } });
  policy.tell();
  await ports.clock.advance(1_000);
  await pass(0, () => Promise.resolve(words().length > 0));
  expect(words()).toMatchObject([{ values: { count: '1', days: '7' } }]);
  expect(await left()).toEqual(['middle.mp3']);
});

test('a file that somebody changed stays', async () => {
  await save('old', 40);
  await save('older', 50);
  await writeFile(join(ports.downloadFolder, 'old.mp3'), 'my own notes');
  await start();
  await pass(25, async () => (await left()).length === 1);
  expect(await left()).toEqual(['old.mp3']);
});

test('without a limit nothing is told or deleted', async () => {
  policy.set(null);
  await save('old', 4_000);
  await start();
  await ports.clock.advance(2 * dayMs);
  expect(await left()).toEqual(['old.mp3']);
  expect(words()).toEqual([]);
});
