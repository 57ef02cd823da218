// The application's own menu with its accelerators. On Windows and Linux it is hidden until Alt is pressed in the main window.
import type { ShellMessages } from '../../../shared/messages/shell.ts';
import { app, Menu, type MenuItemConstructorOptions } from 'electron';

export type ApplicationMenuActions = {
  readonly showWidget: () => void;
  readonly zoom: (direction: -1 | 0 | 1) => void;
  /** Asks where there is something to ask, then quits. */
  readonly quit: () => void;
};

export function setApplicationMenu(actions: ApplicationMenuActions, text: ShellMessages['menu']): void {
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
        label: isMac ? 'Sidetone' : text.file,
        submenu: [
          { label: text.showWidget, accelerator: 'CmdOrCtrl+Shift+W', click: actions.showWidget },
          separator,
          ...(isMac ? [{ role: 'hide' } as const, separator] : []),
          { label: text.quit, accelerator: 'CmdOrCtrl+Q', click: actions.quit },
        ],
      },
      { role: 'editMenu' },
      {
        label: text.view,
        submenu: [
          zoom(text.actualSize, 'CmdOrCtrl+0', 0),
          zoom(text.zoomIn, 'CmdOrCtrl+Plus', 1),
          zoom(text.zoomIn, 'CmdOrCtrl+=', 1, false),
          zoom(text.zoomOut, 'CmdOrCtrl+-', -1),
          ...(app.isPackaged ? [] : [separator, { role: 'toggleDevTools' } as const]),
        ],
      },
      { role: 'windowMenu' },
    ]),
  );
}
