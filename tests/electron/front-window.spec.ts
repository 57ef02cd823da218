// A rule for windows in the real app: another program comes to the front, the recorder pauses, and leaving it asks.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { whyNoCompiler } from '../../scripts/packaging/windows-compiler.ts';
import { buildNativeHelpers } from '../../scripts/native.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { expect, stateOf, test } from './fixtures.ts';
import type { Sidetone } from './sidetone.ts';

type Rule = { readonly id: string; readonly name: string; readonly program?: string; readonly title?: string };

/** An app with this rule, whose window is in front and who is on a call. */
async function onCall(sidetone: Sidetone, simulator: Simulator, rule: Rule): Promise<void> {
  await sidetone.signIn(simulator.url);
  await sidetone.call('preferences.set', { name: 'automatic.rules', value: [rule] });
  await expect.poll(() => levelOf(sidetone)).toBe('off');
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '+390551104729' });
  await expect(stateOf(await sidetone.window('widget.html'))).toHaveText('Recording');
}

const levelOf = async (sidetone: Sidetone): Promise<string | undefined> =>
  (await sidetone.snapshot()).automatic.rules[0]?.level;

const mainHasFocus = (sidetone: Sidetone): Promise<boolean> =>
  sidetone.electron.evaluate(({ BrowserWindow }) =>
    Boolean(BrowserWindow.getFocusedWindow()?.webContents.getURL().endsWith('main.html')),
  );

/** Brings the app's own window to the front. */
const showMain = (sidetone: Sidetone): Promise<void> =>
  sidetone.electron.evaluate(({ BrowserWindow }) => {
    const main = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().endsWith('main.html'));
    main?.show();
    main?.focus();
  });

/** Brings a window to the front and closes it again; between the two Sidetone's own is in front, which leaves the rule as it is. */
async function expectPauseAndQuestion(
  sidetone: Sidetone,
  simulator: Simulator,
  { bring, close }: { bring: () => unknown; close: () => unknown },
): Promise<void> {
  const widget = await sidetone.window('widget.html');
  const paused = simulator.nextChange(({ kind }) => kind === 'paused');
  await bring();
  await paused;
  await expect(stateOf(widget)).toHaveText('Paused');
  await showMain(sidetone);
  await expect.poll(() => mainHasFocus(sidetone)).toBe(true);
  expect((await sidetone.snapshot()).automatic).toMatchObject({ rules: [{ level: 'on' }], asks: null });
  await close();
  await expect.poll(async () => (await sidetone.snapshot()).automatic.asks?.name, { timeout: 20_000 }).toBe('Terminal');
  await expect(stateOf(widget)).toHaveText('Paused');
}

test('on X11 the window of another program pauses, Sidetone’s own changes nothing, and its end asks', async ({
  launch,
  simulator,
  otherProgram,
}, info) => {
  const sidetone = await launch();
  info.skip(sidetone.isEmulated, 'the windows of X11 are seen by the app for Linux');
  await showMain(sidetone);
  await onCall(sidetone, simulator, { id: 'pos', name: 'Terminal', title: 'other-program-*' });
  await expectPauseAndQuestion(sidetone, simulator, {
    bring: () => otherProgram.takeKeyboard(),
    close: () => {
      otherProgram.close();
    },
  });
});

test(
  'on Windows its helper sees another program, in front and behind Sidetone, and the helper’s end is said and mended',
  { tag: '@windows' },
  async ({ launch, simulator }, info) => {
    const why = whyNoCompiler();
    info.skip(why !== null, why ?? '');
    info.skip((process.env['ELECTRON_EXECUTABLE'] ?? '') === '', 'there is no Wine');
    expect(await buildNativeHelpers()).toBe(true);
    const sidetone = await launch();
    info.skip(!sidetone.isEmulated, 'the helper is for Windows');
    await showMain(sidetone);
    await onCall(sidetone, simulator, { id: 'pos', name: 'Terminal', program: 'notepad.exe' });
    try {
      await expectPauseAndQuestion(sidetone, simulator, {
        bring: () => {
          inWine('notepad');
        },
        close: () => killInWine('notepad.exe'),
      });
      await killInWine('sidetone-watch.exe');
      await expect.poll(() => sidetone.log()).toContain('front-window-lost');
      await expect.poll(() => levelOf(sidetone), { timeout: 20_000 }).not.toBe('unknown');
    } finally {
      await killInWine('notepad.exe');
    }
  },
);

/** Runs a program of Windows in the same Wine. */
function inWine(...words: readonly string[]): ChildProcess {
  return spawn(process.env['ELECTRON_EXECUTABLE'] ?? '', ['--wine', 'wine', ...words], { stdio: 'ignore' });
}

/** Ends all programs of that name, as a crash would. */
async function killInWine(name: string): Promise<void> {
  await once(inWine('taskkill', '/f', '/im', name), 'exit');
}
