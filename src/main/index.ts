// The composition root of the app: makes the ports, makes the core, hands it to the shell. Nothing else.
import { createCore } from './core/core.ts';
import { nodeFiles } from './core/platform/node-files.ts';
import { policyPath } from './core/settings/policy.ts';
import { systemClock } from './core/platform/system-clock.ts';
import { start } from './electron/start.ts';
import { keytarKeychain } from './keychain-keytar.ts';

start((shell) =>
  createCore({
    ...shell,
    clock: systemClock(),
    keychain: keytarKeychain({ service: 'Sidetone' }),
    files: nodeFiles(),
    random: Math.random,
    policyFile: policyPath(process.platform, process.env),
  }),
);
