// The two windows of the real app: when they come, what closing one means, and that the widget never takes the keyboard.
import { expect, stateOf, test, type Sidetone } from './fixtures.ts';

type Seen = { readonly main: boolean; readonly widget: boolean };

/** Which windows are on the screen. */
function seen(sidetone: Sidetone): Promise<Seen> {
  return sidetone.electron.evaluate(({ BrowserWindow }) => {
    const isSeen = (file: string): boolean =>
      BrowserWindow.getAllWindows().some((window) => window.webContents.getURL().endsWith(file) && window.isVisible());
    return { main: isSeen('main.html'), widget: isSeen('widget.html') };
  });
}

function closeMain(sidetone: Sidetone): Promise<void> {
  return sidetone.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((window) => window.webContents.getURL().endsWith('main.html'))
      ?.close();
  });
}

test('signed out, the main window opens by itself, and the widget comes with the first call', async ({
  launch,
  simulator,
}) => {
  const sidetone = await launch();
  await sidetone.window('main.html');
  await expect.poll(() => seen(sidetone)).toEqual({ main: true, widget: false });
  await sidetone.signIn(simulator.url);
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  await expect(stateOf(await sidetone.window('widget.html'))).toHaveText('Recording');
  await expect.poll(() => seen(sidetone)).toEqual({ main: true, widget: true });
});

test('closing the main window leaves the widget and the tray, and the widget opens it again', async ({
  launch,
  simulator,
}) => {
  const sidetone = await launch();
  await sidetone.signIn(simulator.url);
  await closeMain(sidetone);
  const widget = await sidetone.window('widget.html');
  await expect.poll(() => seen(sidetone)).toEqual({ main: false, widget: true });
  await widget.evaluate(() => window.sidetone?.call('window.openMain', { page: 'settings' }));
  await expect.poll(() => seen(sidetone)).toEqual({ main: true, widget: true });
  const main = await sidetone.window('main.html');
  await expect(main.getByRole('link', { name: 'Settings' })).toHaveAttribute('aria-current', 'page');
});

test('the widget is small, frameless, fixed in size and out of the taskbar`s and the keyboard`s way', async ({
  launch,
}) => {
  const sidetone = await launch();
  const main = await sidetone.window('main.html');
  await main.evaluate(() => window.sidetone?.call('window.openWidget', {}));
  await sidetone.window('widget.html');
  const widget = await sidetone.electron.evaluate(({ BrowserWindow, screen }) => {
    const window = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().endsWith('widget.html'));
    if (window === undefined) return null;
    const { x, y, width, height } = window.getBounds();
    const area = screen.getPrimaryDisplay().workArea;
    return {
      size: [width, height],
      isOnScreen: x >= area.x && y >= area.y && x + width <= area.x + area.width && y + height <= area.y + area.height,
      canFocus: window.isFocusable(),
      hasFocus: window.isFocused(),
      canResize: window.isResizable(),
    };
  });
  expect(widget).toEqual({ size: [400, 76], isOnScreen: true, canFocus: false, hasFocus: false, canResize: false });
});

test('a second start brings the first one forward and ends', async ({ launch, simulator }) => {
  const sidetone = await launch();
  await sidetone.signIn(simulator.url);
  await closeMain(sidetone);
  await expect.poll(() => seen(sidetone)).toMatchObject({ main: false });
  const second = await launch().catch(() => null);
  await expect.poll(() => seen(sidetone)).toMatchObject({ main: true });
  // It may have ended before it could be looked at; else it ends now.
  if (second !== null) await expect.poll(() => second.process.exitCode).toBe(0);
});

test('quitting ends the app while a call is on', async ({ launch, simulator }) => {
  const sidetone = await launch();
  await sidetone.signIn(simulator.url);
  simulator.beginCall({ username: 'ada.agent', remoteNumber: '101' });
  await expect(stateOf(await sidetone.window('widget.html'))).toHaveText('Recording');
  await sidetone.quit();
  expect(sidetone.process.exitCode).toBe(0);
  expect(simulator.live()).toHaveLength(1);
});
