// Starts a real Chromium with the extension, and lets browsers find the native host.
import { readFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type BrowserContext, type Worker } from 'playwright/test';
import * as v from 'valibot';
import { chromiumId } from '../../scripts/extension/extension-id.ts';
import type { ExtensionKind } from '../../scripts/extension/manifest.ts';
import { hostManifest } from '../../scripts/extension/native-host.ts';

const root = path.resolve(import.meta.dirname, '../..');
export const extension = path.join(root, 'out', 'extension', 'chromium');
const executablePath = process.env['CHROMIUM_EXECUTABLE'];

/** The native host, compiled for this process. */
export const host = path.join(root, 'out', 'native', `sidetone-browser-test-${String(process.pid)}`);

export function ownId(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(extension, 'manifest.json'), 'utf8'));
  return chromiumId(v.parse(v.object({ key: v.string() }), manifest).key);
}

/** Writes what lets a browser with this profile find the host, and the host this data folder. */
export async function installHost(kind: ExtensionKind, profile: string, dataFolder: string): Promise<void> {
  const places = { chromium: 'NativeMessagingHosts', firefox: '.mozilla/native-messaging-hosts' };
  const folder = path.join(profile, places[kind]);
  await mkdir(folder, { recursive: true });
  const script = path.join(profile, 'host.sh');
  await writeFile(
    script,
    `#!/bin/sh\necho "$$ $PPID" > '${profile}/host.pids'\nexec '${host}' '--user-data-dir=${dataFolder}' "$@"\n`,
  );
  await chmod(script, 0o755);
  await writeFile(path.join(folder, 'io.sidetone.browser.json'), hostManifest(kind, script, [ownId()]));
}

type LaunchOptions = {
  /** Without it the one that CHROMIUM_EXECUTABLE names, or Playwright's own. */
  readonly executable?: string | undefined;
  readonly environment?: Readonly<Record<string, string>>;
  readonly hasExtension?: boolean;
};

const extensionFlags = [
  `--load-extension=${extension}`,
  `--disable-extensions-except=${extension}`,
  '--disable-features=DisableLoadExtensionCommandLineSwitch',
];

export async function launch(profile: string, options: LaunchOptions = {}): Promise<BrowserContext> {
  const { executable = executablePath, environment, hasExtension = true } = options;
  return chromium.launchPersistentContext(profile, {
    ...(executable === undefined ? {} : { executablePath: executable }),
    ...(environment === undefined ? {} : { env: environmentWith(environment) }),
    channel: 'chromium',
    headless: true,
    args: [
      ...(hasExtension ? extensionFlags : []),
      '--site-per-process',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}

/** This process's environment with changes. */
function environmentWith(changes: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(own), ...changes };
}

/** The extension's background, the latest one where it was started again. */
export async function background(context: BrowserContext): Promise<Worker> {
  return context.serviceWorkers().at(-1) ?? (await context.waitForEvent('serviceworker'));
}

/** What the extension's icon says. */
export async function iconTitle(context: BrowserContext): Promise<string> {
  return (await background(context)).evaluate(() => chrome.action.getTitle({}));
}

declare const chrome: { action: { getTitle(of: object): Promise<string> } };
