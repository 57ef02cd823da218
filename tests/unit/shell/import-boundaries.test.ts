// The import boundaries hold: a planted breach of each is refused by the linter, a clean import is not.
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ESLint, Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import sidetone from '../../../scripts/eslint-import-boundaries.js';

const root = path.resolve(import.meta.dirname, '../../..');
const linter = new Linter({ cwd: root });
const ruleOnly: Linter.Config = {
  files: ['**/*.ts'],
  plugins: { sidetone },
  rules: { 'sidetone/import-boundaries': 'error' },
  languageOptions: { parser },
};

/** What the rule says about each line of a file. */
function refusals(file: string, lines: readonly string[]): string[][] {
  const said = lines.map((): string[] => []);
  for (const { line, message } of linter.verify(lines.join('\n'), ruleOnly, path.join(root, file)))
    said[line - 1]?.push(message);
  return said;
}

const breaches: readonly (readonly [boundary: string, file: string, specifier: string])[] = [
  ['Import boundary 1', 'src/shared/x.ts', 'node:fs'],
  ['Import boundary 1', 'src/shared/x.ts', 'electron'],
  ['Import boundary 1', 'src/shared/x.ts', '../main/core/ports.ts'],
  ['Import boundary 1', 'src/shared/messages/x.ts', '../../renderer/lib/bridge.ts'],
  ['Import boundary 2', 'src/main/core/x.ts', 'electron'],
  ['Import boundary 2', 'src/main/core/x.ts', '../electron/windows.ts'],
  ['Import boundary 2', 'src/main/core/ucx/x.ts', '../../../preview/host.ts'],
  ['Import boundary 2', 'src/main/core/x.ts', '../../renderer/lib/bridge.ts'],
  ['Import boundary 2', 'src/main/core/x.ts', '../../simulator/simulator.ts'],
  ['Import boundary 3', 'src/main/index.ts', 'electron'],
  ['Import boundary 3', 'src/main/make-core.ts', 'electron'],
  ['Import boundary 3', 'src/main/keychain-keytar.ts', 'electron/main'],
  ['Import boundary 3', 'src/preview/x.ts', 'electron'],
  ['Import boundary 3', 'src/preview/x.ts', '../main/electron/log.ts'],
  ['Import boundary 3', 'scripts/x.ts', 'electron'],
  ['Import boundary 4', 'src/renderer/lib/x.ts', 'node:path'],
  ['Import boundary 4', 'src/renderer/lib/x.ts', 'fs'],
  ['Import boundary 4', 'src/renderer/main/history/x.ts', '../../../main/core/core-types.ts'],
  ['Import boundary 4', 'src/renderer/lib/x.ts', 'ws'],
  ['Import boundary 4', 'src/renderer/lib/x.ts', '../../simulator/simulator.ts'],
  ['Import boundary 6', 'src/main/core/ucx/x.ts', '../live/pause-types.ts'],
  ['Import boundary 6', 'src/main/core/journal/x.ts', '../live/pause-types.ts'],
  ['Import boundary 6', 'src/main/core/live/x.ts', '../automatic/rule-machine.ts'],
  ['Import boundary 6', 'src/main/core/platform/x.ts', '../core.ts'],
  ['Import boundary 6', 'src/main/core/downloads/x.ts', '../history/history.ts'],
  ['Import boundary 6', 'src/main/core/news/x.ts', '../platform/ports.ts'],
  ['a new folder of src/main/core must be given its place', 'src/main/core/news/x.ts', 'node:path'],
  ['Import boundary 7', 'src/renderer/main/live/x.ts', '../history/list/filter.svelte.ts'],
  ['Import boundary 7', 'src/renderer/main/history/list/x.ts', '../../journal/journal-list.svelte.ts'],
  ['Import boundary 8', 'src/extension/content/x.ts', 'fflate'],
  ['Import boundary 8', 'src/extension/background/x.ts', '../../main/core/automatic/rule-machine.ts'],
  ['Import boundary 5', 'src/main/electron/x.ts', '../../preview/host.ts'],
  ['Import boundary 5', 'src/main/index.ts', '../simulator/simulator.ts'],
  ['Import boundary 5', 'src/simulator/x.ts', '../main/core/ports.ts'],
  ['Import boundary 5', 'src/simulator/x.ts', '../main/core/ucx/client-types.ts'],
];

/** Every way to write an import, a line each; `n` makes its names its own. */
const forms: readonly ((specifier: string, n: number) => string)[] = [
  (specifier, n) => `import { x as x${n} } from '${specifier}'; x${n}();`,
  (specifier, n) => `import type { X as X${n} } from '${specifier}'; export type Y${n} = X${n};`,
  (specifier, n) => `export type Y${n} = import('${specifier}').X;`,
  (specifier) => `import '${specifier}';`,
  (specifier) => `await import('${specifier}');`,
  (specifier) => `await import(\`${specifier}\`);`,
  (specifier) => `require('${specifier}');`,
  (specifier) => `createRequire(import.meta.url)('${specifier}');`,
  (specifier, n) => `export { x as y${n} } from '${specifier}';`,
  (specifier) => `export * from '${specifier}';`,
];
const inEveryForm = (specifiers: readonly string[]): string[] =>
  specifiers.flatMap((specifier, at) => forms.map((write, form) => write(specifier, at * forms.length + form)));

/** One lint for a file: each boundary it must keep, and by which imports it breaks it. */
const breachesOf = Map.groupBy(breaches, ([, file]) => file);

test.each([...breachesOf])('%s is refused every import across its boundaries, in every form', (file, planted) => {
  const lines = inEveryForm(planted.map(([, , specifier]) => specifier));
  const expected = planted.flatMap(([boundary, , specifier]) =>
    inEveryForm([specifier]).map((): unknown => [expect.stringContaining(boundary)]),
  );
  expect(refusals(file, lines)).toEqual(expected);
});

const clean: Readonly<Record<string, readonly string[]>> = {
  'src/shared/x.ts': ['./result.ts', 'valibot'],
  'src/shared/messages/x.ts': ['../problem.ts'],
  'src/main/core/x.ts': ['node:fs/promises', 'node-fetch', './live/pause-controller.ts'],
  'src/main/core/ucx/x.ts': ['../../../shared/result.ts', '../platform/ports.ts', './errors.ts'],
  'src/main/core/api/x.ts': ['../live/pause-controller.ts'],
  'src/main/electron/x.ts': ['electron'],
  'src/main/preload.ts': ['electron', './electron/channels.ts'],
  'src/main/index.ts': ['./electron/shell.ts'],
  'src/main/make-core.ts': ['./core/core.ts', './electron/shell-ports.ts'],
  'src/renderer/lib/x.ts': ['../../shared/contract.ts', 'svelte/motion', './base.css'],
  'src/renderer/main/live/x.ts': ['../../lib/Dialog.svelte', './board-list.svelte.ts'],
  'src/renderer/main/Main.svelte.ts': ['./history/HistoryPage.svelte'],
  'src/preview/x.ts': ['../main/core/core.ts'],
  'src/simulator/x.ts': ['node:http'],
  'tests/unit/x.ts': ['../../../src/main/electron/ipc.ts'],
};

test.each(Object.entries(clean))('%s may import %j in every form', (file, specifiers) => {
  const lines = inEveryForm(specifiers);
  expect(refusals(file, lines)).toEqual(lines.map((): string[] => []));
});

test('an import that does not name what it imports is refused inside src', () => {
  expect(refusals('src/main/core/x.ts', ['await import(name);'])).toEqual([
    [expect.stringContaining('must have a literal specifier')],
  ]);
  expect(refusals('scripts/x.ts', ['await import(name);'])).toEqual([[]]);
});

describe("the project's lint configuration checks the boundaries", () => {
  test('in components', async () => {
    const config: unknown = await new ESLint({ cwd: root }).calculateConfigForFile(
      path.join(root, 'src/renderer/main/Main.svelte'),
    );
    expect(config).toMatchObject({ rules: { 'sidetone/import-boundaries': [2] } });
  });

  test('in code, of which a planted breach is refused', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sidetone-lint-'));
    try {
      for (const file of ['.oxlintrc.json', 'scripts/eslint-import-boundaries.js'])
        await cp(path.join(root, file), path.join(folder, file), { recursive: true });
      for (const file of ['src/main/core/x.ts', 'src/renderer/main/x.svelte.ts', 'src/renderer/main/x.mjs']) {
        await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
        await writeFile(path.join(folder, file), "import 'electron';\n");
      }
      const oxlint = path.join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
      const { status, stdout } = spawnSync(process.execPath, [oxlint, '--format=unix'], {
        cwd: folder,
        encoding: 'utf8',
      });
      const refused = stdout.split('\n').filter((line) => line.includes('Import boundary'));
      expect(refused.map((line) => line.split(':', 1)[0]).toSorted()).toEqual([
        'src/main/core/x.ts',
        'src/renderer/main/x.mjs',
        'src/renderer/main/x.svelte.ts',
      ]);
      expect(status).toBe(1);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
