// Two processes on one profile: one has it, the other is told which one.
import { createHash } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeProfile } from '../../../src/main/profile-lock.ts';

let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'sidetone-lock-')), 'profile');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(path.dirname(folder), { recursive: true, force: true });
});

const lockFile = (): string => path.join(folder, 'in-use.json');

/** A process that lives until it is killed, and its lock. */
async function lockOfAnother(
  program: 'app' | 'preview',
  host = os.hostname(),
): Promise<ChildProcess & { pid: number }> {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
  children.push(child);
  await once(child, 'spawn');
  await mkdir(folder, { recursive: true });
  await writeFile(lockFile(), `${JSON.stringify({ program, pid: child.pid, host, use: 'x' })}\n`);
  return child as ChildProcess & { pid: number };
}

test('a profile that nobody uses is taken, and is free again afterwards', async () => {
  const first = await takeProfile(folder, 'preview');
  expect(first.ok).toBe(true);
  expect(await takeProfile(folder, 'preview')).toMatchObject({
    ok: false,
    error: { holder: { program: 'preview', pid: process.pid, host: os.hostname() }, file: lockFile() },
  });
  if (first.ok) first.value.release();
  expect(await readdir(folder)).toEqual([]);
  expect((await takeProfile(folder, 'preview')).ok).toBe(true);
});

test.each([
  ['preview', 'app'],
  ['preview', 'preview'],
  ['app', 'preview'],
] as const)('%s does not take what a living %s has', async (program, other) => {
  const { pid } = await lockOfAnother(other);
  expect(await takeProfile(folder, program)).toMatchObject({ ok: false, error: { holder: { program: other, pid } } });
  expect(await readdir(folder)).toEqual(['in-use.json']);
});

test('the app takes what an app has: Electron lets in only one', async () => {
  await lockOfAnother('app');
  expect((await takeProfile(folder, 'app')).ok).toBe(true);
});

test('what a process that is gone has left is taken over', async () => {
  await stale();
  expect((await takeProfile(folder, 'preview')).ok).toBe(true);
  expect(JSON.parse(await readFile(lockFile(), 'utf8'))).toMatchObject({ pid: process.pid });
});

test.each([
  ['preview', 'app'],
  ['app', 'app'],
  ['app', 'preview'],
] as const)(
  '%s does not take what %s of another computer has, whose process cannot be looked at',
  async (program, other) => {
    const { pid } = await lockOfAnother(other, 'another-computer');
    const before = await readFile(lockFile(), 'utf8');
    expect(await takeProfile(folder, program)).toMatchObject({
      ok: false,
      error: { holder: { host: 'another-computer', program: other, pid } },
    });
    expect(await readFile(lockFile(), 'utf8')).toBe(before);
    expect(await readdir(folder)).toEqual(['in-use.json']);
  },
);

test('what a person said is over is taken, and nothing else that came in its place', async () => {
  await lockOfAnother('app', 'another-computer');
  expect((await takeProfile(folder, 'app', new Set(['y']))).ok).toBe(false);
  expect((await takeProfile(folder, 'app', new Set(['x']))).ok).toBe(true);
  expect(JSON.parse(await readFile(lockFile(), 'utf8'))).toMatchObject({ pid: process.pid, host: os.hostname() });
  expect(await readdir(folder)).toEqual(['in-use.json']);
});

test.each(['', '{', '{"pid":-1}', 'null'])(
  'what cannot be read, %j, keeps out a preview and not the app',
  async (text) => {
    await mkdir(folder, { recursive: true });
    await writeFile(lockFile(), text);
    expect(await takeProfile(folder, 'preview')).toEqual({ ok: false, error: { holder: null, file: lockFile() } });
    expect((await takeProfile(folder, 'app')).ok).toBe(true);
  },
);

/** What a process has left that is gone. */
async function stale(): Promise<string> {
  const child = await lockOfAnother('preview');
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  return readFile(lockFile(), 'utf8');
}

test('of many at once exactly one gets it, with or without something stale in the way', async () => {
  for (let round = 0; round < 20; round += 1) {
    if (round > 0) await stale();
    const all = await Promise.all(Array.from({ length: 20 }, () => takeProfile(folder, 'preview')));
    const taken = all.filter((one) => one.ok);
    expect(taken).toHaveLength(1);
    for (const one of taken) one.value.release();
    expect(await readdir(folder)).toEqual([]);
  }
});

test('a claim that a process has left that is gone is no obstacle', async () => {
  const left = await stale();
  const claim = `in-use.${createHash('sha256').update(`in-use.json\n${left}`).digest('hex').slice(0, 32)}.claim`;
  await writeFile(path.join(folder, claim), left);
  expect((await takeProfile(folder, 'preview')).ok).toBe(true);
  expect(await readdir(folder)).toEqual(['in-use.json']);
});

test('letting go twice, or after another took it, removes nothing of the other', async () => {
  const first = await takeProfile(folder, 'preview');
  if (!first.ok) throw new Error('not taken');
  first.value.release();
  const second = await takeProfile(folder, 'preview');
  expect(second.ok).toBe(true);
  first.value.release();
  expect(await readdir(folder)).toEqual(['in-use.json']);
});
