// Starts the app: the profile, the single instance, what must be set before Electron is ready, and then the shell.
import path from 'node:path';
import { app, dialog } from 'electron';
import { shellMessagesFor } from '../../../shared/messages/shell.ts';
import type { LinkVerb } from '../../command-line/link.ts';
import { localFolder } from '../../command-line/profile-folder.ts';
import type { Core } from '../../core/core-types.ts';
import { atMost } from '../../core/platform/at-most.ts';
import { nodeFiles } from '../../core/platform/files/node-files.ts';
import type { Log } from '../../core/platform/ports.ts';
import { systemClock } from '../../core/platform/system-clock.ts';
import { takeProfile } from '../../profile-lock.ts';
import { audioCacheIn } from '../../core/playback/audio-cache-folder.ts';
import { registerScheme } from '../app-scheme.ts';
import { askForPortalHotkeys } from '../desktop/hotkeys.ts';
import { listenForStarts, registerLinks } from '../links.ts';
import { openLog } from '../log.ts';
import { confinePages } from '../security.ts';
import { onSessionEnd, removeAtOnce } from '../desktop/session-end.ts';
import { resourcesFolder, type Folders, type ShellPorts } from '../shell-ports.ts';
import { takeOrAsk } from './elsewhere.ts';
import { askElsewhere, endOrAgain, handOver, otherInstance } from './single-instance.ts';
import { StartRequestQueue } from './start-request-queue.ts';
import { watchTrayHost } from '../tray/tray-host.ts';
import { TrayPlace } from '../tray/tray-place.ts';
import { startingView } from '../tray/starting-view.ts';
import { SystemTray } from '../tray/tray.ts';
import { BoundsFile } from '../windows/bounds-file.ts';

/** Longest time in milliseconds that the end after a failed start waits for the disk. */
const flushLimitMs = 1_000;

/** Loads what builds the core. */
export type LoadCore = () => Promise<(ports: ShellPorts) => Core>;

export type ShellStart = {
  readonly loadCore: LoadCore;
  /** What the link asked for that started the app; null when it was started plainly. */
  readonly link: LinkVerb | 'refused' | null;
};

/** Electron reads `--user-data-dir` for the browser's own files; this makes it the profile of everything. Call before the app is ready. */
function useFolders(): Folders {
  const folder = app.commandLine.getSwitchValue('user-data-dir');
  if (folder !== '') app.setPath('userData', path.resolve(folder));
  const profileFolder = app.getPath('userData');
  const local = folder === '' ? localFolder([]) : profileFolder;
  if (local !== profileFolder) {
    // The caches of the browser, of its scripts and of the graphics, and what a crash leaves.
    app.setPath('sessionData', local);
    app.setPath('crashDumps', path.join(local, 'Crashpad'));
  }
  return { profileFolder, localFolder: local };
}

/** What Electron takes only before it is ready. */
function prepareBeforeReady(log: Log): void {
  registerScheme();
  askForPortalHotkeys();
  confinePages(log);
  // Windows shows notifications of the program that has this name; it is the installer's.
  app.setAppUserModelId('io.sidetone.desktop');
  // Windows are closed while nobody looks at them: the app ends when somebody quits.
  app.on('window-all-closed', () => undefined);
}

/** False when somebody else has the profile: that was said, and the app ends. */
async function takeForApp(profileFolder: string, log: Log): Promise<boolean> {
  const text = shellMessagesFor([app.getLocale()]).shell.elsewhere;
  try {
    const use = await takeOrAsk(
      (ended) => takeProfile(profileFolder, 'app', ended),
      (holder) => {
        log.warn('the profile is in use');
        return askElsewhere(text, holder);
      },
    );
    if (!use.ok) {
      endOrAgain(use.error);
      return false;
    }
    const { release } = use.value;
    app.on('quit', release);
    // Windows ends the process without a word, and the lock would go with the roaming profile to the next computer.
    onSessionEnd(app, release, 'session-end');
    return true;
  } catch (error) {
    // Whatever is to be written there reports a folder that cannot be written; pausing must still work.
    log.error('the profile could not be marked as in use', error);
    return true;
  }
}

async function run(
  { loadCore }: ShellStart,
  folders: Folders,
  { log, flushLog }: ReturnType<typeof openLog>,
  requests: StartRequestQueue,
): Promise<void> {
  const trayHost = watchTrayHost(systemClock());
  const boundsFile = new BoundsFile(folders.profileFolder, nodeFiles(), log);
  const loading = boundsFile.load();
  await app.whenReady();
  if (!(await takeForApp(folders.profileFolder, log))) return;
  await trayHost.first;
  const tray = new TrayPlace({
    host: trayHost,
    make: (icon) => SystemTray.create({ folder: path.join(resourcesFolder, 'tray'), log, ...icon }),
    starting: startingView(shellMessagesFor([app.getLocale()])),
  });
  tray.make();
  // Most of the app: whoever looks for the icon doesn't wait for it.
  const [{ Shell }, makeCore] = await Promise.all([import('../shell.ts'), loadCore(), loading]);
  await new Shell({ makeCore, ...folders, log, flushLog, boundsFile, trayHost, tray }).start(requests);
  // Not before: an agent waits for the state, and nobody for this.
  registerLinks(log);
}

/** Says that the app ends: an icon that comes and goes without a word would be taken for one that works. */
async function sayNotStarted(): Promise<void> {
  const { title, meaning, close } = shellMessagesFor([app.getLocale()]).shell.notStarted;
  await app.whenReady();
  await dialog.showMessageBox({ type: 'error', title: 'Sidetone', message: title, detail: meaning, buttons: [close] });
}

/**
 * Starts the app around the core that is loaded. Returns at once: the top level of an ES module must not wait
 * for Electron, which is ready only after the module has run.
 */
export function startShell(start: ShellStart): void {
  const folders = useFolders();
  const other = otherInstance(folders.profileFolder);
  if (other !== null) {
    void handOver(folders.profileFolder, other, systemClock(), shellMessagesFor([app.getLocale()]).shell.elsewhere);
    return;
  }
  const { log, flushLog } = openLog(folders.localFolder);
  log.info('start', { version: app.getVersion(), electron: process.versions.electron, platform: process.platform });
  prepareBeforeReady(log);
  onSessionEnd(app, () => removeAtOnce(audioCacheIn(folders.localFolder), log));
  const requests = new StartRequestQueue();
  if (start.link === 'refused') log.warn('link refused');
  else if (start.link !== null) requests.add(start.link);
  listenForStarts({ onLink: (verb) => requests.add(verb), onStart: () => requests.add('start'), log });
  run(start, folders, { log, flushLog }, requests).catch(async (error: unknown) => {
    log.error('the app could not start', error);
    await atMost(systemClock(), flushLimitMs, flushLog());
    await sayNotStarted();
    app.exit(1);
  });
}
