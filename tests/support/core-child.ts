// A core in a process of its own, to be killed: takes commands as lines on standard input, tells each state as a line on standard output.
// Start: `node core-child.ts PROFILE SERVER`, then the first line of input is the password of ada.agent.
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { createCore } from '../../src/main/core/core.ts';
import { nodeFiles } from '../../src/main/core/platform/node-files.ts';
import { systemClock } from '../../src/main/core/platform/system-clock.ts';
import { MemoryKeychain } from './fake-ports.ts';

const [profileFolder = '', server = ''] = process.argv.slice(2);
const quiet = (): void => undefined;

const core = createCore({
  clock: systemClock(),
  keychain: new MemoryKeychain(),
  log: { info: quiet, warn: quiet, error: quiet },
  power: { onSuspend: () => quiet, onResume: () => quiet },
  files: nodeFiles(),
  desktop: {
    kind: 'preview',
    platform: 'linux',
    locale: null,
    canShowInFolder: false,
    showInFolder: quiet,
    openMain: quiet,
    openWidget: quiet,
  },
  random: Math.random,
  profileFolder,
  downloadFolder: join(profileFolder, 'downloads'),
  version: '0.0.0-test',
});

let last = '';
core.onSnapshot(({ live, notices }) => {
  const line = JSON.stringify({ state: live.state, notices: notices.map((notice) => notice.code) });
  if (line !== last) process.stdout.write(`${line}\n`);
  last = line;
});

await core.start();
let signedIn = false;
for await (const line of createInterface({ input: process.stdin })) {
  if (!signedIn) {
    signedIn = true;
    void core.handlers['session.signIn']({
      server,
      username: 'ada.agent',
      password: line,
      allowPlainHttp: false,
      thisSessionOnly: true,
    });
  } else if (line === 'pause') void core.handlers['live.pause']({});
  else if (line === 'resume') void core.handlers['live.resume']({});
}
