// Finds a Chromium for the browser tests: named, Playwright's own, the system's, or one that can still be installed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ended, inPackages, say, spawnNode } from './project.ts';

/** Longest time in milliseconds that a download may take. */
const installLimitMs = 180_000;

/** `shell`: its headless shell, which has pages and no window around them; null where there is none. */
export type BrowserFound = { readonly executable: string; readonly shell: string | null } | { readonly why: string };

function onPath(names: readonly string[]): string | null {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return (
    names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => existsSync(file)) ?? null
  );
}

function systemBrowser(): string | null {
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return apps.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`).find((file) => existsSync(file)) ?? null;
  }
  if (process.platform === 'win32') {
    const bases = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name] ?? '');
    const files = [
      'Google/Chrome/Application/chrome.exe',
      'Chromium/Application/chrome.exe',
      'Microsoft/Edge/Application/msedge.exe',
    ];
    return bases.flatMap((base) => files.map((file) => path.join(base, file))).find((file) => existsSync(file)) ?? null;
  }
  return onPath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']);
}

async function playwrightBrowser(): Promise<string | null> {
  const { chromium } = await import('playwright');
  const executable = chromium.executablePath();
  return executable !== '' && existsSync(executable) ? executable : null;
}

async function installByPlaywright(): Promise<boolean> {
  say(`No browser found. Running "playwright install chromium" (up to ${String(installLimitMs / 1000)} s)…`);
  const child = spawnNode([inPackages('playwright', 'cli.js'), 'install', 'chromium']);
  const limit = setTimeout(() => child.kill(), installLimitMs);
  const code = await ended(child);
  clearTimeout(limit);
  return code === 0;
}

async function installByApt(): Promise<boolean> {
  if (process.getuid?.() !== 0 || onPath(['apt-get']) === null) return false;
  say('Installing the chromium package with apt-get…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]): Promise<number> => ended(spawn('apt-get', args, { stdio: ['ignore', 2, 2], env }));
  return (
    (await apt('update', '-qq')) === 0 &&
    (await apt('install', '-y', '-qq', '--no-install-recommends', 'chromium')) === 0
  );
}

/** The one that is named, or the system's where the browser isn't named either. */
function headlessShell(browser: string | undefined): string | null {
  const named = process.env['CHROMIUM_HEADLESS_SHELL'] ?? '';
  if (named !== '') return existsSync(named) ? named : null;
  return browser === undefined || browser === '' ? onPath(['chromium-headless-shell']) : null;
}

/** Finds a browser, or says why there is none. */
export async function findBrowser(): Promise<BrowserFound> {
  const named = process.env['CHROMIUM_EXECUTABLE'];
  const shell = headlessShell(named);
  if (named !== undefined && named !== '') {
    return existsSync(named)
      ? { executable: named, shell }
      : { why: `CHROMIUM_EXECUTABLE points to ${named}, which doesn't exist` };
  }
  const there = (await playwrightBrowser()) ?? systemBrowser();
  if (there !== null) return { executable: there, shell };
  const installed = (await installByPlaywright()) || (await installByApt());
  const now = installed ? ((await playwrightBrowser()) ?? systemBrowser()) : null;
  return now === null
    ? {
        why: 'no Chromium, Chrome or Edge was found and none could be installed (set CHROMIUM_EXECUTABLE to use another)',
      }
    : { executable: now, shell };
}
