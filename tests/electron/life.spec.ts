// What happens around the app: kills, crashes, restarts, zoom, and the question before it ends.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { screenPicture } from './desktop.ts';
import { expect, stateOf, test, type Sidetone } from './fixtures.ts';

type Bounds = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

const widgetBounds = (sidetone: Sidetone): Promise<Bounds | null> =>
  sidetone.electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().endsWith('widget.html'));
    return window?.getBounds() ?? null;
  });

/** Chooses an entry of the application's menu. */
const choose = (sidetone: Sidetone, label: string): Promise<void> =>
  sidetone.electron.evaluate(({ Menu }, wanted) => {
    const entries = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
    const entry = entries.find((item) => item.label === wanted);
    if (entry === undefined) throw new Error(`there is no ${wanted} in the menu`);
    // Electron types it as any function; it takes what a click would bring, all of it optional here.
    (entry.click as () => void)();
  }, label);

test('killed and started again while paused, it shows the truth', async ({ launch, simulator }) => {
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
  await expect(stateOf(again)).toHaveText('Paused', { timeout: 3_000 });
  await screenPicture('restarted-while-paused');
  await again.getByRole('button', { name: 'Resume recording' }).click();
  await expect(stateOf(again)).toHaveText('Recording');
});

test('while the main process hangs the widget does not go on saying "Paused"', async ({ launch, simulator }) => {
  const sidetone = await launch();
  await sidetone.signIn(simulator.url);
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  const widget = await sidetone.window('widget.html');
  await widget.getByRole('button', { name: 'Pause recording' }).click();
  await expect(stateOf(widget)).toHaveText('Paused');
  // The page cannot be asked while the main process hangs: it notes by itself what it shows.
  await stateOf(widget).evaluate((element) => {
    const heard: string[] = [];
    new MutationObserver(() => heard.push(element.textContent.trim())).observe(element, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    Reflect.set(window, 'heardStates', heard);
  });
  await sidetone.electron.evaluate(() => {
    const until = Date.now() + 10_000;
    while (Date.now() < until);
  });
  await expect(stateOf(widget)).toHaveText('Paused');
  expect(await widget.evaluate(() => Reflect.get(window, 'heardStates') as string[])).toContain('Offline');
});

test.describe('with a process for each window', () => {
  test.use({ apart: true });

  test('the widget comes back when its page crashes, and shows the state', async ({ launch, simulator }) => {
    const sidetone = await launch();
    await sidetone.signIn(simulator.url);
    simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
    const widget = await sidetone.window('widget.html');
    await expect(stateOf(widget)).toHaveText('Recording');
    const again = sidetone.electron.waitForEvent('window', {
      predicate: (page) => page !== widget && page.url().endsWith('widget.html'),
    });
    await sidetone.electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()
        .find((each) => each.webContents.getURL().endsWith('widget.html'))
        ?.webContents.forcefullyCrashRenderer();
    });
    await expect(stateOf(await again)).toHaveText('Recording');
    expect(await sidetone.log()).toContain('window crashed');
  });
});

test('the widget keeps its place over a restart, and grows with the zoom and shrinks with its size', async ({
  launch,
  simulator,
  profile,
}) => {
  const first = await launch();
  const main = await first.signIn(simulator.url);
  await main.evaluate(() => window.sidetone?.call('window.openWidget', {}));
  await first.window('widget.html');
  await expect.poll(() => widgetBounds(first)).toMatchObject({ width: 400, height: 76 });
  // A window that is just being shown is put back to where it belongs: it is moved until that is over.
  const movedTo = async (x: number, y: number): Promise<string> => {
    await first.electron.evaluate(
      ({ BrowserWindow }, [left, top]) => {
        BrowserWindow.getAllWindows()
          .find((each) => each.webContents.getURL().endsWith('widget.html'))
          ?.setPosition(left, top);
      },
      [x, y] as const,
    );
    return readFile(path.join(profile, 'window-places.json'), 'utf8').catch(() => '');
  };
  await expect.poll(() => movedTo(123, 234), { intervals: [1_000] }).toMatch(/"x": 123,\s*"y": 234/u);
  await first.quit();

  const second = await launch();
  await second.window('widget.html');
  await expect.poll(() => widgetBounds(second)).toEqual({ x: 123, y: 234, width: 400, height: 76 });
  const widget = await second.window('widget.html');
  await choose(second, 'Zoom in');
  await expect.poll(() => widgetBounds(second)).toMatchObject({ x: 123, y: 234, width: 439, height: 84 });
  await choose(second, 'Actual size');
  await expect.poll(() => widgetBounds(second)).toMatchObject({ x: 123, y: 234, width: 400, height: 76 });
  await widget.evaluate(() => window.sidetone?.call('preferences.set', { name: 'widget.size', value: 'small' }));
  await expect.poll(() => widgetBounds(second)).toEqual({ x: 123, y: 234, width: 76, height: 76 });
  await screenPicture('widget-small');
});

test('Quit asks while paused, stays when told to, and ends when told to', async ({ launch, simulator }) => {
  const sidetone = await launch();
  await sidetone.signIn(simulator.url);
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  const widget = await sidetone.window('widget.html');
  await widget.getByRole('button', { name: 'Pause recording' }).click();
  await expect(stateOf(widget)).toHaveText('Paused');
  const answerWith = (response: number): Promise<void> =>
    sidetone.electron.evaluate(({ dialog }, answer) => {
      dialog.showMessageBox = (...asked: unknown[]) => {
        Reflect.set(globalThis, 'asked', asked.at(-1));
        return Promise.resolve({ response: answer, checkboxChecked: false });
      };
    }, response);
  await answerWith(0);
  await choose(sidetone, 'Quit Sidetone');
  const asked = (): Promise<unknown> => sidetone.electron.evaluate(() => Reflect.get(globalThis, 'asked') as unknown);
  await expect.poll(asked).toMatchObject({ message: 'The recording is paused', defaultId: 0 });
  await expect(stateOf(widget)).toHaveText('Paused');

  await answerWith(1);
  const closed = sidetone.electron.waitForEvent('close');
  await choose(sidetone, 'Quit Sidetone').catch(() => undefined);
  await closed;
});
