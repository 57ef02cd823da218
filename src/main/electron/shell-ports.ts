// What the shell gives to the composition root, to make the core's ports from.
import os from 'node:os';
import path from 'node:path';
import { app, session } from 'electron';
import type { Desktop, HotkeyPort, Log, PowerEvents, SystemProxy } from '../core/platform/ports.ts';
import { systemHotkeys } from './desktop/hotkeys.ts';
import { logFileIn } from './log.ts';
import { systemPower } from './desktop/power.ts';

export type ShellPorts = {
  readonly log: Log;
  readonly power: PowerEvents;
  readonly desktop: Desktop;
  readonly hotkeys: HotkeyPort;
  readonly systemProxy: SystemProxy;
  readonly profileFolder: string;
  readonly localFolder: string;
  readonly host: string;
  readonly downloadFolder: string;
  readonly version: string;
  readonly runsOn: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly flushLog: () => Promise<void>;
  readonly licencesFile: string;
  /** Where programs are that the system starts: beside the archive of a package, and beside what was built. */
  readonly helperFolder: string;
  readonly isRelease: boolean;
  /** Ends the app without a question. */
  readonly quit: () => void;
};

/** Files that are packaged with the app. */
export const resourcesFolder = path.join(import.meta.dirname, '../../resources');

const systemNames: Partial<Record<NodeJS.Platform, string>> = { win32: 'Windows', darwin: 'macOS', linux: 'Linux' };

/** Where the profile is, and what of it belongs to this computer alone. */
export type Folders = { readonly profileFolder: string; readonly localFolder: string };

/**
 * A release runs from its archive, which a fuse demands. Tests run the same code from a folder, in an Electron without that fuse; the release
 * itself has no way in.
 */
export const isRelease = (): boolean => app.isPackaged && app.getAppPath().endsWith('.asar');

/** Call once the app is ready. */
export function shellPorts(
  { profileFolder, localFolder }: Folders,
  desktop: Desktop,
  { log, flushLog }: Pick<ShellPorts, 'log' | 'flushLog'>,
): ShellPorts {
  return {
    log,
    power: systemPower(),
    desktop,
    hotkeys: systemHotkeys(log),
    // Fixed settings and scripts of every system, by Chromium's own resolver; no page has a network for it.
    systemProxy: { find: (url) => session.defaultSession.resolveProxy(url) },
    profileFolder,
    localFolder,
    host: os.hostname(),
    downloadFolder: path.join(app.getPath('downloads'), 'Sidetone'),
    version: app.getVersion(),
    runsOn: {
      Electron: process.versions.electron,
      Chromium: process.versions.chrome,
      Node: process.versions.node,
      [systemNames[process.platform] ?? process.platform]: process.getSystemVersion(),
    },
    logFile: logFileIn(localFolder),
    flushLog,
    licencesFile: path.join(resourcesFolder, 'licences.json'),
    helperFolder: path.join(app.isPackaged ? process.resourcesPath : path.join(import.meta.dirname, '..'), 'native'),
    isRelease: isRelease(),
    quit: () => {
      app.quit();
    },
  };
}
