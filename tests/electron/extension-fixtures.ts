// What the test of the extension with the real app starts from: a home as an installation for Linux leaves it, and a real Chromium there.
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BrowserContext } from 'playwright/test';
import { nativeHostName } from '../../scripts/extension/extension-id.ts';
import { compileUnixHost, hostManifest } from '../../scripts/extension/native-host.ts';
import { findBrowser } from '../../scripts/find-browser.ts';
import { extension, launch, ownId } from '../support/extension-browser.ts';
import { shopFixtures, type Shop } from '../support/shop.ts';
import { test as base } from './fixtures.ts';

type ExtensionFixtures = {
  /** The folder of a user of this test alone. The app's profile is in the place where it is for every user. */
  home: string;
  /** What the shop serves. */
  pages: Record<string, string>;
  shop: Shop;
  /** Chromium with the extension, whose native host is installed. Skips the test, and says why, where there can be none. */
  chromium: BrowserContext;
};

export const test = base.extend<ExtensionFixtures>({
  home: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-home-'));
    // The app may run as another user than the tests.
    await chmod(folder, 0o755);
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  },
  profile: async ({ home }, use) => {
    await use(path.join(home, '.config', 'Sidetone'));
  },
  ...shopFixtures,
  chromium: async ({ home }, use, info) => {
    info.skip(process.platform !== 'linux', 'the native host is installed as on Linux');
    const host = path.join(home, 'opt', 'Sidetone', 'resources', 'native', 'sidetone-browser');
    info.skip(!(await compileUnixHost(host)), 'there is no C compiler for the native host');
    const found = await findBrowser();
    info.skip('why' in found, 'why' in found ? found.why : '');
    if (!existsSync(extension)) throw new Error('the extension is not built: npm run build');
    const configuration = path.join(home, '.config');
    const profile = path.join(configuration, 'chromium');
    const hosts = path.join(profile, 'NativeMessagingHosts');
    await mkdir(hosts, { recursive: true });
    await writeFile(path.join(hosts, `${nativeHostName}.json`), hostManifest('chromium', host, [ownId()]));
    const context = await launch(profile, {
      executable: 'executable' in found ? found.executable : undefined,
      environment: { HOME: home, XDG_CONFIG_HOME: configuration },
    });
    await use(context);
    await context.close();
  },
});
