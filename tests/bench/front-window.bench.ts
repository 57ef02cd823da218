// From a change of the window in front on a real X server to the moment at which the core is told. Nothing else of the machine is measured.
import { x11Port } from '../../src/main/front-window/x11-port.ts';
import { FakeDesktop, startXServer, whyNoXServer } from '../support/x-server.ts';
import { figure, percentile } from './results.ts';

const rounds = 500;

const why = whyNoXServer();
if (why !== null) {
  process.stdout.write(`Not measured: ${why}\n`);
  process.exit(0);
}
const server = await startXServer();
const desktop = await FakeDesktop.begin(server.display);
const windows = [
  await desktop.open({ title: 'Virtual POS', pid: process.pid }),
  await desktop.open({ title: 'Inbox', classes: 'mail\0Mail\0' }),
];

let told: () => void = () => undefined;
const next = (): Promise<void> =>
  new Promise((resolve) => {
    told = resolve;
  });
const first = next();
const stop = x11Port(server.display).watch({
  seen: () => {
    told();
  },
  ended: () => {
    throw new Error('nothing watches');
  },
});
await first;

const took: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const seen = next();
  const began = performance.now();
  await desktop.bringToFront(windows[round % windows.length] ?? 0);
  await seen;
  took.push(performance.now() - began);
}
const text = [0.5, 0.95, 1].map((share) => percentile(took, share).toFixed(1)).join(' / ');
figure({ what: 'X11: from the change of the front window to the core, median / p95 / most', ours: `${text} ms` });

stop();
desktop.end();
await server.end();
