// Without a display Electron aborts as soon as the program lets it go on: by then a command has done everything and written all of it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readArguments } from '../../../src/main/command-line/arguments.ts';
import { runCommand } from '../../../src/main/command-line/run-command.ts';
import { journalCsv, journalJson } from '../../../src/main/core/journal/journal-export.ts';
import { fileOf, JournalMaker, linesOf, newKey, notesOf } from '../../support/signed-journal.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-at-once-'));
  const { entries } = new JournalMaker(newKey()).pause().pause();
  await writeFile(at('2026-10.jsonl'), fileOf(entries));
  await writeFile(at('export.csv'), journalCsv(linesOf(entries), entries, ','));
  await writeFile(at('export.json'), journalJson(linesOf(entries)));
  await writeFile(at('witness'), notesOf(entries));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (name: string): string => path.join(folder, name);

/** The exit code of a command if it is there before anything else had its turn, a disk for example. */
async function codeAtOnce(words: readonly string[]): Promise<number | null> {
  const asked = readArguments(words);
  if (asked.kind === 'app') throw new Error('not a command');
  let code: number | null = null;
  const say = (): void => undefined;
  const options = { profileFolder: folder, locale: 'en', say, complain: say, send: () => 'notRunning' as const };
  const running = runCommand(asked, options).then((found) => (code = found));
  await new Promise<void>((resolve) => setImmediate(resolve));
  const found = code;
  await running;
  return found;
}

test.each([
  ['--help', 0],
  ['status', 3],
  ['nonsense', 2],
  ['verify-journal 2026-10.jsonl', 0],
  ['verify-journal --witness witness export.csv', 0],
  ['verify-journal missing', 2],
  ['report --out r.html --csv r.csv --json r.json --witness witness 2026-10.jsonl', 0],
  ['report --out r.html export.csv', 0],
  ['report --out r.html export.json', 0],
  ['report --out r.html missing', 2],
] as const)('%s is done before the program lets anything else go on', async (line, code) => {
  const words = line.split(' ').map((word) => (/^(?:2026|r\.|export|witness|missing)/u.test(word) ? at(word) : word));
  expect(await codeAtOnce(words)).toBe(code);
  if (line.startsWith('report') && code === 0) expect(existsSync(at('r.html'))).toBe(true);
});

test('all of a long text arrives, whenever its reader reads and whatever the pipe takes at once', async () => {
  const module = pathToFileURL(path.resolve('src/main/command-line/write-whole.ts')).href;
  // Node makes its standard output a pipe that refuses what it has no room for, once it is used.
  const program = `import { writeWhole } from ${JSON.stringify(module)}; process.stdout.write(''); writeWhole(1, 'ä'.repeat(1_000_000)); process.exit(0);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let bytes = 0;
  child.stdout.on('data', (part: Buffer) => (bytes += part.length));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ bytes, code }).toEqual({ bytes: 2_000_000, code: 0 });
});

test('a reader that has gone ends nothing but its own text', async () => {
  const module = pathToFileURL(path.resolve('src/main/command-line/write-whole.ts')).href;
  const program = `import { writeWhole } from ${JSON.stringify(module)}; writeWhole(1, 'a'.repeat(1_000_000)); process.exit(7);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.destroy();
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(7);
});
