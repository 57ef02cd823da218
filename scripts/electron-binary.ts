// Finds an Electron to run: the one named in the environment, the installed one, or one that can still be fetched.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ended, inPackages, say, spawnNode } from './project.ts';

/** Longest time in milliseconds that fetching the binary may take. */
const fetchLimitMs = 90_000;

export type ElectronFound = { readonly executable: string } | { readonly why: string };

function installed(): string | null {
  const pathFile = inPackages('electron', 'path.txt');
  if (!existsSync(pathFile)) return null;
  const executable = inPackages('electron', 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(executable) ? executable : null;
}

/** Why no window can be shown here, or null when one can. */
export function whyNoDisplay(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  if (platform !== 'linux') return null;
  const has = (name: string): boolean => (environment[name] ?? '') !== '';
  return has('DISPLAY') || has('WAYLAND_DISPLAY')
    ? null
    : "there is no display (DISPLAY and WAYLAND_DISPLAY aren't set)";
}

async function fetchBinary(): Promise<boolean> {
  const script = inPackages('electron', 'install.js');
  if (!existsSync(script)) return false;
  say(`Downloading the Electron binary (up to ${String(fetchLimitMs / 1000)} s)…`);
  const child = spawnNode([script], { stdio: 'ignore' });
  const limit = setTimeout(() => child.kill(), fetchLimitMs);
  const code = await ended(child);
  clearTimeout(limit);
  return code === 0;
}

/**
 * Finds the executable.
 * @param mayFetch whether to download it when it is not there
 */
export async function findElectron(mayFetch: boolean): Promise<ElectronFound> {
  const named = process.env['ELECTRON_EXECUTABLE'];
  if (named !== undefined && named !== '') {
    const executable = path.resolve(named);
    return existsSync(executable)
      ? { executable }
      : { why: `ELECTRON_EXECUTABLE points to ${named}, which doesn't exist` };
  }
  const there = installed();
  if (there !== null) return { executable: there };
  if (!mayFetch) return { why: "the Electron binary isn't installed" };
  await fetchBinary();
  const fetched = installed();
  return fetched === null
    ? { why: "the Electron binary isn't installed and couldn't be downloaded" }
    : { executable: fetched };
}

/** Flags that this system needs before any of ours: a sandbox cannot be made for root on Linux. */
export function systemFlags(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
