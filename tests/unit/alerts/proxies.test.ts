// Alerts on the way of the company: the webhook by the proxy that the system or the policy names, a log server directly.
import { afterEach, describe, expect, test } from 'vitest';
import type { HotkeyPort, Ports } from '../../../src/main/core/platform/ports.ts';
import { wrongHostTestCertificate } from '../../../src/simulator/certificate.ts';
import type { WebhookReceiver } from '../../../src/simulator/alerts/webhook-receiver.ts';
import { alertingCore, type AlertingCore } from '../../support/alerting-core.ts';
import { firstId } from '../../support/fake-core.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { startProxy, type ProxyServer, type ProxyServerOptions } from '../../support/proxy-server.ts';
import { startWebhookReceiver, webhookSecret } from '../../support/webhook-receiver.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

const noHotkeys: HotkeyPort = { platform: 'linux', register: () => false, releaseAll: () => undefined };
/** What no name server knows and only the proxy leads to. */
const url = 'https://other.example/hook?token=verysecret';

/** No address of this computer's own (address.ts), where all the same nobody listens: no name server is asked. */
const nobody = '0.0.0.0:1';

type World = { readonly receiver: WebhookReceiver; readonly proxy: ProxyServer };

async function world(options: Partial<ProxyServerOptions> = {}): Promise<World> {
  const receiver = await startWebhookReceiver(wrongHostTestCertificate);
  cleanups.push(() => receiver.close());
  const proxy = await startProxy({ to: Number(new URL(receiver.url).port), ...options });
  cleanups.push(() => proxy.close());
  return { receiver, proxy };
}

/** Resolves `failed` when the first try has failed. */
async function begin(
  locked: Readonly<Record<string, unknown>>,
  ports: Partial<Ports> = {},
): Promise<AlertingCore & { failed: Promise<void> }> {
  let fail = (): void => undefined;
  const failed = new Promise<void>((resolve) => (fail = resolve));
  const note = (event: string): void => {
    if (event === 'alerts-not-sent') fail();
  };
  const files = new MemoryFiles();
  files.contents.set('/etc/other.pem', Buffer.from(wrongHostTestCertificate.certificate));
  const made = await alertingCore(null, {
    files,
    locked: {
      'alerts.webhook': url,
      'alerts.webhookSecret': webhookSecret,
      'network.authorityFile': '/etc/other.pem',
      ...locked,
    },
    ports: { hotkeys: noHotkeys, log: { info: note, warn: note, error: note }, ...ports },
  });
  cleanups.push(() => made.core.dispose());
  return { ...made, failed };
}

const systemProxy = (answer: string, asked: string[] = []): Partial<Ports> => ({
  systemProxy: {
    find: (of) => {
      asked.push(of);
      return Promise.resolve(answer);
    },
  },
});

describe('the webhook', () => {
  test('is reached by the proxy of the system, which a script names and which learns no path', async () => {
    const { receiver, proxy } = await world();
    const asked: string[] = [];
    await begin({}, systemProxy(`${proxy.pac}; DIRECT`, asked));
    await receiver.requests(2);
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT other.example:443']));
    expect(new Set(asked)).toEqual(new Set(['https://other.example/']));
    expect(receiver.arrived.every(({ isSigned }) => isSigned)).toBe(true);
  });

  test('is reached by the proxy of the policy with its sign-in (Basic), which the webhook does not get', async () => {
    const accepts = { username: 'ada', password: 'proxy password' };
    const { receiver, proxy } = await world({ offers: ['Basic'], accepts });
    const locked = { 'network.proxy': `127.0.0.1:${String(proxy.proxy.port)}`, 'network.proxyUser': 'ada' };
    const { core, clock, recorder } = await begin(locked, { hotkeys: null });
    await core.handlers['network.setProxyPassword']({ password: accepts.password });
    recorder.begin(firstId);
    await clock.advance(5_000);
    void core.handlers['live.pause']({});
    await clock.advance(1_000);
    recorder.setPaused(firstId, false);
    await clock.advance(2_000);
    await receiver.alert('resumed-elsewhere');
    expect(proxy.asked).toEqual(['CONNECT other.example:443']);
    expect(JSON.stringify(receiver.arrived)).not.toContain('proxy');
  });

  test('by the next way where the first proxy is not there', async () => {
    const { receiver, proxy } = await world();
    const gone = await startProxy({ to: 1 });
    await gone.close();
    const { failed, clock, core } = await begin({}, systemProxy(`${gone.pac}; ${proxy.pac}`));
    await failed;
    const about = JSON.stringify(await core.handlers['app.about']({}));
    expect(about).toContain('proxy-unreachable');
    expect(about).not.toContain('other.example');
    await clock.advance(3_000);
    await receiver.requests(2);
  });

  test.each([
    ['wants a sign-in', { offers: ['Basic'] }, 'proxy-sign-in'],
    ['wants a sign-in that Sidetone has not', { offers: ['NTLM'] }, 'proxy-sign-in-method'],
    ['refuses', { refuses: 403 }, 'proxy-refused'],
  ])('a proxy that %s is named as that, and nothing is sent', async (_name, options, code) => {
    const { receiver, proxy } = await world(options);
    const { failed, core } = await begin({}, systemProxy(proxy.pac));
    await failed;
    const { value } = (await core.handlers['app.about']({})) as { value: { alerts: unknown } };
    expect(value.alerts).toMatchObject([{ channel: 'webhook', waiting: 2, problem: { code } }]);
    expect(receiver.arrived).toEqual([]);
  });

  test('is not looked for without a proxy that the policy forbids', async () => {
    const { proxy } = await world();
    const locked = { 'network.proxy': 'none', 'alerts.webhook': `https://${nobody}/hook` };
    const { failed } = await begin(locked, systemProxy(proxy.pac));
    await failed;
    expect(proxy.asked).toEqual([]);
  });
});

test('a log server is reached directly, whatever proxy there is', async () => {
  const { proxy } = await world();
  const asked: string[] = [];
  const locked = { 'alerts.webhook': null, 'alerts.syslog': `tls://${nobody}` };
  const { failed } = await begin(locked, systemProxy(proxy.pac, asked));
  await failed;
  expect([proxy.asked, asked.filter((of) => of.includes(nobody))]).toEqual([[], []]);
});
