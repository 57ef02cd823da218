// The two windows of the real app: what closing one means, that the widget never takes the keyboard, and what a second start does.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { closeMain, expect, test, windowsShown } from './fixtures.ts';
import { startAgain, type Sidetone } from './sidetone.ts';

test(
  'closing the main window leaves the widget, and the widget opens it again',
  { tag: '@windows' },
  async ({ sidetone }) => {
    await expect.poll(() => windowsShown(sidetone)).toEqual({ main: true, widget: true });
    await closeMain(sidetone);
    const widget = await sidetone.window('widget.html');
    await expect.poll(() => windowsShown(sidetone)).toEqual({ main: false, widget: true });
    await widget.evaluate(() => window.sidetone?.call('window.openMain', { page: 'settings' }));
    await expect.poll(() => windowsShown(sidetone)).toEqual({ main: true, widget: true });
    const main = await sidetone.window('main.html');
    await expect(main.getByRole('link', { name: 'Settings' })).toHaveAttribute('aria-current', 'page');
  },
);

test(
  'the widget is small, frameless, fixed in size, on the screen, and cannot have the focus',
  { tag: '@windows' },
  async ({ sidetone }) => {
    await expect.poll(() => windowsShown(sidetone)).toMatchObject({ widget: true });
    const widget = await sidetone.electron.evaluate(({ BrowserWindow, screen }) => {
      const window = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().endsWith('widget.html'));
      if (window === undefined) return null;
      const { x, y, width, height } = window.getBounds();
      const area = screen.getPrimaryDisplay().workArea;
      return {
        size: [width, height],
        content: window.getContentSize(),
        isOnScreen:
          x >= area.x && y >= area.y && x + width <= area.x + area.width && y + height <= area.y + area.height,
        canFocus: window.isFocusable(),
        hasFocus: window.isFocused(),
        canResize: window.isResizable(),
      };
    });
    expect(widget).toEqual({
      size: [400, 76],
      content: [400, 76],
      isOnScreen: true,
      canFocus: false,
      hasFocus: false,
      canResize: false,
    });
  },
);

test('a second start brings the first one forward and ends', { tag: '@windows' }, async ({ sidetone }) => {
  await closeMain(sidetone);
  await expect.poll(() => windowsShown(sidetone)).toMatchObject({ main: false });
  expect(await startAgain(sidetone.profile)).toMatchObject({ code: 0 });
  await expect.poll(() => windowsShown(sidetone)).toMatchObject({ main: true });
});

test(
  'the system starts Sidetone at sign-in when the preference says so',
  { tag: '@everywhere' },
  async ({ sidetone }) => {
    await expect.poll(() => startsAtSignIn(sidetone)).toBe(false);
    await sidetone.call('preferences.set', { name: 'app.startAtLogin', value: true });
    await expect.poll(() => startsAtSignIn(sidetone)).toBe(true);
    await sidetone.call('preferences.set', { name: 'app.startAtLogin', value: false });
    await expect.poll(() => startsAtSignIn(sidetone)).toBe(false);
  },
);

/** As the system has it: an entry of the registry or of the system's settings, or a file of the desktop on Linux. */
async function startsAtSignIn({ electron }: Sidetone): Promise<boolean> {
  const { platform, folder, login } = await electron.evaluate(({ app }) => ({
    platform: process.platform,
    folder: app.getPath('appData'),
    // Windows compares the whole command of the entry, and the test's app was started with a profile of its own.
    login: app.getLoginItemSettings({
      path: process.execPath,
      args: [...(app.isPackaged ? [] : [app.getAppPath()]), `--user-data-dir=${app.getPath('userData')}`],
    }).openAtLogin,
  }));
  return platform === 'linux' ? existsSync(path.join(folder, 'autostart', 'sidetone.desktop')) : login;
}
