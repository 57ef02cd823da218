// What the tests of the extension start from: the real extension in a real Chromium, its native host, the preview, the simulator, and a
// shop with card fields on two sites.
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright/test';
import * as v from 'valibot';
import { chromiumId } from '../../scripts/extension/extension-id.ts';
import { compileUnixHost, hostManifest } from '../../scripts/extension/native-host.ts';
import type { Core } from '../../src/main/core/core-types.ts';
import type { Snapshot } from '../../src/shared/ipc/snapshot.ts';
import { ring, test as base } from './fixtures.ts';

const root = path.resolve(import.meta.dirname, '../..');
const extension = path.join(root, 'out', 'extension', 'chromium');
const executablePath = process.env['CHROMIUM_EXECUTABLE'];

/** Pages by their path, on 127.0.0.1 and, as another site, on localhost. */
type Shop = {
  readonly port: number;
  readonly at: (place: string) => string;
  readonly elsewhere: (place: string) => string;
};

type Browser = { readonly context: BrowserContext; readonly page: Page; close(): Promise<void> };

type ExtensionFixtures = {
  shop: Shop;
  /** What the shop serves; a path that isn't here is an empty page. */
  pages: Record<string, string>;
  /** The rules of the user. */
  rules: readonly Readonly<Record<string, string>>[];
  /** Starts a browser with the extension, in a profile of its own. */
  startBrowser: () => Promise<Browser>;
  browser1: Browser;
  /** The core of the preview, signed in, with the rules. */
  core: Core;
};

const host = path.join(root, 'out', 'native', `sidetone-browser-test-${String(process.pid)}`);

function ownId(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(extension, 'manifest.json'), 'utf8'));
  return chromiumId(v.parse(v.object({ key: v.string() }), manifest).key);
}

/** Writes what lets a browser with this profile find the host, and the host this data folder. */
async function installHost(profile: string, dataFolder: string): Promise<void> {
  const folder = path.join(profile, 'NativeMessagingHosts');
  await mkdir(folder, { recursive: true });
  const script = path.join(profile, 'host.sh');
  await writeFile(script, `#!/bin/sh\nexec '${host}' '--user-data-dir=${dataFolder}' "$@"\n`);
  await chmod(script, 0o755);
  await writeFile(path.join(folder, 'io.sidetone.browser.json'), hostManifest('chromium', script, [ownId()]));
}

async function launch(profile: string): Promise<BrowserContext> {
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

export const test = base.extend<ExtensionFixtures, { readonly nativeHost: boolean }>({
  nativeHost: [
    async ({}, use) => {
      await use(process.platform !== 'win32' && (await compileUnixHost(host)) && existsSync(extension));
      await rm(host, { force: true });
    },
    { scope: 'worker' },
  ],
  pages: async ({}, use) => {
    await use({});
  },
  shop: async ({ pages }, use) => {
    const server = createServer(({ url = '/' }, response) => {
      const body = pages[url.split('?')[0] ?? '/'] ?? '<title>Other page</title>';
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await use({
      port,
      at: (place) => `http://127.0.0.1:${String(port)}${place}`,
      elsewhere: (place) => `http://localhost:${String(port)}${place}`,
    });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
  rules: [
    [
      { id: 'card', name: 'Card number', field: 'cc-*' },
      { id: 'pay', name: 'Payment page', url: '127.0.0.1:*/checkout*' },
    ],
    { option: true },
  ],
  core: async ({ preview, simulator, rules }, use) => {
    const { core } = preview;
    const account = { server: simulator.url, username: 'ada.agent', password: 'demo' };
    await core.handlers['session.signIn']({ ...account, allowPlainHttp: false, thisSessionOnly: false });
    await core.handlers['preferences.set']({ name: 'automatic.rules', value: [...rules] });
    await use(core);
  },
  startBrowser: async ({ nativeHost, profile, core }, use) => {
    base.skip(!nativeHost, 'there is no C compiler for the native host');
    const open: Browser[] = [];
    const folders: string[] = [];
    await use(async () => {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-chromium-'));
      folders.push(folder);
      await installHost(folder, profile);
      const connected = until(core, ({ automatic }) => automatic.rules.every(({ level }) => level !== 'unknown'));
      const context = await launch(folder);
      const page = context.pages()[0] ?? (await context.newPage());
      const browser = { context, page, close: () => context.close() };
      open.push(browser);
      await connected;
      return browser;
    });
    await Promise.allSettled(open.map((browser) => browser.close()));
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 5 })));
  },
  browser1: async ({ startBrowser }, use) => {
    await use(await startBrowser());
  },
});

/** Resolves with the first snapshot, this one or a later one, that fits. The limit of the test ends what never comes. */
export function until(core: Core, fits: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  return new Promise((resolve) => {
    const now = core.snapshot();
    if (fits(now)) {
      resolve(now);
      return;
    }
    const stop = core.onSnapshot((snapshot) => {
      if (!fits(snapshot)) return;
      stop();
      resolve(snapshot);
    });
  });
}

export { ring };
