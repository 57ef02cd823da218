// A core of its own that saves everything it finds, for a test that kills it: folder and server come from the environment.
import { join } from 'node:path';
import { createCore } from '../../src/main/core/core.ts';
import { nodeFiles } from '../../src/main/core/node-files.ts';
import { systemClock } from '../../src/main/core/system-clock.ts';
import { MemoryKeychain } from './fake-ports.ts';
import { quietLog } from './quiet-log.ts';

const folder = process.env['SIDETONE_FOLDER'] ?? '';
const core = createCore({
  clock: systemClock(),
  keychain: new MemoryKeychain(),
  log: quietLog(),
  power: { onSuspend: () => () => undefined, onResume: () => () => undefined },
  files: nodeFiles(),
  desktop: {
    kind: 'preview',
    canShowInFolder: false,
    showInFolder: () => undefined,
    openMain: () => undefined,
    openWidget: () => undefined,
  },
  random: Math.random,
  profileFolder: join(folder, 'profile'),
  downloadFolder: join(folder, 'downloads'),
  version: '0.0.0-test',
});
await core.start();
await core.handlers['session.signIn']({
  server: process.env['SIDETONE_SERVER'] ?? '',
  username: 'ada.agent',
  password: 'demo',
  allowPlainHttp: true,
  thisSessionOnly: true,
});
await core.handlers['downloads.startMany']({
  recordingIds: null,
  filter: { remoteParty: '', from: null, to: null, direction: null },
  leaveOutNotProven: true,
});
