// The way from a card field in a real Chromium to the wire: focus, extension, native host, socket, core, request. The preview and the
// simulator run in this process, so that what is measured includes both. The way through extension and host alone is measured in the same
// run (the app tells its rules, the extension answers with a hello), so that a busy machine is seen for what it is.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildIfNeeded } from '../../scripts/build-if-needed.ts';
import { compileUnixHost } from '../../scripts/extension/native-host.ts';
import { startPreview } from '../../src/preview/preview.ts';
import type { RulesMessage } from '../../src/shared/ipc/rule-source-messages.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { MemoryKeychain } from '../support/fake-ports.ts';
import { quietLog } from '../support/quiet-log.ts';

const rounds = Number(process.env['SIDETONE_BENCH_ROUNDS'] ?? '200');
/** Then so many after a rest in which a browser would put a background that isn't kept awake to sleep (30 s). */
const idleRounds = 3;
const idleMs = 35_000;
/** Each of these fields has a rule of its own: one that turns on anew pauses at once. Its turn comes again only long after it was off (2 s). */
const fieldCount = 100;
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
const areAll = (level: string): boolean => core.snapshot().automatic.rules.every((rule) => rule.level === level);

// When the extension said something, and the way to it and back.
let heardAt = 0;
let saidAt = 0;
let echo: { sentAt: number; done: (ms: number) => void } | null = null;
let tellBrowser: (message: RulesMessage) => void = () => undefined;
const connect = core.automatic.connect.bind(core.automatic);
core.automatic.connect = (send) => {
  tellBrowser = send;
  const connection = connect(send);
  return {
    close: () => {
      connection.close();
    },
    take: (message) => {
      const now = performance.now();
      if (message.kind === 'on') [heardAt, saidAt] = [now, message.at ?? Number.NaN];
      if (message.kind === 'hello') echo?.done(now - echo.sentAt);
      connection.take(message);
    },
  };
};
const watched = Array.from({ length: fieldCount }, (_, at) => ({ id: `card-${String(at)}`, field: `f${String(at)}` }));
const echoed = (): Promise<number> =>
  new Promise((resolve) => {
    echo = { sentAt: performance.now(), done: resolve };
    tellBrowser({ kind: 'rules', rules: watched });
  });

const page = watched.map(({ field }) => `<input name="${field}" id="${field}">`).join('') + '<input id="other">';
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
  value: watched.map((rule) => ({ ...rule, name: 'Card number' })),
});
await installHost('chromium', browser ?? '', profile ?? '');
const context = await launch(browser ?? '');
await until(() => areAll('off'));
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

type Round = { whole: number; toContent: number; toApp: number; toWire: number; echo: number; busy: number };
const took: Round[] = [];
const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();
for (let round = 0; round < rounds + idleRounds; round += 1) {
  // The content script tells ten changes a second at once: faster than that nobody moves from field to field.
  await sleep(round >= rounds ? idleMs : 150);
  const echoMs = round >= rounds ? 0 : await echoed();
  echo = null;
  const request = simulator.nextRequest(({ endpoint }) => /pause/iu.test(endpoint));
  loop.reset();
  await tab.locator(`#f${String(round % fieldCount)}`).focus();
  const { receivedAt } = await request;
  const busy = loop.max / 1e6;
  const focusedAt = await tab.evaluate(() => Number(Reflect.get(window, 'focusedAt')));
  const heard = performance.timeOrigin + heardAt;
  // The first one opens the connection of the page to the extension and of the core to the server.
  if (round > 0)
    took.push({
      whole: performance.timeOrigin + receivedAt - focusedAt,
      toContent: saidAt - focusedAt,
      toApp: heard - saidAt,
      toWire: receivedAt - heardAt,
      echo: echoMs,
      busy,
    });
  await until(() => core.snapshot().live.state === 'paused');
  await core.command('resume', 'button');
  await until(() => core.snapshot().live.state === 'recording');
}

const line = (name: string, values: readonly number[]): string => {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): string => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
    return `${value.toFixed(1)} ms`.padStart(10);
  };
  return `${name.padEnd(48)} median ${at(0.5)}   p95 ${at(0.95)}   max ${at(1)}\n`;
};
const rested = took.splice(rounds - 1).map(({ whole }) => `${whole.toFixed(1)} ms`);
process.stdout.write(`After ${String(idleMs / 1000)} s without an event: ${rested.join(', ')}\n`);
process.stdout.write(`Focus in a card field to the pause request at the server, ${String(took.length)} times\n`);
const names = {
  whole: 'whole way',
  toContent: 'browser: focus to the content script',
  toApp: 'content script, extension, native host, app',
  toWire: 'app to the request at the server',
  echo: 'for comparison: app, host, extension and back',
} as const;
for (const [key, name] of Object.entries(names)) {
  const values = took.map((round) => round[key as keyof Round]);
  process.stdout.write(line(name, values));
}
const slowest = took.toSorted((one, other) => other.whole - one.whole).slice(0, Math.ceil(took.length / 20));
for (const { whole, toContent, toApp, toWire, busy } of slowest) {
  const parts = [whole, toContent, toApp, toWire, busy].map((ms) => ms.toFixed(1));
  process.stdout.write(
    `slow: ${parts[0] ?? ''} = ${parts.slice(1, 4).join(' + ')}; longest stall of this process ${parts[4] ?? ''} ms\n`,
  );
}

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
