// The composition root of the app: makes the ports, makes the core, hands it to the shell. Nothing else.
import { createCore } from './core/core.ts';
import { nodeFiles } from './core/platform/files/node-files.ts';
import { systemClock } from './core/platform/system-clock.ts';
import { start } from './electron/start/start.ts';
import { frontWindowPort } from './front-window/front-window-port.ts';
import { keytarKeychain } from './keychain-keytar.ts';
import { policySources } from './policy/policy-sources.ts';
import { ownUpdater } from './updates/own-updater.ts';

start((shell) => {
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
});
