// What each test of the real app starts from: a simulator, a fresh profile, and Sidetone in Electron.
import { execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, expect, test as base, type ElectronApplication, type Locator, type Page } from 'playwright/test';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import type { Snapshot } from '../../src/shared/ipc/snapshot.ts';
import { missingForDesktop, OtherProgram } from './desktop.ts';
import { endWhereEmulated } from './emulated-end.ts';

const root = path.resolve(import.meta.dirname, '../..');
const executable = process.env['ELECTRON_EXECUTABLE'];
/** Windows, drawing, network and sound share processes: each one more costs seconds where Electron is emulated. */
const fewProcesses = [
  '--renderer-process-limit=1',
  '--in-process-gpu',
  '--enable-features=NetworkServiceInProcess2',
  '--disable-features=AudioServiceOutOfProcess',
];

/** One run of the app. */
export class Sidetone {
  readonly electron: ElectronApplication;
  readonly profile: string;
  /** The process itself, which can be looked at after its end. */
  readonly process: ChildProcess;

  constructor(electron: ElectronApplication, profile: string) {
    this.electron = electron;
    this.process = electron.process();
    this.profile = profile;
  }

  /** The window whose address ends in that file, as soon as there is one. */
  async window(file: 'main.html' | 'widget.html'): Promise<Page> {
    const fits = (page: Page): boolean => new URL(page.url()).pathname.endsWith(`/${file}`);
    // Listening begins before looking, so that no window opens in between.
    const opens = this.electron.waitForEvent('window', { predicate: fits, timeout: 60_000 });
    opens.catch(() => undefined);
    const page = this.electron.windows().find(fits) ?? (await opens);
    await page.waitForLoadState();
    return page;
  }

  async signIn(server: string, password = 'demo'): Promise<Page> {
    const main = await this.window('main.html');
    await expect(main.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await main.getByRole('textbox', { name: 'Server address' }).fill(server);
    await main.getByRole('textbox', { name: 'Username' }).fill('ada.agent');
    await main.getByLabel('Password').fill(password);
    await main.getByRole('button', { name: 'Sign in' }).click();
    await expect(main.getByRole('link', { name: 'History' })).toBeVisible();
    return main;
  }

  /** The whole truth as a window sees it. */
  async snapshot(): Promise<Snapshot> {
    const page = this.electron.windows()[0] ?? (await this.electron.firstWindow());
    const answer = await page.evaluate(() => window.sidetone?.call('snapshot.get', {}));
    if (answer?.ok !== true) throw new Error('the app did not give its snapshot');
    return answer.value;
  }

  /** Ends the process at once, as a crash or a power cut does: nothing of it gets a word in. */
  async kill(): Promise<void> {
    const closed = this.electron.waitForEvent('close');
    await this.electron.evaluate(() => process.kill(process.pid, 'SIGKILL')).catch(() => undefined);
    await closed;
  }

  async log(): Promise<string> {
    return readFile(path.join(this.profile, 'logs', 'sidetone.log'), 'utf8');
  }

  /** Quits as the menu does, and waits until the process has ended. */
  async quit(): Promise<void> {
    const closed = this.electron.waitForEvent('close');
    await this.electron.evaluate(({ app }) => {
      app.quit();
    });
    await closed;
    if (this.process.exitCode === null) await once(this.process, 'exit');
  }
}

export type Fixtures = {
  /** Windows, drawing, network and sound have processes of their own, as in use: for tests of what that protects. */
  apart: boolean;
  simulator: Simulator;
  profile: string;
  /** Starts the app in the test's profile; every run is ended with the test. */
  launch: (environment?: Readonly<Record<string, string>>, ...args: string[]) => Promise<Sidetone>;
  /** Starts the app in a profile of its own beside the first. */
  launchElsewhere: () => Promise<Sidetone>;
  /** Starts the app's executable with words, as a person types them, and waits for its end. */
  command: (...words: string[]) => Promise<CommandEnd>;
  /** Another program that has the keyboard. */
  otherProgram: OtherProgram;
};

export type CommandEnd = { readonly code: number | null; readonly out: string };

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

export const test = base.extend<Fixtures>({
  simulator: async ({}, use) => {
    const simulator = await startSimulator({ recordings: 12 });
    await use(simulator);
    await simulator.close();
  },
  profile: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-electron-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  },
  apart: [false, { option: true }],
  launch: async ({ profile, apart }, use) => {
    await withLaunches(apart, (start) => use((environment = {}, ...args) => start(profile, environment, args)));
  },
  launchElsewhere: async ({ apart }, use) => {
    const folders: string[] = [];
    await withLaunches(apart, (start) =>
      use(async () => {
        const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-electron-'));
        folders.push(folder);
        return start(folder, {}, []);
      }),
    );
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  },
  command: async ({ profile }, use) => {
    const program = executable ?? path.join(root, 'node_modules', '.bin', 'electron');
    await use(
      (...words) =>
        new Promise((resolve) => {
          const child = execFile(program, [root, `--user-data-dir=${profile}`, ...words], (_error, out) => {
            resolve({ code: child.exitCode, out: out.trim() });
          });
        }),
    );
  },
  otherProgram: async ({}, use, info) => {
    const missing = missingForDesktop();
    info.skip(missing !== null, missing ?? '');
    const other = await OtherProgram.open();
    await use(other);
    other.close();
  },
});

type Start = (
  profile: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
) => Promise<Sidetone>;

const start: Start = async (profile, environment, args) => {
  const electron = await _electron.launch({
    ...(executable === undefined ? {} : { executablePath: executable }),
    args: [root, `--user-data-dir=${profile}`, ...args],
    env: { ...ownEnvironment(), ...environment },
  });
  await endWhereEmulated(electron);
  return new Sidetone(electron, profile);
};

/** Every app that was started is ended with the test. They run in few processes where the test does not care. */
async function withLaunches(apart: boolean, use: (start: Start) => Promise<void>): Promise<void> {
  const running = new Set<ElectronApplication>();
  await use(async (profile, environment, args) => {
    const sidetone = await start(profile, environment, [...(apart ? [] : fewProcesses), ...args]);
    running.add(sidetone.electron);
    sidetone.electron.once('close', () => running.delete(sidetone.electron));
    return sidetone;
  });
  for (const electron of running) await electron.close();
}

/** An app for all tests of a file, which leave it as they found it; `end` is called after the last of them. */
export async function startForFile(): Promise<{ readonly sidetone: Sidetone; readonly end: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-electron-'));
  const sidetone = await start(folder, {}, []);
  return {
    sidetone,
    end: async () => {
      await sidetone.electron.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

export function stateOf(widget: Page): Locator {
  return widget.getByRole('status', { name: 'Recording state' });
}

/** Keeps a picture of a window beside the results, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(root, 'test-results', 'pictures', `electron-${name}.png`) });
}

export { expect };
