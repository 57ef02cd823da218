// The documents about security name lines and tests: each has to be there, or the document says what is no longer true.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const squeezed = (text: string): string => text.replaceAll(/\s+/gu, ' ');

/** `file` (`a part of a line`) or `file` (*the name of a test*). */
function proofsIn(text: string): { file: string; said: string }[] {
  const pattern = /`([\w./-]+\.(?:ts|yml|json|svelte|c))` \((?:`([^`]+)`|\*([^*]+)\*)\)/gu;
  return [...text.matchAll(pattern)].map(([, file = '', line, name]) => ({
    file,
    said: (line ?? name ?? '').replaceAll('\\|', '|'),
  }));
}

/** As a test is named in its file: with an apostrophe in a text that has other quotes. */
const isIn = ({ file, said }: { file: string; said: string }): boolean => squeezed(read(file)).includes(said);

test.each(['docs/security-checklist.md', 'docs/threat-model.md'])(
  'every line and test that %s names is there',
  (document) => {
    const proofs = proofsIn(read(document));
    expect(proofs.length).toBeGreaterThan(5);
    expect(proofs.filter((proof) => !isIn(proof))).toEqual([]);
  },
);

test('every point of the checklist has its line or test', () => {
  const rows = read('docs/security-checklist.md')
    .split('\n')
    .filter((line) => /^\| \d+\. /u.test(line));
  expect(rows.map((row) => Number(/\d+/u.exec(row)?.[0]))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(rows.filter((row) => proofsIn(row).length === 0)).toEqual([]);
});

test('every border of the threat model has its line or test, and none is taken on trust', () => {
  const text = read('docs/threat-model.md');
  const [, chapter = ''] = text.split('## Borders and what defends them\n');
  const rows = (chapter.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
  const borders = rows.filter((line) => !/^\| (?:Border |-+ )/u.test(line));
  expect(borders.length).toBeGreaterThan(12);
  expect(borders.filter((row) => proofsIn(row).length === 0)).toEqual([]);
  expect(text).not.toContain('read by review');
});

test('what the checklist forbids is nowhere in the sources', () => {
  const forbidden =
    /allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|allowpopups|<webview|openExternal|webSecurity: false|nodeIntegration: true/iu;
  const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(?:ts|svelte|html)$/u.test(file),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => forbidden.test(read(path.join('src', file))))).toEqual([]);
});

test('every package is an exact version', () => {
  const manifest = JSON.parse(read('package.json')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.filter(([, version]) => !/^(?:npm:@?[\w/-]+@)?\d+\.\d+\.\d+$/u.test(version))).toEqual([]);
});
