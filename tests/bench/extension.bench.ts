// The way from a card field in a real Chromium to the wire: focus, extension, native host, socket, core, request. The preview and the
// simulator run in this process, so that what is measured includes both.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createServer } from 'node:http';
import { buildIfNeeded } from '../../scripts/build-if-needed.ts';
import { compileUnixHost } from '../../scripts/extension/native-host.ts';
import { startPreview } from '../../src/preview/preview.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { MemoryKeychain } from '../support/fake-ports.ts';
import { quietLog } from '../support/quiet-log.ts';

const rounds = 40;
const root = path.resolve(import.meta.dirname, '../..');

if (process.platform === 'win32' || !(await buildIfNeeded(['renderer', 'preview', 'extension']))) process.exit(1);
const { findBrowser } = await import('../../scripts/find-browser.ts');
const found = await findBrowser();
if ('why' in found) {
  process.stdout.write(`Not measured: ${found.why}\n`);
  process.exit(0);
}
process.env['CHROMIUM_EXECUTABLE'] = found.executable;
const { host, installHost, launch } = await import('../support/extension-browser.ts');
if (!(await compileUnixHost(host))) {
  process.stdout.write('Not measured: there is no C compiler for the native host.\n');
  process.exit(0);
}

const [profile, browser] = await Promise.all(
  ['app', 'chromium'].map((name) => mkdtemp(path.join(os.tmpdir(), `sidetone-bench-${name}-`))),
);
const simulator = await startSimulator();
const preview = await startPreview({
  port: 0,
  profileFolder: profile ?? '',
  rendererFolder: path.join(root, 'out', 'renderer'),
  bridgeFile: path.join(root, 'out', 'preview', 'bridge.js'),
  version: '0.0.0-bench',
  log: quietLog(),
  keychain: new MemoryKeychain(),
});
const { core } = preview;
const until = (fits: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    if (fits()) {
      resolve();
      return;
    }
    const stop = core.onSnapshot(() => {
      if (!fits()) return;
      stop();
      resolve();
    });
  });
const level = (): string | undefined => core.snapshot().automatic.rules[0]?.level;

const page = '<input autocomplete="cc-number" id="card"><input id="other">';
const frameServer = createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
});
await new Promise<void>((resolve) => frameServer.listen(0, '127.0.0.1', resolve));
const address = frameServer.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;

await core.start();
await core.handlers['session.signIn']({
  server: simulator.url,
  username: 'ada.agent',
  password: 'demo',
  allowPlainHttp: false,
  thisSessionOnly: false,
});
await core.handlers['preferences.set']({
  name: 'automatic.rules',
  value: [{ id: 'card', name: 'Card number', field: 'cc-*' }],
});
await installHost('chromium', browser ?? '', profile ?? '');
const context = await launch(browser ?? '');
await until(() => level() === 'off');
const [tab = await context.newPage()] = context.pages();
await tab.goto(`http://127.0.0.1:${String(port)}/`);
// When the browser had the focus in the field, in milliseconds of the clock that both processes share.
await tab.evaluate(() => {
  document.addEventListener('focusin', (event) => {
    Reflect.set(window, 'focusedAt', performance.timeOrigin + event.timeStamp);
  });
});
simulator.beginCall({ username: 'ada.agent', remoteNumber: '+390551104729' });
await until(() => core.snapshot().live.state === 'recording');

const took: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const request = simulator.nextRequest(({ endpoint }) => /pause/iu.test(endpoint));
  await tab.locator('#card').click();
  const { receivedAt } = await request;
  const focusedAt = await tab.evaluate(() => Number(Reflect.get(window, 'focusedAt')));
  // The first one opens the connection of the page to the extension and of the core to the server.
  if (round > 0) took.push(performance.timeOrigin + receivedAt - focusedAt);
  await until(() => core.snapshot().live.state === 'paused');
  await tab.locator('#other').click();
  await until(() => level() === 'off');
  await core.command('resume', 'button');
  await until(() => core.snapshot().live.state === 'recording');
}

const sorted = took.toSorted((one, other) => one - other);
const at = (share: number): string =>
  `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1)} ms`;
process.stdout.write(`Focus in a card field to the pause request at the server, ${String(took.length)} times\n`);
process.stdout.write(`median ${at(0.5)}   p95 ${at(0.95)}   max ${at(1)}\n`);

await context.close();
frameServer.closeAllConnections();
frameServer.close();
await preview.close();
await simulator.close();
await Promise.all(
  [profile, browser].map((folder) => rm(folder ?? '', { recursive: true, force: true, maxRetries: 5 })),
);
await rm(host, { force: true });
process.exit(0);
