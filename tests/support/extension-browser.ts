// Starts a real Chromium with the extension, and lets browsers find the native host.
import { readFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type BrowserContext } from 'playwright/test';
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

export async function launch(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    ...(executablePath === undefined ? {} : { executablePath }),
    channel: 'chromium',
    headless: true,
    args: [
      `--load-extension=${extension}`,
      `--disable-extensions-except=${extension}`,
      '--disable-features=DisableLoadExtensionCommandLineSwitch',
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
