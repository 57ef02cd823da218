// What tests of the real app start from: a simulator each, and an app that is shared or one of their own.
import path from 'node:path';
import { expect, test as base, type Locator, type Page } from 'playwright/test';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import { missingForDesktop, OtherProgram } from './desktop.ts';
import { SharedApp } from './shared-app.ts';
import { newProfile, removeProfile, root, Sidetone, type StartOptions } from './sidetone.ts';

export type Fixtures = {
  simulator: Simulator;
  /** The app of the worker, signed in to the test's simulator, with both windows shown. */
  sidetone: Sidetone;
  /** A profile of the test's own. */
  profile: string;
  /** Starts an app of the test's own, in `profile`. Every one that still runs is killed after the test. */
  launch: (options?: Omit<StartOptions, 'profile'>) => Promise<Sidetone>;
  /** Another program that has the keyboard. Skips the test, and says why, where there can be none. */
  otherProgram: OtherProgram;
};

type WorkerFixtures = { sharedApp: SharedApp };

/** Each simulator of a worker has recordings of its own, so that the shared app has none of them in its caches. */
let simulators = 0;

export const test = base.extend<Fixtures, WorkerFixtures>({
  simulator: async ({}, use) => {
    simulators += 1;
    const simulator = await startSimulator({ recordings: 11, seed: simulators });
    // The newest one is long enough to play until the test stops it.
    simulator.addCompleted({ durationMs: 120_000 });
    await use(simulator);
    await simulator.close();
  },
  sharedApp: [
    async ({}, use) => {
      const shared = await SharedApp.start();
      await use(shared);
      await shared.end();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  sidetone: async ({ sharedApp, simulator }, use, info) => {
    await sharedApp.begin(simulator.url);
    await use(sharedApp.sidetone);
    // After a failure Playwright starts another worker, with another app.
    if (info.status === info.expectedStatus) await sharedApp.finish();
  },
  profile: async ({}, use) => {
    const folder = await newProfile();
    await use(folder);
    await removeProfile(folder);
  },
  launch: async ({ profile }, use) => {
    const started: Sidetone[] = [];
    await use(async (options = {}) => {
      const sidetone = await Sidetone.start({ ...options, profile });
      started.push(sidetone);
      return sidetone;
    });
    for (const sidetone of started) await sidetone.kill();
  },
  otherProgram: async ({}, use, info) => {
    const missing = missingForDesktop();
    info.skip(missing !== null, missing ?? '');
    const other = await OtherProgram.open();
    await use(other);
    other.close();
  },
});

export function stateOf(widget: Page): Locator {
  return widget.getByRole('status', { name: 'Recording state' });
}

/** Which windows are on the screen. */
export function windowsShown(sidetone: Sidetone): Promise<{ main: boolean; widget: boolean }> {
  return sidetone.electron.evaluate(({ BrowserWindow }) => {
    const isShown = (file: string): boolean =>
      BrowserWindow.getAllWindows().some((window) => window.webContents.getURL().endsWith(file) && window.isVisible());
    return { main: isShown('main.html'), widget: isShown('widget.html') };
  });
}

/** Closes the main window as its close button does. */
export function closeMain(sidetone: Sidetone): Promise<void> {
  return sidetone.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((window) => window.webContents.getURL().endsWith('main.html'))
      ?.close();
  });
}

/** Chooses an entry of the application's menu. */
export function chooseInMenu(sidetone: Sidetone, label: string): Promise<void> {
  return sidetone.electron.evaluate(({ Menu }, wanted) => {
    const entries = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
    const entry = entries.find((item) => item.label === wanted);
    if (entry === undefined) throw new Error(`there is no ${wanted} in the menu`);
    // Electron types it as any function; it takes what a click would bring, all of it optional here.
    (entry.click as () => void)();
  }, label);
}

/** Saves a picture of a window with the results, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(root, 'test-results', 'pictures', `electron-${name}.png`) });
}

export { expect };
