// What lasts from one run to the next: the sign-in in the system's keychain, the widget's place, and a pause at the recorder.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { screenPicture } from './desktop.ts';
import { chooseInMenu, expect, stateOf, test, windowsShown } from './fixtures.ts';
import { answerDialogs, askedInDialogs } from './shared-app.ts';
import type { Sidetone } from './sidetone.ts';

type Bounds = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

function widgetBounds(sidetone: Sidetone): Promise<Bounds | null> {
  return sidetone.electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().endsWith('widget.html'));
    return window?.getBounds() ?? null;
  });
}

/** Moves the widget, and answers with the file of places. */
async function moveWidget(sidetone: Sidetone, x: number, y: number): Promise<string> {
  await sidetone.electron.evaluate(
    ({ BrowserWindow }, [left, top]) => {
      BrowserWindow.getAllWindows()
        .find((each) => each.webContents.getURL().endsWith('widget.html'))
        ?.setPosition(left, top);
    },
    [x, y] as const,
  );
  return readFile(path.join(sidetone.profile, 'window-places.json'), 'utf8').catch(() => '');
}

test(
  'a sign-in lasts over a restart until signing out, and the widget keeps its place',
  { tag: '@windows' },
  async ({ launch, simulator }) => {
    const first = await launch();
    await test.step('signed out, the main window opens alone, and the widget comes with the first call', async () => {
      await first.window('main.html');
      await expect.poll(() => windowsShown(first)).toEqual({ main: true, widget: false });
      await first.signIn(simulator.url);
      expect(await first.snapshot()).toMatchObject({ session: { passwordKept: 'keychain' } });
      simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
      await expect(stateOf(await first.window('widget.html'))).toHaveText('Recording');
      await expect.poll(() => windowsShown(first)).toEqual({ main: true, widget: true });
      await expect.poll(() => widgetBounds(first)).toMatchObject({ width: 400, height: 76 });
      // A window that was just shown is put back where it belongs, so it is moved until the move is written down.
      const moved = expect.poll(() => moveWidget(first, 123, 234), { intervals: [1_000] });
      await moved.toMatch(/"x": 123,\s*"y": 234/u);
      expect(await first.quit()).toBe(0);
      expect(simulator.live()).toHaveLength(1);
    });

    const second = await launch();
    await test.step('signed in, only the widget opens, at its place', async () => {
      const widget = await second.window('widget.html');
      await expect(stateOf(widget)).toHaveText('Recording');
      expect(second.electron.windows()).toHaveLength(1);
      await expect.poll(() => widgetBounds(second)).toEqual({ x: 123, y: 234, width: 400, height: 76 });
      await chooseInMenu(second, 'Zoom in');
      await expect.poll(() => widgetBounds(second)).toMatchObject({ x: 123, y: 234, width: 439, height: 84 });
      await chooseInMenu(second, 'Actual size');
      await expect.poll(() => widgetBounds(second)).toMatchObject({ x: 123, y: 234, width: 400, height: 76 });
      await second.call('preferences.set', { name: 'widget.size', value: 'small' });
      await expect.poll(() => widgetBounds(second)).toEqual({ x: 123, y: 234, width: 112, height: 76 });
      await screenPicture('widget-small');
      await second.call('window.openMain', { page: 'history' });
      const main = await second.window('main.html');
      await main.getByRole('button', { name: 'Sign out' }).click();
      await expect(main.getByRole('heading', { name: 'Sign in' })).toBeVisible();
      await second.quit();
    });

    const third = await launch();
    await expect((await third.window('main.html')).getByRole('heading', { name: 'Sign in' })).toBeVisible();
  },
);

test('killed and started again while paused, it shows Paused, and Quit asks before it ends', async ({
  launch,
  simulator,
}) => {
  const first = await launch();
  await first.signIn(simulator.url);
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  const widget = await first.window('widget.html');
  await widget.getByRole('button', { name: 'Pause recording' }).click();
  await expect(stateOf(widget)).toHaveText('Paused');
  await first.kill();
  expect(simulator.live().map(({ isPaused }) => isPaused)).toEqual([true]);

  const second = await launch();
  const again = await second.window('widget.html');
  await expect(stateOf(again)).toHaveText('Paused');
  await screenPicture('restarted-while-paused');
  await again.getByRole('button', { name: 'Resume recording' }).click();
  await expect(stateOf(again)).toHaveText('Recording');
  await again.getByRole('button', { name: 'Pause recording' }).click();
  await expect(stateOf(again)).toHaveText('Paused');

  await answerDialogs(second.electron, { button: 0 });
  await chooseInMenu(second, 'Quit Sidetone');
  await expect
    .poll(() => askedInDialogs(second.electron))
    .toMatchObject([{ message: 'The recording is paused', defaultId: 0 }]);
  await expect(stateOf(again)).toHaveText('Paused');
  await answerDialogs(second.electron, { button: 1 });
  const closed = second.closed();
  await chooseInMenu(second, 'Quit Sidetone').catch(() => undefined);
  expect(await closed).toBe(0);
});
