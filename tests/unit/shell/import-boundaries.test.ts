// The import boundaries hold: a planted breach of each is refused by the linter, a clean import is not.
import path from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';
import sidetone from '../../../scripts/eslint-import-boundaries.js';

const root = path.resolve(import.meta.dirname, '../../..');
const ruleOnly = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ['**/*.ts'],
      plugins: { sidetone },
      rules: { 'sidetone/import-boundaries': 'error' },
      languageOptions: { parser: (await import('typescript-eslint')).default.parser },
    },
  ],
});

async function refusals(file: string, code: string): Promise<string[]> {
  const [result] = await ruleOnly.lintText(code, { filePath: path.join(root, file) });
  return (result?.messages ?? []).map((message) => message.message);
}

const breaches: readonly (readonly [wall: string, file: string, specifier: string])[] = [
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
  ['Import boundary 6', 'src/main/core/platform/x.ts', '../core.ts'],
  ['Import boundary 6', 'src/main/core/downloads/x.ts', '../history/history.ts'],
  ['Import boundary 6', 'src/main/core/news/x.ts', '../platform/ports.ts'],
  ['Import boundary 7', 'src/renderer/main/live/x.ts', '../history/list/filter.svelte.ts'],
  ['Import boundary 7', 'src/renderer/main/history/list/x.ts', '../../journal/journal-list.svelte.ts'],
  ['Import boundary 5', 'src/main/electron/x.ts', '../../preview/host.ts'],
  ['Import boundary 5', 'src/main/index.ts', '../simulator/simulator.ts'],
  ['Import boundary 5', 'src/simulator/x.ts', '../main/core/ports.ts'],
  ['Import boundary 5', 'src/simulator/x.ts', '../main/core/ucx/client-types.ts'],
];

const forms: readonly (readonly [form: string, write: (specifier: string) => string])[] = [
  ['an import', (specifier) => `import { x } from '${specifier}'; x();`],
  ['an import of a type', (specifier) => `import type { X } from '${specifier}'; export type Y = X;`],
  ['a type in place', (specifier) => `export type Y = import('${specifier}').X;`],
  ['a bare import', (specifier) => `import '${specifier}';`],
  ['an import in the middle of the work', (specifier) => `await import('${specifier}');`],
  ['an import by a template', (specifier) => `await import(\`${specifier}\`);`],
  ['a require', (specifier) => `require('${specifier}');`],
  ['a require that was made', (specifier) => `createRequire(import.meta.url)('${specifier}');`],
  ['a name handed on', (specifier) => `export { x } from '${specifier}';`],
  ['all names handed on', (specifier) => `export * from '${specifier}';`],
];

describe.each(breaches)('%s: %s may not reach %s', (wall, file, specifier) => {
  test.each(forms)('by %s', async (_form, write) => {
    expect(await refusals(file, write(specifier))).toEqual([expect.stringContaining(wall)]);
  });
});

const clean: readonly (readonly [file: string, specifier: string])[] = [
  ['src/shared/x.ts', './result.ts'],
  ['src/shared/messages/x.ts', '../problem.ts'],
  ['src/shared/x.ts', 'valibot'],
  ['src/main/core/x.ts', 'node:fs/promises'],
  ['src/main/core/x.ts', 'node-fetch'],
  ['src/main/core/api/x.ts', '../live/pause-controller.ts'],
  ['src/renderer/main/live/x.ts', '../../lib/Dialog.svelte'],
  ['src/renderer/main/Main.svelte.ts', './history/HistoryPage.svelte'],
  ['src/main/core/ucx/x.ts', '../../../shared/result.ts'],
  ['src/main/electron/x.ts', 'electron'],
  ['src/main/preload.ts', 'electron'],
  ['src/main/preload.ts', './electron/channels.ts'],
  ['src/main/index.ts', './electron/shell.ts'],
  ['src/renderer/lib/x.ts', '../../shared/contract.ts'],
  ['src/renderer/lib/x.ts', 'svelte/motion'],
  ['src/renderer/lib/x.ts', './base.css'],
  ['src/preview/x.ts', '../main/core/core.ts'],
  ['src/simulator/x.ts', 'node:http'],
  ['tests/unit/x.ts', '../../../src/main/electron/ipc.ts'],
];

describe.each(clean)('%s may reach %s', (file, specifier) => {
  test.each(forms)('by %s', async (_form, write) => {
    expect(await refusals(file, write(specifier))).toEqual([]);
  });
});

test('an import that does not name what it imports is refused inside src', async () => {
  expect(await refusals('src/main/core/x.ts', 'await import(name);')).toEqual([
    expect.stringContaining('must have a literal specifier'),
  ]);
  expect(await refusals('scripts/x.ts', 'await import(name);')).toEqual([]);
});

test("the project's lint configuration checks the boundaries, in code and in components", async () => {
  const eslint = new ESLint({ cwd: root });
  for (const file of ['src/main/core/core.ts', 'src/renderer/main/Main.svelte', 'scripts/run.mjs']) {
    const config: unknown = await eslint.calculateConfigForFile(path.join(root, file));
    expect(config).toMatchObject({ rules: { 'sidetone/import-boundaries': [2] } });
  }
});
