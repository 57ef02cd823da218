// The table of tampering: each kind of it is found by `verify-journal` and said in plain words.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readArguments } from '../../../src/main/command-line/arguments.ts';
import { runCommand } from '../../../src/main/command-line/run-command.ts';
import { tamperings, type Tampering } from '../../support/tampering.ts';

let folder = '';
const table: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-tampering-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  process.stdout.write(`${table.join('\n')}\n`);
});

async function verified({ files, witness, key }: Tampering): Promise<{ code: number; said: string }> {
  const paths: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    paths.push(path.join(folder, name));
    await writeFile(path.join(folder, name), text);
  }
  const words = ['verify-journal', ...paths];
  if (key !== undefined) words.push(`--key=${key}`);
  if (witness !== undefined) {
    await writeFile(path.join(folder, 'witness'), witness);
    words.push('--witness', path.join(folder, 'witness'));
  }
  let said = '';
  const asked = readArguments(words);
  if (asked.kind !== 'verify') throw new Error('not asked');
  const note = (text: string): void => {
    said += text;
  };
  const code = await runCommand(asked, { profileFolder: folder, locale: 'en', say: note, complain: note });
  return { code, said };
}

const all = tamperings();

test('there are more than twenty kinds, each with a name of its own', () => {
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(20);
});

test.each(all)('$name', async (tampering) => {
  const { code, said } = await verified(tampering);
  const shown = said.trim().replaceAll(`${folder}${path.sep}`, '').replaceAll('\n', '\n    ');
  table.push(`${String(table.length + 1)}. ${tampering.name} (exit ${String(code)})\n    ${shown}`);
  for (const sentence of tampering.said) expect(said).toMatch(sentence);
  expect(code).toBe(tampering.code);
});
