// The channels of the policy together: every alert goes to each of them, what one can't take holds nothing up, and why it waits is said.
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { HotkeyPort } from '../../../src/main/core/platform/ports.ts';
import type { SyslogTransport } from '../../../src/simulator/alerts/syslog-receiver.ts';
import { alertingCore, type AlertingCore } from '../../support/alerting-core.ts';
import { firstId } from '../../support/fake-core.ts';
import { LogServer } from '../../support/log-server.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import type { WebhookReceiver } from '../../../src/simulator/alerts/webhook-receiver.ts';
import { startWebhookReceiver } from '../../support/webhook-receiver.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

const noHotkeys: HotkeyPort = { platform: 'linux', register: () => false, releaseAll: () => undefined };

async function logServer(transport: SyslogTransport): Promise<LogServer> {
  const server = await LogServer.start(transport);
  cleanups.push(() => server.close());
  return server;
}

/** Takes every connection, reads nothing, says nothing and closes none. */
async function silentServer(scheme: string): Promise<{ address: string; isAsked: Promise<void> }> {
  let ask = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => (ask = resolve));
  const sockets: Socket[] = [];
  const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    sockets.push(socket);
    ask();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { address: `${scheme}://127.0.0.1:${String((server.address() as AddressInfo).port)}`, isAsked };
}

async function begin(...options: Parameters<typeof alertingCore>): Promise<AlertingCore> {
  const made = await alertingCore(...options);
  cleanups.push(() => made.core.dispose());
  return made;
}

async function webhookServer(): Promise<WebhookReceiver> {
  const receiver = await startWebhookReceiver();
  cleanups.push(() => receiver.close());
  return receiver;
}

describe.each(['udp', 'tcp', 'tls'] as const)('a log server by %s', (transport) => {
  test('gets the same alerts as the webhook', async () => {
    const [webhook, server] = [await webhookServer(), await logServer(transport)];
    await begin(webhook, { locked: { 'alerts.syslog': server.address }, ports: { hotkeys: noHotkeys } });
    const facts = await server.facts(2);
    await webhook.requests(2);
    expect(facts).toEqual(webhook.arrived.map(({ said }) => said));
    expect(facts.map(({ detail }) => detail)).toEqual(['pause', 'resume']);
  });

  test('gets its facility, and after a restart what it did not get before', async () => {
    const files = new MemoryFiles();
    const server = await logServer(transport);
    const locked = { 'alerts.syslog': server.address, 'alerts.syslogFacility': 'audit' };
    const nobody = { ...locked, 'alerts.syslog': `${transport}://127.0.0.1:1` };
    const first = await alertingCore(null, { locked: nobody, ports: { hotkeys: noHotkeys }, files });
    await first.core.dispose();
    await begin(null, { locked, files });
    expect((await server.facts(2)).map(({ kind }) => kind)).toEqual(['hotkey-lost', 'hotkey-lost']);
    expect(server.arrived[0]?.raw).toMatch(/^<107>1 /u);
  });
});

test.each(['tcp', 'tls'])(
  'a log server by %s that is silent holds up neither the webhook nor a pause',
  async (scheme) => {
    const webhook = await webhookServer();
    const { address, isAsked } = await silentServer(scheme);
    const { core, clock, recorder } = await begin(webhook, {
      locked: { 'alerts.syslog': address },
      ports: { hotkeys: noHotkeys },
    });
    await webhook.requests(2);
    await isAsked;
    recorder.begin(firstId);
    await clock.advance(5_000);
    const pressedAt = clock.monotonic();
    void core.handlers['live.pause']({});
    // Without a turn of the event loop in between.
    expect(recorder.sent.at(-1)).toEqual({ kind: 'pause', id: firstId, at: pressedAt });
    await clock.advance(1_000);
    expect(core.snapshot().live.state).toBe('paused');
  },
);

test('About says what waits and whose certificate was shown; the diagnostics and the log say why, and name nobody', async () => {
  const server = await logServer('tls');
  let logged = (): void => undefined;
  const isLogged = new Promise<void>((resolve) => (logged = resolve));
  const events: unknown[] = [];
  const note = (...entry: unknown[]): void => {
    events.push(entry);
    if (entry[0] === 'alerts-not-sent') logged();
  };
  const { core } = await begin(null, {
    locked: { 'alerts.syslog': server.address, 'network.authorityFile': null },
    ports: { hotkeys: noHotkeys, log: { info: note, warn: note, error: note } },
  });
  await isLogged;
  const about = await core.handlers['app.about']({});
  expect(about).toMatchObject({
    value: {
      alerts: [
        {
          channel: 'syslog',
          waiting: 2,
          problem: { code: 'server-certificate-untrusted', values: { subject: 'localhost', until: '2099-12-31' } },
        },
      ],
    },
  });
  expect(events).toContainEqual([
    'alerts-not-sent',
    { channel: 'syslog', count: 2, code: 'server-certificate-untrusted' },
  ]);
  const told = JSON.stringify(await core.handlers['app.diagnostics']({}));
  expect(told).toContain('Alerts by syslog: 2 waiting (server-certificate-untrusted)');
  expect(JSON.stringify([told, events, core.snapshot()])).not.toContain(server.address);
  expect(server.arrived).toEqual([]);
});
