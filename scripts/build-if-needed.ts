// Builds the parts whose sources are newer than what was built, so that no command runs yesterday's app.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Part } from './build.ts';
import { ended, root, say, spawnNode } from './project.ts';

/** What a part is made of, and a file that its build always writes. */
const made: Record<Part, { readonly sources: readonly string[]; readonly result: string }> = {
  main: { sources: ['src/shared', 'src/main', 'electron.vite.config.ts'], result: 'out/main/index.js' },
  preload: {
    sources: [
      'src/shared/ipc/ipc-table.ts',
      'src/main/preload.ts',
      'src/main/electron/channels.ts',
      'electron.vite.config.ts',
    ],
    result: 'out/preload/preload.cjs',
  },
  renderer: { sources: ['src/shared', 'src/renderer', 'electron.vite.config.ts'], result: 'out/renderer/main.html' },
  preview: { sources: ['src/shared', 'src/preview', 'scripts/build.ts'], result: 'out/preview/bridge.js' },
  extension: {
    sources: ['src/shared', 'src/extension', 'scripts/extension', 'scripts/icons', 'package.json'],
    result: 'out/extension/firefox/manifest.json',
  },
};

/** Newest change under a path in epoch milliseconds; 0 when it is not there. */
function newest(place: string): number {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(place).map((name) => newest(path.join(place, name))));
}

export function isOutdated(part: Part): boolean {
  const { sources, result } = made[part];
  const built = newest(path.join(root, result));
  return sources.some((source) => newest(path.join(root, source)) > built);
}

/** Builds what is missing or outdated, in a process of its own. Answers whether everything is there now. */
export async function buildIfNeeded(wanted: readonly Part[]): Promise<boolean> {
  const outdated = wanted.filter(isOutdated);
  if (outdated.length === 0) return true;
  say(`Building ${outdated.join(', ')}…`);
  const only = outdated.flatMap((part) => ['--only', part]);
  const code = await ended(spawnNode([path.join(root, 'scripts', 'run.mjs'), 'build', ...only]));
  if (code !== 0) say('The build failed. See the output above.');
  return code === 0;
}
