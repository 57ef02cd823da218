// The Electron shell: gives the core an operating system, and its snapshots to tray and windows and nothing more.
import path from 'node:path';
import { app, ipcMain, session } from 'electron';
import { shellMessagesFor } from '../../shared/messages/shell.ts';
import { problem } from '../../shared/domain/problem.ts';
import type { LinkVerb } from '../command-line/link.ts';
import { handleCommand } from '../command-line/handle-command.ts';
import { startCommandServer, type CommandServer } from '../command-line/server.ts';
import type { Core } from '../core/core-types.ts';
import { nodeFiles } from '../core/platform/node-files.ts';
import type { Desktop, HotkeyPort, Log, PowerEvents } from '../core/platform/ports.ts';
import { systemClock } from '../core/platform/system-clock.ts';
import { filesOfUser } from '../core/api/upload-handlers.ts';
import { isOwnPage, registerScheme, serveRenderer } from './app-protocol.ts';
import { setApplicationMenu } from './application-menu.ts';
import { demoSignIn } from './demo-sign-in.ts';
import { systemDesktop } from './desktop.ts';
import { watchFaults } from './unexpected-errors.ts';
import { bindCoreToShell } from './bind-core-to-shell.ts';
import { askForPortalHotkeys, systemHotkeys } from './hotkeys.ts';
import { bindIpc } from './ipc.ts';
import { listenForStarts, registerLinks } from './links.ts';
import { logFileIn, openLog } from './log.ts';
import { systemPower } from './power.ts';
import { askThenQuit, disposeOnQuit } from './quitting.ts';
import { askThenStop } from './stop-question.ts';
import { confinePages, confineSession } from './security.ts';
import { becomeSingleInstance } from './single-instance.ts';
import { nativeMenu } from './tray/native-menu.ts';
import { runTrayAction } from './tray/tray-actions.ts';
import { findTrayHost, type TrayHost } from './tray/tray-host.ts';
import { trayPicture, type TrayAction, type TrayPicture } from './tray/tray-view.ts';
import { SystemTray } from './tray/tray.ts';
import { PlaceFile } from './windows/bounds-file.ts';
import { Windows } from './windows/windows.ts';

/** What the shell gives to the composition root, to make the core's ports from. */
export type ShellPorts = {
  readonly log: Log;
  readonly power: PowerEvents;
  readonly desktop: Desktop;
  readonly hotkeys: HotkeyPort;
  readonly profileFolder: string;
  readonly downloadFolder: string;
  readonly version: string;
  readonly runsOn: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly licencesFile: string;
};

export type ShellStart = {
  readonly makeCore: (ports: ShellPorts) => Core;
  /** What the link asked for that started the app; null when it was started plainly. */
  readonly link: LinkVerb | 'refused' | null;
};

const systemNames: Partial<Record<NodeJS.Platform, string>> = { win32: 'Windows', darwin: 'macOS', linux: 'Linux' };

type Starting = ShellStart & { readonly profileFolder: string; readonly log: Log };

/** Electron reads `--user-data-dir` for the browser's own files; this makes it the profile of everything. */
function honourProfileFolder(): string {
  const asked = app.commandLine.getSwitchValue('user-data-dir');
  if (asked !== '') app.setPath('userData', path.resolve(asked));
  return app.getPath('userData');
}

/** What later starts ask for, kept until the core can do it. */
class StartRequestQueue {
  #answer: ((asked: LinkVerb | 'start') => void) | null = null;
  readonly #waiting: (LinkVerb | 'start')[] = [];

  ring(asked: LinkVerb | 'start'): void {
    if (this.#answer === null) this.#waiting.push(asked);
    else this.#answer(asked);
  }

  answerBy(answer: (asked: LinkVerb | 'start') => void): void {
    this.#answer = answer;
    for (const asked of this.#waiting.splice(0)) answer(asked);
  }
}

async function run({ makeCore, link, profileFolder, log }: Starting, startRequests: StartRequestQueue): Promise<void> {
  const trayHost: Promise<TrayHost> = findTrayHost();
  const places = new PlaceFile(profileFolder, nodeFiles(), log);
  const placesRead = places.load();
  await app.whenReady();
  await placesRead;
  const host = await trayHost;
  confineSession(session.defaultSession);
  serveRenderer(
    path.join(import.meta.dirname, '../renderer'),
    (recordingId) => core.audio(recordingId),
    (error) => {
      log.error('a file of the windows could not be read', error);
    },
  );
  const words = shellMessagesFor([app.getLocale()]);
  const resources = path.join(import.meta.dirname, '../../resources');
  let tray: SystemTray | null = null;
  const hasTray = (): boolean => tray !== null && host === 'present';
  const picture = (): TrayPicture => trayPicture(core.snapshot(), { widgetVisible: windows.widgetVisible }, words);
  const onAction = (action: TrayAction): void => {
    runTrayAction(action, { core, windows, askStop, quit });
  };
  const windows = new Windows({
    preload: path.join(import.meta.dirname, '../preload/preload.cjs'),
    resources,
    clock: systemClock(),
    log,
    places,
    hasTray,
    onWidgetMenu: (widget) => {
      nativeMenu(picture().menu, onAction).popup({ window: widget });
    },
    navigate: (main, page) => {
      ipc.pushTo(main.webContents, 'navigate', { page });
    },
    onMainSeen: (main, shown) => {
      ipc.pushTo(main.webContents, 'mainWindow', { shown });
    },
    onChange: () => tray?.draw(),
    onGivenUp: () => core.notice(problem('window-crashed')),
  });
  const core = makeCore({
    log,
    power: systemPower(),
    desktop: systemDesktop(windows, words.shell),
    hotkeys: systemHotkeys(log),
    profileFolder,
    downloadFolder: path.join(app.getPath('downloads'), 'Sidetone'),
    version: app.getVersion(),
    runsOn: {
      Electron: process.versions.electron,
      Chromium: process.versions.chrome,
      Node: process.versions.node,
      [systemNames[process.platform] ?? process.platform]: process.getSystemVersion(),
    },
    logFile: logFileIn(profileFolder),
    licencesFile: path.join(resources, 'licences.json'),
  });
  watchFaults(process, log, (said) => core.notice(said));
  const ipc = bindIpc({
    ipcMain,
    handlers: core.handlers,
    addFiles: (paths) => core.addFiles(filesOfUser(paths)),
    windows: () => windows.all().map((window) => window.webContents),
    isOwnPage,
    log,
    checkOutput: !app.isPackaged,
  });
  const askStop = askThenStop(words, () => {
    void core.manual('stop', 'tray');
    windows.showWidget();
  });
  const quit = askThenQuit(() => core.snapshot(), words.shell.quitting);
  setApplicationMenu(
    {
      showWidget: () => windows.showWidget(),
      zoom: (direction) => windows.zoom(direction),
      quit,
    },
    words.shell.menu,
  );
  let commands: CommandServer | null = null;
  disposeOnQuit(
    () => windows.letClose(),
    async () => {
      ipc.dispose();
      windows.dispose();
      await Promise.all([core.dispose(), commands?.close()]);
    },
    log,
  );
  tray = SystemTray.create({
    folder: path.join(resources, 'tray'),
    log,
    picture,
    onClick: () => windows.toggleWidget(),
    onAction,
  });
  const following = bindCoreToShell({ core, windows, ipc, log, hasTray, drawTray: () => tray?.draw() });
  app.on('activate', () => windows.showMain(null));
  const demo = demoSignIn(process.env, app.isPackaged);
  // Without a tray there is always a window, and it does not wait: signed out it shows the sign-in, signed in its history.
  if (!hasTray() || demo !== null) windows.showMain(null);
  await core.start();
  following.started();
  if (core.snapshot().session.phase === 'signedOut') windows.showMain(null);
  if (host === 'absent' || tray === null) core.notice(problem('tray-missing'));
  const dependencies = { core, showWidget: () => windows.showWidget() };
  startRequests.answerBy((asked) => {
    if (asked === 'start') windows.showMain(null);
    else void handleCommand({ kind: 'link', verb: asked }, dependencies);
  });
  if (link === 'refused') log.warn('link refused');
  else if (link !== null) startRequests.ring(link);
  try {
    commands = await startCommandServer({
      profileFolder,
      log,
      handle: (asked) => handleCommand(asked, dependencies),
    });
  } catch (error) {
    log.error('the command line cannot be heard', error);
    core.notice(problem('command-line-deaf'));
  }
  if (demo !== null && core.snapshot().session.phase !== 'signedIn') {
    await core.handlers['session.signIn']({ ...demo, allowPlainHttp: true, thisSessionOnly: true });
  }
}

/**
 * Starts the app around the core that `makeCore` builds. Returns at once: the top level of an ES module must not wait
 * for Electron, which is ready only after the module has run.
 */
export function startShell(start: ShellStart): void {
  const profileFolder = honourProfileFolder();
  if (!becomeSingleInstance()) {
    app.quit();
    return;
  }
  const log = openLog(profileFolder);
  log.info('start', { version: app.getVersion(), electron: process.versions.electron, platform: process.platform });
  registerScheme();
  registerLinks();
  askForPortalHotkeys();
  confinePages(log);
  // Notifications of Windows belong to a program by this name; it is the one of the installer.
  app.setAppUserModelId('io.sidetone.desktop');
  // Windows are made when they are asked for and given up when nobody looks at them: the app ends when somebody quits.
  app.on('window-all-closed', () => undefined);
  const startRequests = new StartRequestQueue();
  listenForStarts({
    onLink: (verb) => startRequests.ring(verb),
    onStart: () => startRequests.ring('start'),
    log,
  });
  run({ ...start, profileFolder, log }, startRequests).catch((error: unknown) => {
    log.error('the app could not start', error);
    app.exit(1);
  });
}
