// A core in a process of its own, to be killed: takes commands as lines on standard input, tells each state as a line on standard output.
// Start: `node core-child.ts PROFILE SERVER`, then the first line of input is the password of ada.agent.
import { createInterface } from 'node:readline';
import { coreOnDisk, saidBy } from './core-on-disk.ts';

const [profileFolder = '', server = ''] = process.argv.slice(2);
const core = coreOnDisk(profileFolder);

saidBy(core, (said) => {
  process.stdout.write(`${JSON.stringify(said)}\n`);
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
