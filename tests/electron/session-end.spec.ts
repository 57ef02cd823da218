// The end of a session of Windows in the real app, in the folders of Windows itself: what it caches lies where it doesn't roam, can't be
// read, and is gone when the windows were told.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { compile, whyNoCompiler, type ConsoleProgram } from '../../scripts/packaging/windows-compiler.ts';
import { firstRow } from '../support/first-row.ts';
import { audioOf, newestRecordings } from '../support/recordings-of.ts';
import { expect, test } from './fixtures.ts';
import { root, type Sidetone } from './sidetone.ts';

const program: ConsoleProgram = {
  sources: ['tests/electron/end-session.c'],
  result: 'out/tests/end-session.exe',
  description: 'Sidetone test',
  libraries: ['user32'],
};
const emulator = process.env['ELECTRON_EXECUTABLE'] ?? '';
const driveC = path.join(process.env['ELECTRON_WINE_PREFIX'] ?? path.join(path.dirname(emulator), 'prefix'), 'drive_c');

/** Why the folders of Windows can't be used: they would be somebody's. */
function whyNot(): string | null {
  if (process.platform === 'win32' || emulator === '')
    return 'it takes an emulated Windows, whose folders are nobody’s';
  return whyNoCompiler();
}

type Facts = {
  readonly roaming: string;
  readonly local: string;
  readonly sessionData: string;
  readonly crashDumps: string;
  /** What lies in the two, by its path in each. */
  readonly inRoaming: readonly string[];
  readonly inLocal: readonly string[];
  /** SHA-256 and length in bytes of cached audio. */
  readonly audio: readonly { readonly sha256: string; readonly bytes: number }[];
};

function factsOf(sidetone: Sidetone): Promise<Facts> {
  return sidetone.electron.evaluate(({ app }) => {
    const { existsSync, readdirSync, readFileSync } = process.getBuiltinModule('node:fs');
    const { createHash } = process.getBuiltinModule('node:crypto');
    const roaming = `${process.env['APPDATA'] ?? ''}\\Sidetone`;
    const local = `${process.env['LOCALAPPDATA'] ?? ''}\\Sidetone`;
    const namesIn = (folder: string): string[] =>
      existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
    const cached = namesIn(`${local}\\audio-cache`).map((name) => readFileSync(`${local}\\audio-cache\\${name}`));
    return {
      ...{ roaming, local, inRoaming: namesIn(roaming), inLocal: namesIn(local) },
      ...{ sessionData: app.getPath('sessionData'), crashDumps: app.getPath('crashDumps') },
      audio: cached.map((bytes) => ({
        sha256: createHash('sha256').update(bytes).digest('hex'),
        bytes: bytes.length,
      })),
    };
  });
}

/** Tells the windows of the app that the session ends; answers how many there were. */
async function endSession(sidetone: Sidetone): Promise<number> {
  const words = ['--wine', 'wine', path.join(root, program.result), String(sidetone.processId)];
  const child = spawn(emulator, words, { stdio: 'ignore' });
  await once(child, 'exit');
  return child.exitCode ?? 0;
}

/** Plays the newest recording. */
async function play(sidetone: Sidetone): Promise<void> {
  await sidetone.call('window.openMain', { page: 'history' });
  const main = await sidetone.window('main.html');
  await firstRow(main).click();
  await main.keyboard.press('Enter');
  await main.keyboard.press('Space');
  await expect
    .poll(() => main.locator('audio').evaluate((one: HTMLAudioElement) => one.currentTime))
    .toBeGreaterThan(0);
}

/** Everything but the user's own things: settings, places of windows, the journal of each computer, and who runs here now. */
const roams =
  /^(?:settings\.json|window-places\.json|journal(?:\\.*)?|in-use\.json|command\.json|rules\.json|lockfile)$/u;

test(
  'what is cached lies beside the profile that roams, can’t be read, and is gone when Windows says that the session ends',
  { tag: '@windows' },
  async ({ launch, simulator }, info) => {
    const why = whyNot();
    info.skip(why !== null, why ?? '');
    expect(await compile(program)).toBe(true);
    const sidetone = await launch({ inOwnFolders: true });
    const { roaming, local } = await factsOf(sidetone);
    try {
      const account = { server: simulator.url, username: 'ada.agent', password: 'demo' };
      await sidetone.window('main.html');
      await sidetone.call('session.signIn', { ...account, allowPlainHttp: false, thisSessionOnly: true });
      await play(sidetone);
      const [newest] = (await newestRecordings(simulator, 1)).recordings;
      const whole = await audioOf(simulator, newest?.id ?? '');
      await expect.poll(async () => (await factsOf(sidetone)).audio.map(({ bytes }) => bytes)).toEqual([whole.bytes]);

      const facts = await factsOf(sidetone);
      expect([facts.sessionData, facts.crashDumps]).toEqual([local, `${local}\\Crashpad`]);
      expect(facts.inRoaming.filter((name) => !roams.test(name))).toEqual([]);
      expect(facts.inRoaming).toContain('in-use.json');
      // Made when they are first used.
      await expect
        .poll(async () => (await factsOf(sidetone)).inLocal)
        .toEqual(expect.arrayContaining(['audio-cache', 'Cache', 'Code Cache', 'GPUCache', 'logs\\sidetone.log']));
      expect(facts.audio[0]?.sha256).not.toBe(whole.sha256);

      expect(await endSession(sidetone)).toBeGreaterThan(1);
      const after = await factsOf(sidetone);
      expect(after.inLocal.filter((name) => name.startsWith('audio-cache'))).toEqual([]);
      expect(after.inRoaming).not.toContain('in-use.json');
    } finally {
      await sidetone.kill();
      for (const folder of [roaming, local])
        await rm(path.join(driveC, ...folder.split('\\').slice(1)), { recursive: true, force: true, maxRetries: 10 });
    }
  },
);
