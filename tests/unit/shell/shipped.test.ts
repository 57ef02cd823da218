// Whatever is built into the app or packed beside it is somebody's work: its licence is shipped too, with its text.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { configOf } from '../../../scripts/build.ts';
import { licences } from '../../../scripts/licences.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const listed = JSON.parse(licences()) as { name: string; text: string }[];

/** The package that a file of node_modules belongs to, by its own name: an alias is another name for it. */
function packageOf(file: string): string | null {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/@]+)\//u.exec(file.replaceAll('\\', '/')) ?? [];
  if (folder === undefined) return null;
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name: string };
  return manifest.name;
}

/** The packages whose code is in what is built. */
async function builtIn(part: 'main' | 'preload' | 'renderer'): Promise<(string | null)[]> {
  const config = await configOf(part);
  const results = await build({ ...config, logLevel: 'silent', build: { ...config.build, write: false } });
  const outputs = [results].flat().flatMap((result) => ('output' in result ? result.output : []));
  expect(outputs.length).toBeGreaterThan(0);
  return outputs.flatMap((output) =>
    output.type === 'chunk'
      ? Object.entries(output.modules)
          .filter(([id, { renderedLength }]) => id.includes('node_modules') && renderedLength > 0)
          .map(([id]) => packageOf(id))
      : [],
  );
}

// It builds the app, which takes long where others are at work.
test('the licence of every package that is built in or packed is listed', { timeout: 240_000 }, async () => {
  vi.stubEnv('NODE_ENV', 'production');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const names = new Set(listed.map(({ name }) => name));
  const packed = [
    ...readFileSync(path.join(root, 'electron-builder.yml'), 'utf8').matchAll(/node_modules\/[\w-]+\//gu),
  ].map(([folder]) => packageOf(path.join(root, folder, 'package.json')));
  const shipped = [
    ...packed,
    ...(await builtIn('main')),
    ...(await builtIn('preload')),
    ...(await builtIn('renderer')),
  ];
  expect(shipped).toEqual(expect.arrayContaining(['svelte', 'valibot', 'music-metadata', '@github/keytar']));
  expect([...new Set(shipped)].filter((name) => name === null || !names.has(name))).toEqual([]);
  expect([...names]).toContain('electron');
});

test('every listed licence says whose work it is and what is permitted', () => {
  const bare = listed.filter(({ text }) => !/copyright/iu.test(text) || !/permi/iu.test(text));
  expect(bare.map(({ name }) => name)).toEqual([]);
});
