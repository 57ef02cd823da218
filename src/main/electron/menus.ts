// The native menus: the application's own with its accelerators, and the one of the widget.
import { app, Menu, type BrowserWindow } from 'electron';

export type MenuActions = {
  readonly openMain: () => void;
  readonly openWidget: () => void;
  readonly signOut: () => void;
  readonly isSignedIn: () => boolean;
};

/** Sets the application menu. On Windows and Linux it is hidden in the widget, and its accelerators still work in the main window. */
export function setApplicationMenu(actions: MenuActions): void {
  const isMac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: isMac ? 'Sidetone' : '&File',
        submenu: [
          { label: 'Show widget', accelerator: 'CmdOrCtrl+Shift+W', click: actions.openWidget },
          { type: 'separator' },
          ...(isMac ? [{ role: 'hide' } as const, { type: 'separator' } as const] : []),
          {
            label: 'Quit Sidetone',
            accelerator: 'CmdOrCtrl+Q',
            click: () => {
              app.quit();
            },
          },
        ],
      },
      { role: 'editMenu' },
      {
        label: '&View',
        submenu: [
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          ...(app.isPackaged ? [] : [{ type: 'separator' } as const, { role: 'toggleDevTools' } as const]),
        ],
      },
      { role: 'windowMenu' },
    ]),
  );
}

/** The widget's own menu: the whole app can be reached from it while there is no tray. */
export function showWidgetMenu(widget: BrowserWindow, actions: MenuActions): void {
  Menu.buildFromTemplate([
    { label: 'Open Sidetone', click: actions.openMain },
    { label: 'Sign out', enabled: actions.isSignedIn(), click: actions.signOut },
    { type: 'separator' },
    {
      label: 'Quit Sidetone',
      click: () => {
        app.quit();
      },
    },
  ]).popup({ window: widget });
}
