// What is loaded at the start of the app: before the icon only what the icon and the command line need, and after it nothing that only a ZIP file
// or the tags of an upload needs. A packaged program is read and compiled in one piece, so each module counts at every start. The commands `report` and `verify-journal` are an exception: without a display Electron
// ends before anything that is loaded later arrives (command-line-at-once.test.ts).
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');

/** What a file loads at once, itself: no types, and nothing by `import()`. */
function loadedBy(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const isImport =
      ts.isImportDeclaration(statement) && statement.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword;
    const isExport = ts.isExportDeclaration(statement) && !statement.isTypeOnly;
    if (!isImport && !isExport) return [];
    const from = statement.moduleSpecifier;
    return from !== undefined && ts.isStringLiteral(from) ? [from.text] : [];
  });
}

/** Every file of ours and every package that a file loads at once, by way of others. */
function loadedWith(...entries: readonly string[]): {
  readonly files: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
} {
  const files = new Set(entries.map((entry) => resolve(root, 'src/main', entry)));
  const packages = new Set<string>();
  for (const file of files) {
    for (const name of loadedBy(file)) {
      if (name.startsWith('.')) files.add(resolve(dirname(file), name));
      else if (!name.startsWith('node:')) packages.add(name);
    }
  }
  return { files: new Set([...files].map((file) => relative(root, file).split(sep).join('/'))), packages };
}

const beforeIcon = loadedWith('index.ts');
const atStart = loadedWith('index.ts', 'electron/shell.ts', 'make-core.ts');

test('before the icon neither the shell nor the core is loaded, nor what speaks to a server', () => {
  expect([...beforeIcon.packages].toSorted()).toEqual(['electron', 'valibot']);
  expect(beforeIcon.files).not.toContain('src/main/electron/shell.ts');
  const late =
    /^src\/main\/core\/(?:core\.ts|(?:ucx|live|automatic|board|downloads|uploads|history|playback|audio-check|updates)\/)/u;
  expect([...beforeIcon.files].filter((file) => late.test(file))).toEqual([
    'src/main/core/playback/audio-cache-folder.ts',
  ]);
});

test('the app starts with the packages that every start needs, and no others', () => {
  expect(atStart.files.size).toBeGreaterThan(150);
  expect([...atStart.packages].toSorted()).toEqual(['electron', 'node-fetch', 'valibot']);
});

test.each([
  ['the tags of an upload', /upload-tags/u],
  ['the decoder of sound', /audio-worker|decoder/u],
])('%s is loaded when it is first needed', (_what, pattern) => {
  expect([...atStart.files].filter((file) => pattern.test(file))).toEqual([]);
});

test('no module makes a formatter while it is loaded: that takes milliseconds of the start, each', () => {
  const made = [...atStart.files].filter((file) =>
    /^(?:export )?const [^=\n]+ = new Intl\./mu.test(readFileSync(resolve(root, file), 'utf8')),
  );
  expect(made).toEqual([]);
});
