// Starts Sidetone with the session of the user, as the preference says and as long as the system's own switch does not say otherwise.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { app } from 'electron';
import type { Log } from '../../core/platform/ports.ts';
import { autostartEntry, isSwitchedOff, startArguments } from './autostart-entry.ts';

function ownArguments(): string[] {
  const profile = app.commandLine.getSwitchValue('user-data-dir');
  return startArguments({
    isPackaged: app.isPackaged,
    appPath: app.getAppPath(),
    profile: profile === '' ? '' : path.resolve(profile),
  });
}

function autostartFile(): string {
  const configured = process.env['XDG_CONFIG_HOME'] ?? '';
  const folder = configured === '' ? path.join(os.homedir(), '.config') : configured;
  return path.join(folder, 'autostart', 'sidetone.desktop');
}

async function applyOnLinux(wanted: boolean): Promise<void> {
  const file = autostartFile();
  if (!wanted) {
    await rm(file, { force: true });
    return;
  }
  // An AppImage is mounted anew at each start: the image itself is what lasts.
  const program = process.env['APPIMAGE'] ?? process.execPath;
  const text = autostartEntry([program, ...ownArguments()]);
  const there = await readFile(file, 'utf8').catch(() => '');
  if (there === text || isSwitchedOff(there)) return;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

const entry = (): { path: string; args: string[] } => ({ path: process.execPath, args: ownArguments() });

/** Whether the person switched the start off where the system lists what starts: Windows' Task Manager, a desktop's settings. */
export async function isSwitchedOffInSystem(): Promise<boolean> {
  if (process.platform === 'linux') return isSwitchedOff(await readFile(autostartFile(), 'utf8').catch(() => ''));
  if (process.platform !== 'win32') return false;
  const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(entry());
  return openAtLogin && !executableWillLaunchAtLogin;
}

/** Makes the system's entry what the preference says. Never throws: what fails is logged. */
export function applyLoginItem(wanted: boolean, log: Log): void {
  if (process.platform === 'linux') {
    applyOnLinux(wanted).catch((error: unknown) => log.error('start at login could not be set', error));
    return;
  }
  try {
    if (app.getLoginItemSettings(entry()).openAtLogin !== wanted)
      app.setLoginItemSettings({ ...entry(), openAtLogin: wanted, enabled: true });
  } catch (error) {
    log.error('start at login could not be set', error);
  }
}
