// The real app and an empty Electron app beside it: both in the same Electron, with the same flags, each with a profile of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build } from 'vite';
import { debuggerOf, portOfPages, type Debugger } from './devtools.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const asUser = path.join(root, '.ci', 'electron-linux', 'as-user');

/** An icon, one hidden window with nothing in it, and a line that says when the icon was there: the least that a tray app can be. */
const emptyApp = `const { app, BrowserWindow, Tray } = require('electron');
const { writeFileSync } = require('node:fs');
const path = require('node:path');
app.whenReady().then(() => {
  globalThis.tray = new Tray(path.join(__dirname, 'icon.png'));
  writeFileSync(path.join(app.getPath('userData'), 'empty.log'), new Date().toISOString() + ' info tray');
  globalThis.held = new BrowserWindow({ show: false });
  globalThis.held.loadURL('data:text/html,<p>Empty</p>');
});
app.on('window-all-closed', () => undefined);
`;

/** Why the real app can't be started here; null where it can. */
export function whyNoDesktop(environment: Readonly<Record<string, string | undefined>> = process.env): string | null {
  if (process.platform !== 'linux') return 'it reads the counters of Linux';
  if ((environment['ELECTRON_LINUX_APP'] ?? '') === '')
    return 'ELECTRON_LINUX_APP names no Electron with the app inside';
  if ((environment['DESKTOP_HOME'] ?? '') === '') return 'it needs the desktop of .ci/electron-linux/desktop';
  return null;
}

/** Longest wait for an icon, and for an end, in milliseconds. */
const iconLimitMs = 30_000;
const endLimitMs = 10_000;

export type Program = { readonly executable: string; readonly log: (profile: string) => string };

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.once('exit', resolve));
}

/** One run of a program. */
export class Run {
  readonly pid: number;
  readonly profile: string;
  readonly began: number;
  readonly #child: ChildProcess;
  readonly #log: string;

  constructor(
    program: Program,
    profile: string,
    flags: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ) {
    this.profile = profile;
    this.#log = program.log(profile);
    this.began = Date.now();
    const words = [program.executable, '--disable-gpu', `--user-data-dir=${profile}`, ...flags];
    this.#child = spawn(asUser, words, { stdio: 'ignore', env: { ...process.env, ...environment } });
    this.pid = this.#child.pid ?? -1;
  }

  /** Milliseconds from the start of the process to its icon, by its own log. */
  async icon(): Promise<number> {
    for (;;) {
      const text = await readFile(this.#log, 'utf8').catch(() => '');
      const times = [...text.matchAll(/^(\S+) info tray$/gmu)].map(([, stamp = '']) => new Date(stamp).getTime());
      const at = times.find((time) => time >= this.began);
      if (at !== undefined) return at - this.began;
      if (Date.now() - this.began > iconLimitMs) throw new Error('No icon in the tray');
      await delay(20);
    }
  }

  /** A page of this run; it must have been started with `--remote-debugging-port=0`. */
  async page(file: 'main.html' | 'widget.html'): Promise<Debugger> {
    return debuggerOf(await portOfPages(this.profile), file);
  }

  async end(): Promise<void> {
    this.#child.kill('SIGTERM');
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), endLimitMs);
    await ended(this.#child);
    clearTimeout(limit);
    // A helper process may still write for a moment.
    await delay(200);
    await rm(path.join(this.profile, 'DevToolsActivePort'), { force: true });
  }
}

/**
 * Makes the main process what a package has: a first file, and chunks that are loaded when they are needed. The app in the Electron of the tests
 * has all of it in one file, which is read whole at each start.
 */
async function splitMain(folder: string): Promise<void> {
  const whole = await readFile(path.join(folder, 'index.cjs'), 'utf8');
  const banner = whole.slice(0, whole.indexOf('Object.defineProperty(exports'));
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true, external: ['electron', 'keytar'] },
    build: {
      ssr: path.join(root, 'out', 'main', 'index.js'),
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      target: 'node18',
      rolldownOptions: {
        output: {
          format: 'cjs',
          entryFileNames: 'index.cjs',
          chunkFileNames: '[name].cjs',
          // What that older Electron lacks.
          banner: ({ isEntry }) => (isEntry ? banner : ''),
        },
      },
    },
  });
}

/** Both programs in a folder that is removed at the end. */
export class Programs {
  readonly sidetone: Program;
  readonly empty: Program;
  readonly #folder: string;

  private constructor(folder: string, executable: string) {
    this.#folder = folder;
    this.sidetone = { executable, log: (profile) => path.join(profile, 'logs', 'sidetone.log') };
    const other = path.join(folder, 'empty', path.basename(executable));
    this.empty = { executable: other, log: (profile) => path.join(profile, 'empty.log') };
  }

  static async make(): Promise<Programs> {
    const built = process.env['ELECTRON_LINUX_APP'] ?? '';
    const folder = await mkdtemp(path.join(tmpdir(), 'sidetone-desktop-'));
    await belongsToUser(folder);
    const executable = path.join(folder, 'app', path.basename(built));
    await cp(path.dirname(built), path.dirname(executable), { recursive: true });
    await splitMain(path.join(path.dirname(executable), 'resources', 'app', 'out', 'main'));
    const copy = path.join(folder, 'empty');
    // A copy, not a link: the two must not share memory that a user's one app would not share.
    await cp(path.dirname(executable), copy, { recursive: true });
    const inside = path.join(copy, 'resources', 'app');
    await rm(inside, { recursive: true });
    await mkdir(inside);
    await writeFile(path.join(inside, 'package.json'), '{ "name": "empty", "version": "1.0.0", "main": "main.cjs" }\n');
    await writeFile(path.join(inside, 'main.cjs'), emptyApp);
    await cp(path.join(root, 'resources', 'app.png'), path.join(inside, 'icon.png'));
    return new Programs(folder, executable);
  }

  async profile(): Promise<string> {
    const profile = await mkdtemp(path.join(this.#folder, 'profile-'));
    await belongsToUser(profile);
    return profile;
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** The app doesn't run as root: what it writes to belongs to the user it runs as. */
async function belongsToUser(folder: string): Promise<void> {
  if (process.getuid?.() === 0) await chown(folder, 65_534, 65_534);
}

/** Signs in by the form's own call, sets preferences, and ends the app: from now on it signs in by itself at each start. */
export async function signInOnce(
  program: Program,
  profile: string,
  server: string,
  preferences: Readonly<Record<string, boolean | number>> = {},
): Promise<void> {
  const run = new Run(program, profile, ['--remote-debugging-port=0']);
  const main = await run.page('main.html');
  await main.until('window.sidetone');
  const account = { server, username: 'ada.agent', password: 'demo', allowPlainHttp: false, thisSessionOnly: false };
  const answer = await main.evaluate(
    `window.sidetone.call('session.signIn', ${JSON.stringify(account)}).then(JSON.stringify)`,
  );
  if (answer !== '{"ok":true,"value":{}}') throw new Error(`Not signed in: ${String(answer)}`);
  for (const [name, value] of Object.entries(preferences))
    await main.evaluate(`window.sidetone.call('preferences.set', ${JSON.stringify({ name, value })})`);
  main.close();
  await run.end();
}

/** A panel that is nothing but a place for icons. */
const panelConfiguration = `[General]
__userfile__=true
panels=panel1

[panel1]
plugins=statusnotifier
position=Bottom
desktop=0
panelSize=32

[statusnotifier]
type=statusnotifier
`;

/** A panel with a place for icons, as every desktop but the plainest has one; null where none is installed. */
export async function startPanel(): Promise<(() => void) | null> {
  const folder = path.join(process.env['DESKTOP_HOME'] ?? '', '.config');
  await mkdir(path.join(folder, 'lxqt'), { recursive: true });
  await writeFile(path.join(folder, 'lxqt', 'panel.conf'), panelConfiguration);
  for (const each of [folder, path.join(folder, 'lxqt'), path.join(folder, 'lxqt', 'panel.conf')])
    await belongsToUser(each);
  const child = spawn(asUser, ['lxqt-panel'], { stdio: 'ignore' });
  const failed = new Promise<false>((resolve) =>
    child.once('error', () => resolve(false)).once('exit', () => resolve(false)),
  );
  for (let look = 0; look < 50; look += 1) {
    if (await hasPlaceForIcons()) return () => child.kill();
    if (!(await Promise.race([failed, delay(100).then(() => true)]))) return null;
  }
  child.kill();
  return null;
}

function hasPlaceForIcons(): Promise<boolean> {
  const bus = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
  const question = [...bus, 'org.freedesktop.DBus.NameHasOwner', 'string:org.kde.StatusNotifierWatcher'];
  return new Promise((resolve) => {
    const child = spawn(asUser, ['dbus-send', ...question], { stdio: ['ignore', 'pipe', 'ignore'] });
    let told = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
    child.once('error', () => resolve(false)).once('close', () => resolve(told.includes('true')));
  });
}
