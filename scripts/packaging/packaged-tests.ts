// What the tests of the packaged app need: an unpacked Electron for Windows, its Wine with a prefix of their own, and the package.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { ended, root, spawnNode } from '../project.ts';

/** The variables that the tests run with, and what to do when they have ended. */
export type PackagedSetup = {
  readonly environment: Record<string, string>;
  readonly end: () => Promise<void>;
};

/** Why the packaged app can't be tried with this Electron; null when it can. */
export function whyNotPackaged(executable: string | null): string | null {
  if (executable === null) return 'ELECTRON_EXECUTABLE names no Electron for Windows';
  const folder = path.dirname(executable);
  const missing = ['dist/electron.exe', 'dist/version', 'prefix'].find((name) => !existsSync(path.join(folder, name)));
  return missing === undefined
    ? null
    : `there is no ${missing} beside ELECTRON_EXECUTABLE: it isn't a Windows Electron`;
}

/** Builds the package with that Electron. Answers whether it is there now. */
export async function buildPackage(executable: string): Promise<boolean> {
  const dist = path.join(path.dirname(executable), 'dist');
  const command = [path.join(root, 'scripts', 'run.mjs'), 'dist', '--platform', 'win', '--arch', 'x64', '--dir'];
  const environment = {
    ...process.env,
    ELECTRON_DIST: dist,
    ELECTRON_DIST_VERSION: readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/u, ''),
  };
  return (await ended(spawnNode(command, { env: environment }))) === 0;
}

/**
 * Ends the programs of a Wine prefix that outlived its server: now and then a process of graphics does, of a program that ended in its first
 * moments. They are known by their environment, so nobody else's are ended.
 */
export function endLeftovers(prefix: string): number {
  const isOfPrefix = (pid: string): boolean => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`WINEPREFIX=${prefix}`);
    } catch {
      // It has ended, or is somebody else's.
      return false;
    }
  };
  const left = readdirSync('/proc').filter((name) => /^\d+$/u.test(name) && isOfPrefix(name));
  for (const pid of left) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended by now.
    }
  }
  return left.length;
}

/** Copies the Wine prefix, which is like an installed Windows, so that tests may install into it. */
export function setUpPackaged(executable: string): PackagedSetup {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-prefix-'));
  const prefix = path.join(folder, 'prefix');
  cpSync(path.join(path.dirname(executable), 'prefix'), prefix, { recursive: true, verbatimSymlinks: true });
  const environment = { ELECTRON_EXECUTABLE: executable, ELECTRON_WINE_PREFIX: prefix };
  const wineserver = (flag: string): Promise<number> =>
    ended(
      spawn(executable, ['--wine', 'wineserver', flag], { stdio: 'ignore', env: { ...process.env, ...environment } }),
    );
  return {
    environment,
    end: async () => {
      // Ends what still runs in this prefix, and waits until nothing writes to it.
      await wineserver('-k');
      await wineserver('-w');
      endLeftovers(prefix);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
