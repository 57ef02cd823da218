// What the documents for administrators quote is what users read, and what they name is there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { isPreferenceName } from '../../../src/shared/domain/preferences.ts';
import { audioCheck } from '../../../src/shared/messages/en/history.ts';
import { problemTexts } from '../../../src/shared/messages/en/problems/problems.ts';
import { shellWords } from '../../../src/shared/messages/en/shell.ts';
import { localFolder, profileFolder } from '../../../src/main/command-line/profile-folder.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const guide = read('docs/admin-guide.md');
const forAdministrators = ['docs/admin-guide.md', 'docs/admin-rollout.md'];
const everything = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md'].concat(
  readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
);

/** The messages of the troubleshooting table; those of one cause share a row. */
function troubledMessages(): string[] {
  const [, chapter = ''] = guide.split('## Troubleshooting by message\n');
  const [table = ''] = chapter.split(/\n##+ /u);
  const cells = table
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .flatMap((row) => (row.split('|')[1] ?? '').split('<br>').map((message) => message.trim()));
  return cells.filter((cell) => !/^(?:Message|-+)$/u.test(cell));
}

test('every message of the troubleshooting table is one that users read, and is there once', () => {
  const messages = troubledMessages();
  const known = new Set(Object.values(problemTexts).map(({ what }) => what));
  expect(messages.length).toBeGreaterThan(5);
  expect(messages.filter((message) => !known.has(message))).toEqual([]);
  expect(new Set(messages).size).toBe(messages.length);
});

test('every message that sends users to their administrator is in the troubleshooting table', () => {
  const messages = new Set(troubledMessages());
  const sent = Object.values(problemTexts).filter(({ next }) => /administrator/iu.test(next));
  expect(sent.length).toBeGreaterThan(50);
  expect(sent.map(({ what }) => what).filter((what) => !messages.has(what))).toEqual([]);
});

/** What a heading is called in an address, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsIn = (file: string): string[] =>
  [...read(file).matchAll(/^#{1,6} (.+)$/gmu)].map(([, heading = '']) => anchorOf(heading));

test.each(everything)('every link of %s leads somewhere', (file) => {
  const links = [...read(file).matchAll(/\]\((?!https?:)([^)\s]+)\)/gu)].map(([, link = '']) => link);
  const dead = links.filter((link) => {
    const [target = '', anchor] = link.split('#');
    const place = target === '' ? file : path.posix.join(path.posix.dirname(file), target);
    if (!existsSync(path.join(root, place))) return true;
    return anchor !== undefined && !anchorsIn(place).includes(anchor);
  });
  expect(dead).toEqual([]);
});

describe.each(forAdministrators)('%s', (file) => {
  const text = read(file);
  const quoted = [...text.matchAll(/`([^`\n]+)`/gu)].map(([, said = '']) => said);

  test('every policy that it names is there', () => {
    const names = quoted.filter(
      (said) => /^[a-z]+\.[a-zA-Z]+$/u.test(said) && !/\.(?:exe|json|jsonl|yml|asar|msi|example|md)$/u.test(said),
    );
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !isPreferenceName(name))).toEqual([]);
  });

  test('every command that it names is there', () => {
    const { usage } = shellWords.commandLine;
    const words = [...text.matchAll(/(?<=[`\n])sidetone ([a-z-]+)/gu)].map(([, word = '']) => word);
    expect(words.length).toBeGreaterThan(2);
    expect(words.filter((word) => !new RegExp(String.raw`^  ${word}\b`, 'mu').test(usage))).toEqual([]);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const runs = [...text.matchAll(/npm run ([a-z-]+)/gu)].map(([, name = '']) => name);
    expect(runs.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('every property of the MSI that it names is there', () => {
    const sources = ['msi-source.ts', 'msi-tables.ts'].map((name) => read(`scripts/packaging/${name}`)).join('\n');
    const names = [...text.matchAll(/\b([A-Z]{8,})=/gu)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !sources.includes(name))).toEqual([]);
  });

  test('the folders are those of the program', () => {
    const environment = { APPDATA: '%APPDATA%', LOCALAPPDATA: '%LOCALAPPDATA%' };
    const onWindows = (folder: string): string => folder.replaceAll('/', '\\');
    expect(text).toContain(`\`${onWindows(profileFolder([], 'win32', environment, '~'))}\``);
    expect(text).toContain(`\`${onWindows(localFolder([], 'win32', environment, '~'))}\``);
  });
});

test('what cannot be tried here is in one table, with where it must be done', () => {
  const tables = forAdministrators.map((file) => read(file).match(/^\| Thing \| Why \| Where it must be done \|$/gmu));
  expect(tables.flatMap((found) => found ?? [])).toHaveLength(1);
});

test('what the pilot has to see is said by the program in these words', () => {
  const quotes = [
    'The pause was cut out of the audio',
    'No sound found during the pause',
    'Only a tone found during the pause',
  ];
  const said = [audioCheck.cut, audioCheck.silent, audioCheck.tone].map((text) => text(''));
  const text = read('docs/admin-rollout.md').replaceAll(/\s+/gu, ' ');
  for (const [index, quote] of quotes.entries()) {
    expect(said[index]).toContain(quote);
    expect(text).toContain(`*${quote}*`);
  }
  expect(text).toContain(`*${shellWords.elsewhere.title}*`);
});

test('the keychain entries are named as the program names them', () => {
  expect(read('src/main/make-core.ts')).toContain("keytarKeychain({ service: 'Sidetone' })");
  expect(read('docs/admin-rollout.md')).toContain('`Sidetone/USER@SERVER`');
});
