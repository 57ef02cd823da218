// The application's own menu with its accelerators. On Windows and Linux it is hidden until Alt is pressed in the main window.
import { app, Menu, type MenuItemConstructorOptions } from 'electron';

export type ApplicationMenuActions = {
  readonly showWidget: () => void;
  readonly zoom: (direction: -1 | 0 | 1) => void;
  /** Asks where there is something to ask, then quits. */
  readonly quit: () => void;
};

export function setApplicationMenu(actions: ApplicationMenuActions): void {
  const isMac = process.platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const zoom = (
    label: string,
    accelerator: string,
    direction: -1 | 0 | 1,
    visible = true,
  ): MenuItemConstructorOptions => ({
    label,
    accelerator,
    visible,
    acceleratorWorksWhenHidden: true,
    click: () => actions.zoom(direction),
  });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: isMac ? 'Sidetone' : '&File',
        submenu: [
          { label: 'Show widget', accelerator: 'CmdOrCtrl+Shift+W', click: actions.showWidget },
          separator,
          ...(isMac ? [{ role: 'hide' } as const, separator] : []),
          { label: 'Quit Sidetone', accelerator: 'CmdOrCtrl+Q', click: actions.quit },
        ],
      },
      { role: 'editMenu' },
      {
        label: '&View',
        submenu: [
          zoom('Actual size', 'CmdOrCtrl+0', 0),
          zoom('Zoom in', 'CmdOrCtrl+Plus', 1),
          zoom('Zoom in', 'CmdOrCtrl+=', 1, false),
          zoom('Zoom out', 'CmdOrCtrl+-', -1),
          ...(app.isPackaged ? [] : [separator, { role: 'toggleDevTools' } as const]),
        ],
      },
      { role: 'windowMenu' },
    ]),
  );
}
