// One run of the real app: how it is started, what tests ask of it, and how it ends.
import { execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { _electron, expect, type ElectronApplication, type Page } from 'playwright/test';
import type { CallInput, CallName, CallResult } from '../../src/shared/ipc/ipc-table.ts';
import type { Snapshot } from '../../src/shared/ipc/snapshot.ts';

export const root = path.resolve(import.meta.dirname, '../..');

function fromEnvironment(name: string): string | null {
  const value = process.env[name] ?? '';
  return value === '' ? null : value;
}

/** A Linux program that has this app inside, or else an Electron that runs this folder. */
const linuxApp = fromEnvironment('ELECTRON_LINUX_EXECUTABLE');
const electron = fromEnvironment('ELECTRON_EXECUTABLE') ?? path.join(root, 'node_modules', '.bin', 'electron');
const program = linuxApp ?? electron;
const appArguments = linuxApp === null ? [root] : [];

/** Windows, drawing, network and sound share processes: each one more costs seconds where Electron is emulated. */
const fewProcesses = [
  '--renderer-process-limit=1',
  '--in-process-gpu',
  '--enable-features=NetworkServiceInProcess2',
  '--disable-features=AudioServiceOutOfProcess',
];

/** How long in milliseconds an emulated app may take to end before it is killed. Up to three seconds are usual. */
const emulatedEndMs = 20_000;
/** Longest time in milliseconds that a start may take: 3 to 6 seconds are usual where Electron is emulated. */
const startMs = 90_000;

export type StartOptions = {
  readonly profile: string;
  /** Without a profile of the test's own: in the folders where the system has the user's things. */
  readonly inOwnFolders?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** Windows, drawing, network and sound have processes of their own, as in use: for tests of what that protects. */
  readonly apart?: boolean;
  /** Switches of Chromium. */
  readonly switches?: readonly string[];
};

export type CommandOutcome = { readonly code: number | null; readonly out: string };

export async function newProfile(): Promise<string> {
  return mkdtemp(path.join(os.tmpdir(), 'sidetone-electron-'));
}

export async function removeProfile(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

/** Starts the program a second time in a profile, with these words, and resolves when that start has ended. */
export function startAgain(profile: string, ...words: readonly string[]): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const args = [...appArguments, `--user-data-dir=${profile}`, ...words];
    const child = execFile(program, args, { timeout: startMs, killSignal: 'SIGKILL' }, (_error, out) => {
      resolve({ code: child.exitCode, out: out.trim() });
    });
  });
}

type ProcessFacts = { readonly platform: string; readonly processId: number };

/**
 * The system that the app runs on, and its number there. The only question to a process that is just starting: while it is busy the debugger may
 * lose the answer to a garbage collection, and the question, which changes nothing, is asked again.
 */
async function factsOf(app: ElectronApplication): Promise<ProcessFacts> {
  for (let left = 5; ; left -= 1) {
    try {
      return await app.evaluate(() => ({ platform: process.platform, processId: process.pid }));
    } catch (error) {
      if (left === 0 || !String(error).includes('garbage collected')) throw error;
    }
  }
}

export class Sidetone {
  readonly electron: ElectronApplication;
  readonly profile: string;
  /** As the system of the app has it, which may be an emulated one. */
  readonly processId: number;
  /** Electron is built for another system than this one. */
  readonly isEmulated: boolean;
  readonly #process: ChildProcess;

  private constructor(app: ElectronApplication, profile: string, { platform, processId }: ProcessFacts) {
    this.electron = app;
    this.profile = profile;
    this.processId = processId;
    this.isEmulated = platform !== process.platform;
    this.#process = app.process();
  }

  static async start(options: StartOptions): Promise<Sidetone> {
    const { profile, inOwnFolders = false, environment = {}, apart = false, switches = [] } = options;
    const own: Record<string, string> = {};
    for (const [name, value] of Object.entries(process.env)) if (value !== undefined) own[name] = value;
    const app = await _electron.launch({
      executablePath: program,
      args: [
        ...appArguments,
        ...(inOwnFolders ? [] : [`--user-data-dir=${profile}`]),
        ...(apart ? [] : fewProcesses),
        ...switches,
      ],
      env: { ...own, ...environment },
      timeout: startMs,
    });
    return new Sidetone(app, profile, await factsOf(app));
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

  /** Signs in as people do, by the form. */
  async signIn(server: string): Promise<Page> {
    const main = await this.window('main.html');
    await expect(main.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await main.getByRole('textbox', { name: 'Server address' }).fill(server);
    await main.getByRole('textbox', { name: 'Username' }).fill('ada.agent');
    await main.getByLabel('Password').fill('demo');
    await main.getByRole('button', { name: 'Sign in' }).click();
    await expect(main.getByRole('link', { name: 'History' })).toBeVisible();
    return main;
  }

  /** Makes a call of the IPC table from a window. */
  async call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallResult<N>> {
    const page = this.electron.windows()[0] ?? (await this.electron.firstWindow());
    // Playwright cannot type a call by a name that is only known here; the table checks both ends at runtime.
    const answer: unknown = await page.evaluate(
      ([called, given]) => {
        const call = window.sidetone?.call as ((name: string, input: unknown) => Promise<unknown>) | undefined;
        return call?.(called, given);
      },
      [name, input] as [string, unknown],
    );
    return answer as CallResult<N>;
  }

  async snapshot(): Promise<Snapshot> {
    const answer = await this.call('snapshot.get', {});
    if (!answer.ok) throw new Error('the app did not give its snapshot');
    return answer.value;
  }

  async log(): Promise<string> {
    return readFile(path.join(this.profile, 'logs', 'sidetone.log'), 'utf8');
  }

  /** Quits as the menu does; see `closed`. */
  async quit(): Promise<number> {
    const closed = this.closed();
    // A process that is ending may never answer.
    this.electron.evaluate(({ app }) => app.quit()).catch(() => undefined);
    return closed;
  }

  /** Resolves to the exit code when the process has ended. An emulated app that hangs at its end is killed, and counts as ended. */
  async closed(): Promise<number> {
    const closed = this.electron.waitForEvent('close', { timeout: 90_000 });
    const killed = { byForce: false };
    const limit = setTimeout(() => {
      if (!this.isEmulated) return;
      process.stderr.write(`The emulated app did not end within ${String(emulatedEndMs / 1000)} s: killed.\n`);
      killed.byForce = true;
      this.#killProcess();
    }, emulatedEndMs);
    await closed;
    clearTimeout(limit);
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, 'exit');
    return killed.byForce ? 0 : (this.#process.exitCode ?? 1);
  }

  /** Ends the process at once, as a crash or a power cut does. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#killProcess();
    await ended;
  }

  #killProcess(): void {
    const { pid } = this.#process;
    if (pid === undefined) return;
    // Elsewhere Playwright makes each app the leader of a process group.
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  }
}
