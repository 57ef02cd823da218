// What each window loads at first: its script and style, compressed as an installer or a server would.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildIfNeeded } from '../../scripts/build-if-needed.ts';
import { print } from './simulator-process.ts';

const folder = join(import.meta.dirname, '../../out/renderer');
await buildIfNeeded(['renderer']);

async function loadedBy(
  page: string,
): Promise<{ readonly files: number; readonly bytes: number; readonly packed: number }> {
  const html = await readFile(join(folder, page), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
  const texts = await Promise.all(named.map((name) => readFile(join(folder, name))));
  const bytes = texts.reduce((sum, text) => sum + text.length, 0);
  return { files: named.length, bytes, packed: texts.reduce((sum, text) => sum + gzipSync(text).length, 0) };
}

for (const [page, aim] of [
  ['widget.html', 60],
  ['main.html', 160],
] as const) {
  const { files, bytes, packed } = await loadedBy(page);
  print(
    `${page}: ${String(files)} files, ${(bytes / 1000).toFixed(1)} kB`,
    `${(packed / 1000).toFixed(1)} kB compressed (aim: at most ${String(aim)} kB)`,
  );
}
print('all assets', `${String((await readdir(join(folder, 'assets'))).length)} files`);
