// What each browser test starts from: a simulator, a real core in a fresh profile, and fresh pages in the worker's browser context.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type BrowserContext, type Locator, type Page } from 'playwright/test';
import { startPreview, type Preview } from '../../src/preview/preview.ts';
import { startSimulator, type CallHandle, type Simulator } from '../../src/simulator/simulator.ts';
import { firstRow } from '../support/first-row.ts';
import { memoryKeychain, type MemoryKeychain } from '../support/memory-keychain.ts';
import { quietLog } from '../support/quiet-log.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** What a preview serves, on any free port. */
export const previewFiles = {
  port: 0,
  rendererFolder: path.join(root, 'out', 'renderer'),
  bridgeFile: path.join(root, 'out', 'preview', 'bridge.js'),
  version: '0.0.0-test',
};

export type Fixtures = {
  /** Recordings that ada.agent has; a test may ask for another number by `test.use`. */
  recordings: number;
  simulator: Simulator;
  profile: string;
  keychain: MemoryKeychain;
  preview: Preview;
  mainWindow: MainWindow;
  widget: Widget;
};

type Kept = { readonly context: BrowserContext; readonly page: Page };

type WorkerFixtures = { readonly kept: Kept };

/** The main window, by the names that people hear. */
export class MainWindow {
  readonly page: Page;
  readonly #preview: Pick<Preview, 'url' | 'core'>;

  constructor(page: Page, preview: Pick<Preview, 'url' | 'core'>) {
    this.page = page;
    this.#preview = preview;
  }

  async open(): Promise<void> {
    // A page behind another one is drawn once a second, and every step of a test waits for it.
    await this.page.bringToFront();
    await this.page.goto(`${this.#preview.url}main.html`);
  }

  get alert(): Locator {
    return this.page.getByRole('alert').filter({ hasText: /\S/u });
  }

  get grid(): Locator {
    return this.page.getByRole('grid', { name: 'Recordings' });
  }

  get firstRow(): Locator {
    return firstRow(this.page);
  }

  async fillSignIn(server: string, username = 'ada.agent', password = 'demo'): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Server address' }).fill(server);
    await this.page.getByRole('textbox', { name: 'Username' }).fill(username);
    await this.page.getByLabel('Password').fill(password);
  }

  /** Signs in as people do, by the form. */
  async signIn(server: string, username = 'ada.agent', password = 'demo'): Promise<void> {
    await this.open();
    await expect(this.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await this.fillSignIn(server, username, password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Opens the window with a session that the core has begun: for tests of anything but the sign-in. */
  async signedIn(server: string, username = 'ada.agent'): Promise<void> {
    await beginSession(this.#preview, server, username);
    await this.open();
    await expect(this.page.getByRole('link', { name: 'History' })).toBeVisible();
  }
}

/** Lets the core begin a session; no window needs to be open for it. */
export async function beginSession(
  { core }: Pick<Preview, 'core'>,
  server: string,
  username = 'ada.agent',
): Promise<void> {
  const account = { server, username, password: 'demo', allowPlainHttp: false, thisSessionOnly: false };
  expect(await core.handlers['session.signIn'](account)).toEqual({ ok: true, value: {} });
}

/** The widget, by the names that people hear. */
export class Widget {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  async open(): Promise<void> {
    await this.page.bringToFront();
    await this.page.setViewportSize({ width: 400, height: 76 });
    await this.page.goto(`${this.#url}widget.html`);
  }

  get state(): Locator {
    return this.page.getByRole('status', { name: 'Recording state' });
  }

  async press(name: 'Pause recording' | 'Resume recording'): Promise<void> {
    await this.page.getByRole('button', { name }).click();
  }

  /** Notes every word that the state shows from now on, however short. */
  async listen(): Promise<() => Promise<string[]>> {
    await this.state.evaluate((element) => {
      const heard: string[] = [];
      const note = (): void => {
        const word = element.textContent.trim();
        if (heard.at(-1) !== word) heard.push(word);
      };
      note();
      new MutationObserver(note).observe(element, { childList: true, characterData: true, subtree: true });
      Reflect.set(window, 'heardStates', heard);
    });
    return () => this.page.evaluate(() => [...(Reflect.get(window, 'heardStates') as string[])]);
  }
}

/** A page that stays open: with it lives the renderer process that the pages of every test share. */
async function keepProcess(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.route('**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>kept open</title>' }));
  await page.goto('http://127.0.0.1/');
  return page;
}

/** Opens a page from the one that is kept: it begins in the process that is there, where one without an opener would start another. */
async function openPage({ context, page }: Kept): Promise<Page> {
  const opened = context.waitForEvent('page');
  await page.evaluate(() => void window.open('about:blank'));
  return opened;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  // A context, a process and compiled scripts for each test took two thirds of the processor time of a test.
  kept: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 740 }, locale: 'en-GB' });
      await use({ context, page: await keepProcess(context) });
      await context.close();
    },
    { scope: 'worker' },
  ],
  context: async ({ kept }, use) => {
    await use(kept.context);
    await Promise.all(kept.context.pages().flatMap((page) => (page === kept.page ? [] : [page.close()])));
    await kept.context.clearPermissions();
  },
  // After the test its context closes it with all others.
  page: async ({ context, kept }, use) => {
    await use(await openPage({ context, page: kept.page }));
  },
  recordings: [40, { option: true }],
  simulator: async ({ recordings }, use) => {
    const simulator = await startSimulator({ recordings });
    await use(simulator);
    await simulator.close();
  },
  profile: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  keychain: async ({}, use) => {
    await use(memoryKeychain());
  },
  preview: async ({ profile, keychain }, use) => {
    const preview = await startPreview({
      ...previewFiles,
      profileFolder: profile,
      log: quietLog(),
      keychain,
    });
    await preview.core.start();
    await use(preview);
    await preview.close();
  },
  mainWindow: async ({ preview, page }, use) => {
    await use(new MainWindow(page, preview));
  },
  widget: async ({ preview, context, kept }, use) => {
    await use(new Widget(await openPage({ context, page: kept.page }), preview.url));
  },
});

/** Rings ada.agent and waits until the recorder has the call. */
export function ring(simulator: Simulator): CallHandle {
  return simulator.beginCall({ username: 'ada.agent', remoteNumber: '+390551104729', remoteFirstName: 'Zoë' });
}

/** What axe finds in the page as it is now, by every rule (`target-size` is off in axe unless it is asked for) or by those that are named: each rule with the elements that break it. */
export async function foundByAxe(page: Page, rules: readonly string[] | null = null): Promise<string[]> {
  // Our pages hold no frames, so nothing needs the page of its own that axe would open to put frames together.
  const isThere = await page.evaluate(() => 'axe' in window);
  const axe = new AxeBuilder({ page, ...(isThere ? { axeSource: ';' } : {}) }).setLegacyMode(true);
  const which = rules === null ? { rules: { 'target-size': { enabled: true } } } : { runOnly: [...rules] };
  // What passes is neither described nor carried over: that took more time than the looking.
  const { violations } = await axe.options({ ...which, resultTypes: ['violations'] }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/** Rules of axe that look at colours. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** Fails on anything that axe finds in the page as it is now, in light and in dark. */
export async function accessible(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    // What is judged is where things arrive, not where they are on their way.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(async () => {
      const ending = document
        .getAnimations()
        .filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime ?? Infinity));
      await Promise.allSettled(ending.map((animation) => animation.finished));
    });
    // The one scheme is judged by every rule; the other differs from it in its colours.
    const found = await foundByAxe(page, colorScheme === 'dark' ? null : ofColours);
    expect({ colorScheme, found }).toEqual({ colorScheme, found: [] });
  }
}

/** Keeps a picture of a page beside the results, for people to look at who asked for them by `SIDETONE_PICTURES=1`. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env['SIDETONE_PICTURES'] !== '1') return;
  await page.screenshot({ path: path.join(root, 'test-results', 'pictures', `${name}.png`) });
}

export { expect };
