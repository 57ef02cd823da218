// The ZIP for whoever helps: diagnostics and logs, whole, up to the last line, and in nobody's way.
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, expect, test } from 'vitest';
import { logFilesOf, RotatingLogFile } from '../../../src/main/core/platform/logs/rotating-log-file.ts';
import { redactingLog } from '../../../src/main/log-facts.ts';
import { fakeCore, type FakeCore } from '../../support/fake-core.ts';
import { fakePorts } from '../../support/fake-ports.ts';

let fake: FakeCore;
afterEach(async () => {
  await fake.dispose();
});

type Logging = { readonly file: string; readonly log: ReturnType<typeof redactingLog> };

/** A core whose log is on the disk. */
async function logging(): Promise<Logging> {
  const file = path.join(fakePorts().profileFolder, 'logs', 'sidetone.log');
  const onDisk = new RotatingLogFile({ file, clock: { now: () => 0 } });
  const log = redactingLog((level, line) => {
    onDisk.write(level, line);
  });
  fake = await fakeCore({ ports: { log, logFile: file, flushLog: () => onDisk.flush() } });
  return { file, log };
}

async function savedLogs(): Promise<Record<string, string>> {
  const saved = await fake.core.handlers['app.saveLogs']({});
  if (!saved.ok) throw new Error(saved.error.code);
  const bytes = await readFile(path.join(fake.ports.downloadFolder, saved.value.fileName));
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)]));
}

test('holds the diagnostics and every log file, up to what was logged last', async () => {
  const { file, log } = await logging();
  await mkdir(path.dirname(file), { recursive: true });
  const [, ...older] = logFilesOf(file);
  for (const one of older) await writeFile(one, `${path.basename(one)} ${'x'.repeat(300_000)}\n`);
  log.warn('read-failed', { status: 503 });
  const saved = await savedLogs();
  expect(Object.keys(saved).toSorted()).toEqual([
    'diagnostics.txt',
    'logs/sidetone.1.log',
    'logs/sidetone.2.log',
    'logs/sidetone.3.log',
    'logs/sidetone.4.log',
    'logs/sidetone.log',
  ]);
  expect(saved['logs/sidetone.log']).toContain('read-failed {"status":503}');
  expect(saved['logs/sidetone.3.log']).toBe(`sidetone.3.log ${'x'.repeat(300_000)}\n`);
  expect(saved['diagnostics.txt']).toContain('Sidetone 0.0.0-test');
  expect(saved['diagnostics.txt']).toContain('read-failed {"status":503}');
});

test('overwrites nothing, and takes nothing in by a link', async () => {
  const { file } = await logging();
  const [, older] = logFilesOf(file);
  const elsewhere = path.join(fake.ports.profileFolder, 'settings.json');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(elsewhere, 'mine');
  await symlink(elsewhere, older ?? '');
  expect(Object.keys(await savedLogs())).not.toContain('logs/sidetone.1.log');
  const again = await fake.core.handlers['app.saveLogs']({});
  expect(again).toMatchObject({ ok: true, value: { fileName: expect.stringMatching(/-2\.zip$/u) as unknown } });
});

test('the rest of the program has its turn while it is made', async () => {
  const { file } = await logging();
  await mkdir(path.dirname(file), { recursive: true });
  for (const one of logFilesOf(file)) await writeFile(one, 'request {"status":200}\n'.repeat(40_000));
  let turns = 0;
  let done = false;
  const turn = (): void => {
    turns += 1;
    if (!done) setImmediate(turn);
  };
  setImmediate(turn);
  await savedLogs();
  done = true;
  // Five files of 0.9 MB in pieces of 64 KiB.
  expect(turns).toBeGreaterThan(60);
});

test('a folder that can’t be written is named', async () => {
  await logging();
  fake.ports.files.createNew = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
  expect(await fake.core.handlers['app.saveLogs']({})).toMatchObject({ ok: false, error: { code: 'disk-full' } });
});
