// Where the profile is, as Electron finds it: needed before Electron is ready, and by the command line without Electron.
import os from 'node:os';
import path from 'node:path';
import { profileArgument } from './arguments.ts';

/** Name of the folder: the product's name in package.json. */
const name = 'Sidetone';

export function profileFolder(
  words: readonly string[],
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  home: string = os.homedir(),
): string {
  const asked = profileArgument(words);
  if (asked !== null) return path.resolve(asked);
  if (platform === 'win32') return path.join(environment['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), name);
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', name);
  const configured = environment['XDG_CONFIG_HOME'];
  return path.join(configured === undefined || configured === '' ? path.join(home, '.config') : configured, name);
}

/**
 * The folder of what belongs to this computer alone: cached audio, the browser's own caches, the log. On Windows the profile roams, and with
 * it everything in it would be copied to the server at each log-off. A profile that was named holds everything itself.
 */
export function localFolder(
  words: readonly string[],
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  home: string = os.homedir(),
): string {
  if (platform !== 'win32' || profileArgument(words) !== null) return profileFolder(words, platform, environment, home);
  return path.join(environment['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), name);
}
