// The composition root of the core: makes its ports, and makes it. Loaded when the icon is in the tray.
import { createCore } from './core/core.ts';
import type { Core } from './core/core-types.ts';
import { nodeFiles } from './core/platform/files/node-files.ts';
import { systemClock } from './core/platform/system-clock.ts';
import type { ShellPorts } from './electron/shell-ports.ts';
import { frontWindowPort } from './front-window/front-window-port.ts';
import { keytarKeychain } from './keychain-keytar.ts';
import { policySources } from './policy/policy-sources.ts';
import { ownUpdater } from './updates/own-updater.ts';

/** The core of the app, on what the shell gives it. */
export function makeCore(shell: ShellPorts): Core {
  const files = nodeFiles();
  return createCore({
    ...shell,
    clock: systemClock(),
    keychain: keytarKeychain({ service: 'Sidetone' }),
    files,
    random: Math.random,
    // Bundled separately, beside this file (electron.vite.config.ts).
    audioWorker: new URL('./audio-worker.js', import.meta.url),
    frontWindow: frontWindowPort({
      platform: process.platform,
      environment: process.env,
      folder: shell.helperFolder,
      program: process.execPath,
    }),
    policySources: policySources(files, shell.log),
    updater: ownUpdater(shell),
  });
}
