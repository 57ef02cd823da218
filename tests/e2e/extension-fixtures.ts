// What the tests of the extension start from: the real extension in a real Chromium, its native host, the preview, the simulator, and a
// shop with card fields on two sites.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright/test';
import { compileUnixHost } from '../../scripts/extension/native-host.ts';
import type { Core } from '../../src/main/core/core-types.ts';
import type { SourceMessage } from '../../src/shared/ipc/rule-source-messages.ts';
import type { Snapshot } from '../../src/shared/ipc/snapshot.ts';
import { startPreview, type Preview } from '../../src/preview/preview.ts';
import { background, extension, host, iconTitle, installHost, launch, ownId } from '../support/extension-browser.ts';
import { findFirefox, Firefox } from '../support/firefox.ts';
import { memoryKeychain } from '../support/memory-keychain.ts';
import { quietLog } from '../support/quiet-log.ts';
import { shopFixtures, type Shop } from '../support/shop.ts';
import { previewFiles, ring, test as base } from './fixtures.ts';

const root = path.resolve(import.meta.dirname, '../..');

export type Browser = {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the extension's icon says. */
  title(): Promise<string>;
  /** Switches the extension off or on, as a person does on the browser's own page. */
  switchExtension(isOn: boolean): Promise<void>;
  /** Lets the extension into private windows, as a person does there. One that the command line brought is off after that. */
  allowPrivate(): Promise<void>;
  /** Opens a private window. */
  openPrivate(address: string): Promise<Page>;
  /** Memory of the native host that is resident, in kilobytes. */
  hostKilobytes(): number;
  killHost(): void;
  kill(): void;
  close(): Promise<void>;
};

/** The preview: its core, and the data folder in which it says where it listens. */
type App = { readonly core: Core; readonly folder: string };

type ExtensionFixtures = {
  shop: Shop;
  /** What the shop serves; a path that isn't here is an empty page. */
  pages: Record<string, string>;
  /** The rules of the user. */
  rules: readonly Readonly<Record<string, string>>[];
  /** Starts a browser with the extension, in a profile of its own: for what would not leave it as it was. */
  startBrowser: (app?: App) => Promise<Browser>;
  /** The browser that tests share, with one empty tab, connected to the app of this test. */
  browser1: Browser;
  /** A Firefox with the extension, connected; the test is skipped where there is none. */
  firefox: Firefox;
  /** All that browsers have said to the app. */
  heard: SourceMessage[];
  app: App;
  /** The core of the preview, signed in, with the rules. */
  core: Core;
  /** Starts an app with a data folder that is kept from one start to the next, and the rules. */
  startApp: () => Promise<App & { close(): Promise<void> }>;
};

type ExtensionWorkerFixtures = {
  readonly nativeHost: boolean;
  readonly shared: SharedBrowser;
};

/** A browser that goes from one test's app to the next. */
class SharedBrowser {
  #profile = '';
  #browser: Browser | null = null;

  /** Lets it report to an app with this data folder. The extension starts its host again when that has ended. */
  async reportTo(folder: string): Promise<Browser> {
    if (this.#browser === null) {
      this.#profile = await mkdtemp(path.join(os.tmpdir(), 'sidetone-chromium-'));
      await installHost('chromium', this.#profile, folder);
      this.#browser = await browserOf(await launch(this.#profile), this.#profile);
      return this.#browser;
    }
    const { context } = this.#browser;
    const tabs = context.pages();
    const page = await context.newPage();
    await Promise.all(tabs.map((tab) => tab.close()));
    await installHost('chromium', this.#profile, folder);
    try {
      this.#browser.killHost();
    } catch {
      // It has ended by itself.
    }
    return { ...this.#browser, page };
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    if (this.#profile !== '') await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

export const test = base.extend<ExtensionFixtures, ExtensionWorkerFixtures>({
  nativeHost: [
    async ({}, use) => {
      await use(process.platform !== 'win32' && (await compileUnixHost(host)) && existsSync(extension));
      await rm(host, { force: true });
    },
    { scope: 'worker' },
  ],
  shared: [
    async ({}, use) => {
      const shared = new SharedBrowser();
      await use(shared);
      await shared.close();
    },
    { scope: 'worker' },
  ],
  ...shopFixtures,
  rules: [
    [
      { id: 'card', name: 'Card number', field: 'cc-*' },
      { id: 'pay', name: 'Payment page', url: '127.0.0.1:*/checkout*' },
    ],
    { option: true },
  ],
  heard: async ({}, use) => {
    await use([]);
  },
  app: async ({ preview, profile, simulator, rules, heard }, use) => {
    const { core } = preview;
    keepMessages(core, heard);
    const account = { server: simulator.url, username: 'ada.agent', password: 'demo' };
    await core.handlers['session.signIn']({ ...account, allowPlainHttp: false, thisSessionOnly: false });
    await core.handlers['preferences.set']({ name: 'automatic.rules', value: [...rules] });
    await use({ core, folder: profile });
  },
  core: async ({ app }, use) => {
    await use(app.core);
  },
  startApp: async ({ rules }, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-app-'));
    const keychain = memoryKeychain();
    const open = new Set<Preview>();
    await use(async () => {
      const preview = await startPreview({ ...previewFiles, profileFolder: folder, log: quietLog(), keychain });
      open.add(preview);
      await preview.core.start();
      await preview.core.handlers['preferences.set']({ name: 'automatic.rules', value: [...rules] });
      const close = async (): Promise<void> => {
        if (open.delete(preview)) await preview.close();
      };
      return { core: preview.core, folder, close };
    });
    await Promise.all([...open].map((preview) => preview.close()));
    await rm(folder, { recursive: true, force: true });
  },
  startBrowser: async ({ nativeHost, app }, use) => {
    base.skip(!nativeHost, 'there is no C compiler for the native host');
    const open: Browser[] = [];
    const folders: string[] = [];
    await use(async ({ folder, core } = app) => {
      const profile = await mkdtemp(path.join(os.tmpdir(), 'sidetone-chromium-'));
      folders.push(profile);
      await installHost('chromium', profile, folder);
      const connected = until(core, ({ automatic }) => automatic.rules.every(({ level }) => level !== 'unknown'));
      const browser = await browserOf(await launch(profile), profile);
      open.push(browser);
      await connected;
      return browser;
    });
    await Promise.allSettled(open.map((browser) => browser.close()));
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 5 })));
  },
  browser1: async ({ nativeHost, shared, app }, use) => {
    base.skip(!nativeHost, 'there is no C compiler for the native host');
    const browser = await shared.reportTo(app.folder);
    await until(app.core, ({ automatic }) => automatic.rules.every((rule) => rule.level === 'off'));
    await use(browser);
  },
  firefox: async ({ nativeHost, app }, use) => {
    const program = findFirefox();
    base.skip(!nativeHost || program === null, 'there is no Firefox (FIREFOX_EXECUTABLE names one), or no C compiler');
    const home = await mkdtemp(path.join(os.tmpdir(), 'sidetone-firefox-'));
    await mkdir(path.join(home, 'profile'));
    // Without a desktop no window is in front, and nothing in it would have the focus.
    await writeFile(path.join(home, 'profile', 'user.js'), 'user_pref("focusmanager.testmode", true);\n');
    await installHost('firefox', home, app.folder);
    const firefox = await Firefox.start(program ?? '', home);
    await firefox.install(path.join(root, 'out', 'extension', 'firefox'));
    await until(app.core, ({ automatic }) => automatic.rules.every(({ level }) => level !== 'unknown'));
    await use(firefox);
    await firefox.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  },
});

function keepMessages({ automatic }: Core, heard: SourceMessage[]): void {
  const connect = automatic.connect.bind(automatic);
  automatic.connect = (send) => {
    const connection = connect(send);
    const take: typeof connection.take = (message) => {
      heard.push(message);
      connection.take(message);
    };
    return { ...connection, take };
  };
}

async function browserOf(context: BrowserContext, profile: string): Promise<Browser> {
  const page = context.pages()[0] ?? (await context.newPage());
  const onOwnPage = async (act: (own: Page) => Promise<void>): Promise<void> => {
    const own = await context.newPage();
    await own.goto('chrome://extensions');
    await act(own);
    await own.close();
  };
  const hostPids = (): string[] => readFileSync(path.join(profile, 'host.pids'), 'utf8').split(/\s/u);
  const kill = (which: 0 | 1): void => {
    process.kill(Number(hostPids()[which]), 'SIGKILL');
  };
  return {
    context,
    page,
    title: () => iconTitle(context),
    switchExtension: (isOn) => onOwnPage((own) => own.evaluate(switchIt, { id: ownId(), isOn })),
    allowPrivate: () => onOwnPage((own) => own.evaluate(allowPrivate, ownId())),
    openPrivate: async (address) => {
      const opened = context.waitForEvent('page');
      await (await background(context)).evaluate(openPrivate, address);
      const page = await opened;
      await page.waitForURL(address);
      return page;
    },
    hostKilobytes: () => {
      const status = readFileSync(`/proc/${hostPids()[0] ?? ''}/status`, 'utf8');
      return Number(/^VmRSS:\s*(\d+) kB$/mu.exec(status)?.[1]);
    },
    killHost: () => {
      kill(0);
    },
    kill: () => {
      kill(1);
    },
    close: () => context.close(),
  };
}

declare const chrome: {
  windows: { create(of: object): Promise<unknown> };
  management: { setEnabled(id: string, isOn: boolean, done: () => void): void };
  developerPrivate: { updateExtensionConfiguration(change: object): Promise<void> };
};

/** Runs in the background of the extension. */
const openPrivate = async (url: string): Promise<void> => {
  await chrome.windows.create({ incognito: true, url });
};

/** Run in the browser's page of extensions. */
const allowPrivate = (extensionId: string): Promise<void> =>
  chrome.developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true });

const switchIt = ({ id, isOn }: { readonly id: string; readonly isOn: boolean }): Promise<void> =>
  new Promise((resolve) => {
    chrome.management.setEnabled(id, isOn, resolve);
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

/** Waits until a rule is at a level. */
export const level = (core: Core, rule: string, wanted: 'on' | 'off' | 'unknown'): Promise<unknown> =>
  until(core, ({ automatic }) => automatic.rules.some(({ id, level: now }) => id === rule && now === wanted));

export { ring };
