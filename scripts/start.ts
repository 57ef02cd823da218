// The command `start`: the app in Electron, against the server in its settings.
import { spawn } from 'node:child_process';
import { buildIfNeeded } from './build-if-needed.ts';
import { findElectron, systemFlags, whyNoDisplay } from './electron-binary.ts';
import { endWith, readFlags, root, say } from './project.ts';

const help = `Starts Sidetone in Electron.

  npm start [-- --user-data-dir=DIR]

  --user-data-dir=DIR   folder of settings; the user's own by default
  --help                this text

The environment variable ELECTRON_EXECUTABLE names another Electron to use.
`;

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, { 'user-data-dir': { type: 'string' } });
  if ('exit' in read) return read.exit;
  const blind = process.env['ELECTRON_EXECUTABLE'] === undefined ? whyNoDisplay() : null;
  const found = blind === null ? await findElectron(true) : { why: blind };
  if ('why' in found) {
    say(`Sidetone cannot start in Electron: ${found.why}. "npm run preview" shows it in a browser.`);
    return 1;
  }
  if (!(await buildIfNeeded(['main', 'preload', 'renderer']))) return 1;
  const profile = read.values['user-data-dir'];
  const flags = profile === undefined ? [] : [`--user-data-dir=${profile}`];
  return endWith(spawn(found.executable, [...systemFlags(), root, ...flags], { stdio: 'inherit' }));
}
