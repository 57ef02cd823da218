// Where and how recordings are saved, as a person chooses it: refused in words when it cannot be used, and meant for exports too.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Problem } from '../../../src/shared/domain/problem.ts';
import { fakeCore, type FakeCore } from '../../support/fake-core.ts';

let fake: FakeCore;
let chosen: string;
beforeEach(async () => {
  fake = await fakeCore();
  chosen = join(dirname(fake.ports.profileFolder), 'chosen');
});
afterEach(() => fake.dispose());

/** Why the core refuses a value; null when it takes it. */
async function refusal(name: 'download.folder' | 'download.namePattern', value: unknown): Promise<Problem | null> {
  const answer = await fake.core.handlers['preferences.set']({ name, value });
  return answer.ok ? null : answer.error;
}
const held = () => fake.core.snapshot().preferences;

describe('The folder for recordings', () => {
  test('is taken when it is there and can be written to, and nothing is left in it', async () => {
    await mkdir(chosen);
    expect(await refusal('download.folder', chosen)).toBeNull();
    expect(held()['download.folder']).toBe(chosen);
    expect(fake.core.snapshot().shell.downloadFolder).toBe(chosen);
    expect(await readdir(chosen)).toEqual([]);
  });

  test('is refused when it is not there, and what held before holds', async () => {
    expect(await refusal('download.folder', chosen)).toEqual({ code: 'folder-not-there', values: { folder: chosen } });
    expect(held()['download.folder']).toBeNull();
  });

  test('is refused when it is a file', async () => {
    await writeFile(chosen, '');
    expect(await refusal('download.folder', chosen)).toMatchObject({ code: 'folder-not-there' });
  });

  test('is refused when nothing can be written to it', async () => {
    await mkdir(chosen);
    const { createNew } = fake.ports.files;
    fake.ports.files.createNew = (path) =>
      dirname(path) === chosen
        ? Promise.reject(Object.assign(new Error('read only'), { code: 'EROFS' }))
        : createNew(path);
    expect(await refusal('download.folder', chosen)).toEqual({ code: 'folder-refuses', values: { folder: chosen } });
  });

  test.each(['recordings', './here', '', ' '])('is refused when it begins nowhere: "%s"', async (folder) => {
    expect(await refusal('download.folder', folder)).toEqual({ code: 'folder-not-whole' });
  });

  test('goes back to the usual one', async () => {
    await mkdir(chosen);
    await refusal('download.folder', chosen);
    expect(await refusal('download.folder', null)).toBeNull();
    const { downloadFolder, usualFolder } = fake.core.snapshot().shell;
    expect([downloadFolder, usualFolder]).toEqual([fake.ports.downloadFolder, fake.ports.downloadFolder]);
  });

  test('that was chosen last holds, though the one before it answers later', async () => {
    const slow = join(chosen, 'slow');
    await mkdir(slow, { recursive: true });
    const { createNew } = fake.ports.files;
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => (answer = resolve));
    fake.ports.files.createNew = async (path) => {
      if (dirname(path) === slow) await asked;
      return createNew(path);
    };
    const first = refusal('download.folder', slow);
    const second = refusal('download.folder', chosen);
    answer();
    expect(await Promise.all([first, second])).toEqual([null, null]);
    expect(held()['download.folder']).toBe(chosen);
  });

  test('is where the journal is exported to', async () => {
    await mkdir(chosen);
    await refusal('download.folder', chosen);
    const answer = await fake.core.handlers['journal.export']({ format: 'csv' });
    if (!answer.ok) throw new Error(answer.error.code);
    expect(await readdir(chosen)).toEqual([answer.value.fileName]);
  });

  test('is not made anew for an export when its drive is gone, and that is said', async () => {
    await mkdir(chosen);
    await refusal('download.folder', chosen);
    await fake.ports.files.rename(chosen, `${chosen}-gone`);
    expect(await fake.core.handlers['journal.export']({ format: 'json' })).toMatchObject({
      ok: false,
      error: { code: 'folder-missing' },
    });
  });
});

describe('The separator of exports', () => {
  test.each([
    ['system', '|'],
    ['semicolon', ';'],
    ['comma', ','],
  ])('is what was chosen (%s), or what the system is set to', async (value, separator) => {
    fake.ports.desktop.listSeparator = () => Promise.resolve('|');
    await fake.core.handlers['preferences.set']({ name: 'export.separator', value });
    const { downloadFolder, files } = fake.ports;
    const answer = await fake.core.handlers['journal.export']({ format: 'csv' });
    const fileName = answer.ok ? answer.value.fileName : '';
    const written = await files.readText(join(downloadFolder, fileName));
    expect(written.slice(0, '\ufeffsequence'.length + 1)).toBe(`\ufeffsequence${separator}`);
  });
});

describe('The pattern of file names', () => {
  test('is taken when it names fields that there are, or none', async () => {
    expect(await refusal('download.namePattern', '{reference}')).toBeNull();
    expect(await refusal('download.namePattern', 'call')).toBeNull();
    expect(held()['download.namePattern']).toBe('call');
  });

  test('is refused when it names others, and they are named', async () => {
    const before = held()['download.namePattern'];
    expect(await refusal('download.namePattern', '{reference}_{colour}_{size}')).toEqual({
      code: 'name-pattern-unknown',
      values: { fields: '{colour}, {size}' },
    });
    expect(held()['download.namePattern']).toBe(before);
  });

  test('is refused when it is blank', async () => {
    expect(await refusal('download.namePattern', '  ')).toEqual({ code: 'name-pattern-empty' });
  });
});
