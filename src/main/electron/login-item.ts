// Starts Sidetone with the session of the user, as the preference says.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { app } from 'electron';
import type { Log } from '../core/platform/ports.ts';
import { autostartEntry } from './autostart-entry.ts';

/** Electron alone needs to be told which folder to run; a packaged app is the program itself. */
function ownArguments(): string[] {
  return app.isPackaged ? [] : [app.getAppPath()];
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
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** Makes the system's entry what the preference says. Never throws: what fails is logged. */
export function applyLoginItem(wanted: boolean, log: Log): void {
  if (process.platform === 'linux') {
    applyOnLinux(wanted).catch((error: unknown) => log.error('start at login could not be set', error));
    return;
  }
  try {
    const entry = { path: process.execPath, args: ownArguments() };
    if (app.getLoginItemSettings(entry).openAtLogin !== wanted)
      app.setLoginItemSettings({ ...entry, openAtLogin: wanted });
  } catch (error) {
    log.error('start at login could not be set', error);
  }
}
