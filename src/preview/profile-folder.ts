// Where the preview keeps its things unless told otherwise: a folder of the user's own, never the app's.
import os from 'node:os';
import path from 'node:path';

/** The default profile folder of the preview for this platform. */
export function defaultProfileFolder(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  home: string = os.homedir(),
): string {
  const name = 'sidetone-preview';
  if (platform === 'win32') return path.join(environment['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), name);
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', name);
  const data = environment['XDG_DATA_HOME'];
  return path.join(data !== undefined && path.isAbsolute(data) ? data : path.join(home, '.local', 'share'), name);
}
