// A simulator in a process of its own, as a server is, with a way to it that can be made longer. Sidetone and the plain baseline each
// have a call of their own: what one of them does is nothing to the other.
import * as v from 'valibot';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { startDelayingProxy } from './delaying-proxy.ts';
import { pauseOrderSchema, type PauseReport } from './pause-orders.ts';

const simulator = await startSimulator({ tls: process.argv.includes('--tls') });
const proxy = await startDelayingProxy(simulator.port);
const plainCall = simulator.beginCall({ username: 'ben.agent', remoteNumber: '+390551104729' });
let call: { readonly id: string } | null = null;
let calls = 0;

const report = (message: PauseReport): void => void process.send?.(message);
const proxyUrl = simulator.url.replace(/:\d+$/u, `:${String(proxy.port)}`);

simulator.onRequest(({ method }) => {
  if (method === 'PUT' && proxy.roundTripMs === 0) report({ kind: 'arrived', at: process.hrtime.bigint().toString() });
});
process.on('message', (message) => {
  const order = v.parse(pauseOrderSchema, message);
  if (order.kind === 'call') {
    if (call !== null) simulator.endCall(call.id);
    calls += 1;
    call = simulator.beginCall({ username: 'ada.agent', remoteNumber: `+3905511${String(10_000 + calls)}` });
  } else if (order.kind === 'unpause') simulator.setPaused(plainCall.id, false);
  else proxy.roundTripMs = order.roundTripMs;
  report({ kind: 'done', connections: proxy.connections });
});
process.on('disconnect', () => process.exit(0));
report({ kind: 'ready', url: simulator.url, proxyUrl, plainId: plainCall.id });
