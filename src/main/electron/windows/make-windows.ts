// Makes the two windows as the operating system should see them: the widget that never takes the keyboard, and the main window.
import path from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import { pageUrl } from '../app-scheme.ts';
import { windowPreferences } from '../security.ts';
import type { Rectangle } from './bounds.ts';

export type MakeOptions = { readonly preload: string; readonly resources: string };

/** Linux takes the icon of a window from the window; elsewhere it is the program's. */
function icon(resources: string): { icon?: string } {
  return process.platform === 'linux' ? { icon: path.join(resources, 'app.png') } : {};
}

export function makeMain(place: Rectangle, { preload, resources }: MakeOptions): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Sidetone',
    ...place,
    minWidth: 720,
    minHeight: 480,
    autoHideMenuBar: true,
    show: false,
    // The colour of the page, so that nothing flashes before it is drawn.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#15181d' : '#f4f5f7',
    ...icon(resources),
    webPreferences: windowPreferences(preload),
  });
  void window.loadURL(pageUrl('main'));
  return window;
}

/** Above everything, full-screen windows too, without taking the focus. Another program may have put itself above since the last time. */
export function keepAbove(window: BrowserWindow): void {
  window.setAlwaysOnTop(true, 'screen-saver');
  window.moveTop();
}

export function makeWidget(place: Rectangle, { preload, resources }: MakeOptions): BrowserWindow {
  const transparent = process.platform !== 'linux';
  const window = new BrowserWindow({
    title: 'Sidetone recording state',
    ...place,
    show: false,
    frame: false,
    transparent,
    // A Linux desktop without a compositor would paint a transparent window black.
    ...(transparent ? { backgroundColor: '#00000000' } : {}),
    hasShadow: true,
    resizable: false,
    maximizable: false,
    minimizable: false,
    fullscreenable: false,
    alwaysOnTop: true,
    skipTaskbar: true,
    focusable: false,
    // A tool window is in neither the taskbar nor the list of Alt+Tab.
    ...(process.platform === 'win32' ? { type: 'toolbar' } : {}),
    ...icon(resources),
    webPreferences: windowPreferences(preload),
  });
  keepAbove(window);
  window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
  window.setMenuBarVisibility(false);
  void window.loadURL(pageUrl('widget'));
  return window;
}
