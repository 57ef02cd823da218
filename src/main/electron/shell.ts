// The Electron shell: gives the core an operating system, and draws its snapshots in tray and windows.
import path from 'node:path';
import { app, ipcMain, session } from 'electron';
import { problem } from '../../shared/domain/problem.ts';
import { shellMessagesFor, type Words } from '../../shared/messages/shell.ts';
import { handleCommand } from '../command-line/handle-command.ts';
import { startCommandServer, type CommandServer } from '../command-line/server.ts';
import type { Command, CommandResponse } from '../command-line/wire.ts';
import { filesOfUser } from '../core/api/upload-handlers.ts';
import type { Core } from '../core/core-types.ts';
import { attempt } from '../core/platform/attempt.ts';
import type { Log } from '../core/platform/ports.ts';
import { systemClock } from '../core/platform/system-clock.ts';
import { serveRenderer } from './app-protocol.ts';
import { isOwnPage } from './app-scheme.ts';
import { setApplicationMenu } from './desktop/application-menu.ts';
import { bindCoreToShell, type ShellBinding } from './bind-core-to-shell.ts';
import { demoSignIn } from './start/demo-sign-in.ts';
import { systemDesktop, systemToasts } from './desktop/desktop.ts';
import { bindIpc, type IpcBinding } from './ipc.ts';
import { applyLoginItem, isSwitchedOffInSystem } from './desktop/login-item.ts';
import { isLimitedByWayland } from './desktop/portal-features.ts';
import { askThenQuit, disposeOnQuit } from './quitting.ts';
import { confineSession } from './security.ts';
import { resourcesFolder, shellPorts, type Folders, type ShellPorts } from './shell-ports.ts';
import type { StartRequestQueue } from './start/start-request-queue.ts';
import { askThenStop } from './stop-question.ts';
import type { Toasts } from './desktop/toasts.ts';
import { nativeMenu } from './tray/native-menu.ts';
import { runTrayAction } from './tray/tray-actions.ts';
import type { TrayHostWatch } from './tray/tray-host.ts';
import type { TrayPlace } from './tray/tray-place.ts';
import { trayView, type TrayAction, type TrayView } from './tray/tray-view.ts';
import { logUnexpectedErrors } from './unexpected-errors.ts';
import type { BoundsFile } from './windows/bounds-file.ts';
import { mustStay } from './windows/widget-visibility.ts';
import { Windows } from './windows/windows.ts';

export type ShellOptions = Folders & {
  readonly makeCore: (ports: ShellPorts) => Core;
  readonly log: Log;
  readonly flushLog: () => Promise<void>;
  readonly boundsFile: BoundsFile;
  readonly trayHost: TrayHostWatch;
  /** With its icon already. */
  readonly tray: TrayPlace;
};

/** The keychain answers at once, or asks the person; after so long (ms) it does the latter. */
const keychainPatienceMs = 1_000;

/** Owns windows, tray, IPC and the command line of a running app. Make it once the app is ready. */
export class Shell {
  readonly #options: ShellOptions;
  readonly #words: Words;
  readonly #windows: Windows;
  readonly #tray: TrayPlace;
  readonly #toasts: Toasts;
  readonly #core: Core;
  readonly #ipc: IpcBinding;
  readonly #quit: () => void;
  readonly #askStop: () => void;
  #commands: CommandServer | null = null;

  constructor(options: ShellOptions) {
    this.#options = options;
    const { log } = options;
    this.#words = shellMessagesFor([app.getLocale()]);
    this.#windows = this.#makeWindows();
    this.#tray = options.tray;
    this.#toasts = systemToasts(() => this.#windows.showWidget(), this.#words.shell.notification);
    const desktop = systemDesktop(this.#windows, this.#toasts, this.#words.shell);
    this.#core = options.makeCore(shellPorts(options, desktop, options));
    logUnexpectedErrors(process, log, (unexpected) => this.#core.notice(unexpected));
    this.#ipc = this.#bindIpc();
    this.#quit = askThenQuit(() => this.#core.snapshot(), this.#words.shell.quitting);
    this.#askStop = askThenStop(this.#words, () => {
      void this.#core.manual('stop', 'tray');
      this.#windows.showWidget();
    });
  }

  /** Takes the tray, shows windows, starts the core, and does what starts of the app and the command line ask for. */
  async start(requests: StartRequestQueue): Promise<void> {
    const { log } = this.#options;
    this.#takeTray();
    // Before any window, within one turn.
    this.#prepareElectron();
    const binding = this.#bindCore();
    const demo = demoSignIn(process.env, app.isPackaged);
    // Without a tray there is always a window, from the first moment.
    if (!this.#tray.isShown || demo !== null) this.#windows.showMain(null);
    const starting = this.#core.start();
    await Promise.race([this.#core.begun(), starting]);
    await binding.started();
    requests.handleWith((request) => {
      if (request === 'start') this.#windows.showMain(null);
      else void this.#handleCommand({ kind: 'link', verb: request });
    });
    await this.#startCommandServer(log);
    // The keychain may ask the person, who must see what for.
    const cancelWaiting = systemClock().timer(keychainPatienceMs, () => this.#windows.showMain(null, false));
    await starting;
    cancelWaiting();
    if (this.#core.snapshot().session.phase === 'signedOut') this.#windows.showMain(null);
    if (isLimitedByWayland(process.platform, process.env, app.commandLine.getSwitchValue('ozone-platform')))
      this.#core.notice(problem('wayland-limits'));
    this.#tray.tell();
    if (demo !== null && this.#core.snapshot().session.phase !== 'signedIn')
      await this.#core.handlers['session.signIn']({ ...demo, allowPlainHttp: true, thisSessionOnly: true });
  }

  #makeWindows(): Windows {
    const { log, boundsFile } = this.#options;
    return new Windows({
      preload: path.join(import.meta.dirname, '../preload/preload.cjs'),
      resources: resourcesFolder,
      clock: systemClock(),
      log,
      boundsFile,
      hasTray: () => this.#tray.isShown,
      onWidgetMenu: (widget) => {
        nativeMenu(this.#view().menu, (action) => this.#runAction(action)).popup({ window: widget });
      },
      navigate: (main, page) => this.#ipc.pushTo(main.webContents, 'navigate', { page }),
      onMainVisibility: (main, shown) => this.#ipc.pushTo(main.webContents, 'mainWindow', { shown }),
      onChange: () => this.#tray.draw(),
      onRepeatedCrash: () => this.#core.notice(problem('window-crashed')),
    });
  }

  #bindIpc(): IpcBinding {
    return bindIpc({
      ipcMain,
      handlers: this.#core.handlers,
      addFiles: (paths) => this.#core.addFiles(filesOfUser(paths)),
      windows: () => this.#windows.all().map((window) => window.webContents),
      isOwnPage,
      log: this.#options.log,
      checkOutput: !app.isPackaged,
    });
  }

  /** What Electron itself has to know: what it may serve, its menu, and what happens at its end. */
  #prepareElectron(): void {
    const { log } = this.#options;
    confineSession(session.defaultSession);
    serveRenderer(
      path.join(import.meta.dirname, '../renderer'),
      (recordingId) => this.#core.audio(recordingId),
      (error) => log.error('a file of the windows could not be read', error),
    );
    const menuActions = {
      showWidget: () => this.#windows.showWidget(),
      zoom: (direction: -1 | 0 | 1) => this.#windows.zoom(direction),
      quit: this.#quit,
    };
    setApplicationMenu(menuActions, this.#words.shell.menu);
    app.on('activate', () => this.#windows.showMain(null));
    disposeOnQuit(
      () => this.#windows.allowClose(),
      {
        dispose: () => this.#dispose(),
        finish: () => {
          attempt(log, 'update-failed', () => {
            this.#core.finish();
          });
        },
      },
      log,
    );
  }

  #takeTray(): void {
    this.#tray.give({
      view: () => this.#view(),
      onClick: () => {
        // During a call the widget is what tells the truth: a click never takes it away.
        if (mustStay(this.#core.snapshot())) this.#windows.showWidget();
        else this.#windows.toggleWidget();
      },
      onAction: (action) => this.#runAction(action),
      notices: this.#core,
      onNone: () => {
        if (!this.#windows.widgetVisible) this.#windows.showMain(null, false);
      },
    });
  }

  #bindCore(): ShellBinding {
    this.#core.onSnapshot(({ live, automatic: { notWorking } }) => {
      this.#toasts.follow({ ...live, rulesNotWorking: notWorking.length > 0 });
    });
    return bindCoreToShell({
      core: this.#core,
      windows: this.#windows,
      ipc: this.#ipc,
      loginItem: {
        apply: (wanted) => applyLoginItem(wanted, this.#options.log),
        isSwitchedOff: isSwitchedOffInSystem,
      },
      tray: { isShown: () => this.#tray.isShown, draw: () => this.#tray.draw() },
    });
  }

  async #startCommandServer(log: Log): Promise<void> {
    try {
      this.#commands = await startCommandServer({
        profileFolder: this.#options.profileFolder,
        log,
        handle: (command) => this.#handleCommand(command),
        connectRules: (send) => this.#core.automatic.connect(send),
        onAnswered: ({ verb }, { confirmed }) => {
          if (verb === 'quit' && confirmed) app.quit();
        },
      });
    } catch (error) {
      log.error('the command line could not be started', error);
      this.#core.notice(problem('command-line-unavailable'));
    }
  }

  #handleCommand(command: Command): Promise<CommandResponse> {
    return handleCommand(command, { core: this.#core, showWidget: () => this.#windows.showWidget() });
  }

  #view(): TrayView {
    return trayView(this.#core.snapshot(), { widgetVisible: this.#windows.widgetVisible }, this.#words);
  }

  #runAction(action: TrayAction): void {
    runTrayAction(action, {
      core: this.#core,
      windows: this.#windows,
      askStop: this.#askStop,
      quit: this.#quit,
    });
  }

  async #dispose(): Promise<void> {
    this.#ipc.dispose();
    this.#windows.dispose();
    this.#toasts.close();
    this.#options.trayHost.dispose();
    await Promise.all([this.#core.dispose(), this.#commands?.close()]);
    await this.#options.flushLog();
  }
}
