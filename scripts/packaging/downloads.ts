// Whether electron-builder can have the tools that it downloads for some installers: known before it tries for a long time.
import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Longest wait for a first answer, in milliseconds. */
const answerLimitMs = 5_000;

/** Where electron-builder keeps what it downloaded. */
function cacheFolder(environment: Environment): string {
  const named = environment['ELECTRON_BUILDER_CACHE'] ?? '';
  if (named !== '') return named;
  if (process.platform === 'win32') return path.join(environment['LOCALAPPDATA'] ?? '', 'electron-builder', 'Cache');
  const own = process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache'];
  return path.join(os.homedir(), ...own, 'electron-builder');
}

/**
 * Whether the tools for an installer are there or can be downloaded.
 * @param tool the beginning of their name in the cache, such as `nsis`
 */
export async function canHaveTools(tool: string, environment: Environment = process.env): Promise<boolean> {
  const cache = cacheFolder(environment);
  if (existsSync(cache) && readdirSync(cache).some((name) => name.startsWith(tool))) return true;
  const mirror = environment['ELECTRON_BUILDER_BINARIES_MIRROR'] ?? '';
  try {
    await fetch(mirror === '' ? 'https://github.com' : mirror, {
      method: 'HEAD',
      signal: AbortSignal.timeout(answerLimitMs),
    });
    return true;
  } catch {
    return false;
  }
}
