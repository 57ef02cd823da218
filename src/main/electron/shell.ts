// The Electron shell: gives the core an operating system, and its snapshots to the windows and nothing more.
import path from 'node:path';
import { app, ipcMain, session, shell } from 'electron';
import type { Core } from '../core/core-types.ts';
import type { Desktop, Log, PowerEvents } from '../core/ports.ts';
import { isOwnPage, registerScheme, serveRenderer } from './app-protocol.ts';
import { demoSignIn } from './demo-sign-in.ts';
import { bindIpc, type IpcBinding } from './ipc.ts';
import { openLog } from './log.ts';
import { setApplicationMenu, showWidgetMenu, type MenuActions } from './menus.ts';
import { systemPower } from './power.ts';
import { confinePages, confineSession } from './security.ts';
import { becomeSingleInstance } from './single-instance.ts';
import { Windows } from './windows.ts';

/** What the shell gives to the composition root, to make the core's ports from. */
export type ShellPorts = {
  readonly log: Log;
  readonly power: PowerEvents;
  readonly desktop: Desktop;
  readonly profileFolder: string;
  readonly downloadFolder: string;
  readonly version: string;
};

/** Longest time in milliseconds that quitting waits for requests and files to be let go. */
const disposeLimitMs = 3000;

/** Electron reads `--user-data-dir` for the browser's own files; this makes it the profile of everything. */
function honourProfileFolder(): string {
  const asked = app.commandLine.getSwitchValue('user-data-dir');
  if (asked !== '') app.setPath('userData', path.resolve(asked));
  return app.getPath('userData');
}

function showsACall(state: string): boolean {
  return state !== 'idle' && state !== 'offline' && state !== 'signedOut';
}

function openDesktop(windows: Windows): Desktop {
  return {
    kind: 'electron',
    canShowInFolder: true,
    showInFolder: (file) => {
      shell.showItemInFolder(file);
    },
    openMain: (page) => {
      windows.showMain(page);
    },
    openWidget: () => {
      windows.showWidget();
    },
  };
}

/** Opens the windows when the core's state asks for them: the main window when signed out, the widget with a call. */
function followCore(core: Core, windows: Windows, ipc: IpcBinding): void {
  let signedIn = core.snapshot().session.phase === 'signedIn';
  core.onSnapshot((snapshot) => {
    ipc.push('snapshot', snapshot);
    if (showsACall(snapshot.live.state)) windows.showWidget();
    if (signedIn && snapshot.session.phase === 'signedOut') windows.showMain(null, false);
    signedIn = snapshot.session.phase === 'signedIn';
  });
}

function disposeOnQuit(core: Core, ipc: IpcBinding, windows: Windows, log: Log): void {
  let disposed = false;
  app.on('before-quit', () => {
    windows.letClose();
  });
  app.on('will-quit', (event) => {
    if (disposed) return;
    event.preventDefault();
    disposed = true;
    ipc.dispose();
    const limit = new Promise((resolve) => setTimeout(resolve, disposeLimitMs));
    void Promise.race([core.dispose(), limit])
      .catch((error: unknown) => {
        log.error('the core did not end cleanly', error);
      })
      .finally(() => {
        // Not within the event itself: Electron overlooks whoever ends it while it is still asking.
        setImmediate(() => {
          app.exit(0);
        });
      });
  });
}

async function run(
  makeCore: (ports: ShellPorts) => Core,
  profileFolder: string,
  log: Log,
  ready: Promise<void>,
): Promise<void> {
  await ready;
  confineSession(session.defaultSession);
  serveRenderer(path.join(import.meta.dirname, '../renderer'), (error) => {
    log.error('a file of the windows could not be read', error);
  });
  const actions: MenuActions = {
    openMain: () => {
      windows.showMain(null);
    },
    openWidget: () => {
      windows.showWidget();
    },
    signOut: () => {
      void core.handlers['session.signOut']({});
    },
    isSignedIn: () => core.snapshot().session.phase === 'signedIn',
  };
  const windows = new Windows({
    preload: path.join(import.meta.dirname, '../preload/preload.cjs'),
    onWidgetMenu: (widget) => {
      showWidgetMenu(widget, actions);
    },
    navigate: (main, page) => {
      ipc.pushTo(main.webContents, 'navigate', { page });
    },
  });
  const core = makeCore({
    log,
    power: systemPower(),
    desktop: openDesktop(windows),
    profileFolder,
    downloadFolder: path.join(app.getPath('downloads'), 'Sidetone'),
    version: app.getVersion(),
  });
  const ipc = bindIpc({
    ipcMain,
    handlers: core.handlers,
    windows: () => windows.all().map((window) => window.webContents),
    isOwnPage,
    log,
    checkOutput: !app.isPackaged,
  });
  setApplicationMenu(actions);
  disposeOnQuit(core, ipc, windows, log);
  followCore(core, windows, ipc);
  app.on('activate', actions.openMain);
  app.on('second-instance', actions.openMain);
  // Without a tray there is always a window, and it does not wait for a server: signed out it shows the sign-in, signed in its history.
  windows.showMain(null);
  await core.start();
  const demo = demoSignIn(process.env, app.isPackaged);
  if (demo !== null && core.snapshot().session.phase !== 'signedIn') {
    await core.handlers['session.signIn']({ ...demo, allowPlainHttp: true, thisSessionOnly: true });
  }
}

/**
 * Starts the app around the core that `makeCore` builds. Returns at once: the top level of an ES module must not wait
 * for Electron, which is ready only after the module has run.
 */
export function startShell(makeCore: (ports: ShellPorts) => Core): void {
  const profileFolder = honourProfileFolder();
  if (!becomeSingleInstance()) {
    app.quit();
    return;
  }
  const log = openLog(profileFolder);
  log.info('start', { version: app.getVersion(), electron: process.versions.electron, platform: process.platform });
  registerScheme();
  confinePages(log);
  // Windows are hidden, not closed, until somebody quits.
  app.on('window-all-closed', () => {
    app.quit();
  });
  run(makeCore, profileFolder, log, app.whenReady()).catch((error: unknown) => {
    log.error('the app could not start', error);
    app.exit(1);
  });
}
