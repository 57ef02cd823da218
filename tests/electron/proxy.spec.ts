// The proxy of the system, as the real app finds it: fixed, and by a script of the network. The server's name exists nowhere, so that only a
// proxy leads to it.
import type { Simulator } from '../../src/simulator/simulator.ts';
import { startProxy, type ProxyServer } from '../support/proxy-server.ts';
import { expect, test } from './fixtures.ts';
import type { Sidetone } from './sidetone.ts';

const server = 'http://ucx.sidetone.invalid';

async function proxyTo(simulator: Simulator): Promise<ProxyServer> {
  return startProxy({ to: Number(new URL(simulator.url).port) });
}

async function pausesThere(sidetone: Sidetone, simulator: Simulator, proxy: ProxyServer): Promise<void> {
  await sidetone.window('main.html');
  const signIn = { server, username: 'ada.agent', password: 'demo', allowPlainHttp: true, thisSessionOnly: true };
  expect(await sidetone.call('session.signIn', signIn)).toEqual({ ok: true, value: {} });
  const call = simulator.beginCall({ username: 'ada.agent', remoteNumber: '+390551104729' });
  await expect.poll(async () => (await sidetone.snapshot()).live.state).toBe('recording');
  const paused = simulator.nextChange(({ kind }) => kind === 'paused');
  await sidetone.call('live.pause', {});
  expect((await paused).id).toBe(call.id);
  await expect.poll(async () => (await sidetone.snapshot()).live.state).toBe('paused');
  expect(proxy.asked.filter((line) => line.startsWith(`PUT ${server}/`)).length).toBeGreaterThan(0);
  await proxy.close();
}

test('a fixed proxy of the system leads to the server', async ({ launch, simulator }) => {
  const proxy = await proxyTo(simulator);
  const sidetone = await launch({ switches: [`--proxy-server=127.0.0.1:${String(proxy.proxy.port)}`] });
  await pausesThere(sidetone, simulator, proxy);
});

test('a script of the network leads to the server, past a proxy that is not there', async ({ launch, simulator }) => {
  const proxy = await proxyTo(simulator);
  // Nobody listens on port 1.
  const script = `function FindProxyForURL(url, host) { return "PROXY 127.0.0.1:1; ${proxy.pac}"; }`;
  const address = `data:application/x-ns-proxy-autoconfig,${encodeURIComponent(script)}`;
  const sidetone = await launch({ switches: [`--proxy-pac-url=${address}`] });
  await pausesThere(sidetone, simulator, proxy);
});
