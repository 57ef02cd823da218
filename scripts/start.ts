// The command `start`: the app in Electron, against the server in its settings.
import { spawn } from 'node:child_process';
import { buildIfNeeded } from './build-if-needed.ts';
import { findElectron, systemFlags, whyNoDisplay } from './electron-binary.ts';
import { endWith, readFlags, root, say } from './project.ts';

const help = `Usage: npm start [-- --user-data-dir=DIR]

Starts Sidetone in Electron.

  --user-data-dir=DIR   Data folder (default: your own)
  --help                Show this help

Environment:
  ELECTRON_EXECUTABLE   Electron executable to use instead of the installed one
`;

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, { 'user-data-dir': { type: 'string' } });
  if ('exit' in read) return read.exit;
  const blind = process.env['ELECTRON_EXECUTABLE'] === undefined ? whyNoDisplay() : null;
  const found = blind === null ? await findElectron(true) : { why: blind };
  if ('why' in found) {
    say(`Can't start Sidetone in Electron: ${found.why}. Run "npm run preview" to use it in a browser.`);
    return 1;
  }
  if (!(await buildIfNeeded(['main', 'preload', 'renderer']))) return 1;
  const profile = read.values['user-data-dir'];
  const flags = profile === undefined ? [] : [`--user-data-dir=${profile}`];
  return endWith(spawn(found.executable, [...systemFlags(), root, ...flags], { stdio: 'inherit' }));
}
