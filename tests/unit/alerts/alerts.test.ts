// What the policy wants to know reaches a real HTTPS server, signed, whatever goes wrong; and nothing of it names anybody or delays a pause.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LogEvent } from '../../../src/main/core/platform/logs/log-events.ts';
import type { HotkeyPort, Log } from '../../../src/main/core/platform/ports.ts';
import { fakeCore, firstId } from '../../support/fake-core.ts';
import { alertingCore, onCall, pausedCall, type AlertingCore } from '../../support/alerting-core.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import type { WebhookReceiver } from '../../../src/simulator/alerts/webhook-receiver.ts';
import { startWebhookReceiver, webhookSecret } from '../../support/webhook-receiver.ts';
import { policyOf } from '../../support/policy-file.ts';
import { payRule } from '../../support/ruled-core.ts';

let receiver: WebhookReceiver;
let fake: AlertingCore | null = null;
beforeEach(async () => {
  receiver = await startWebhookReceiver();
});
afterEach(async () => {
  await fake?.core.dispose();
  fake = null;
  await receiver.close();
});

const noHotkeys: HotkeyPort = { platform: 'linux', register: () => false, releaseAll: () => undefined };

/** A log, and a promise that resolves when `event` is logged. */
function logUntil(event: LogEvent): { readonly log: Log; readonly seen: Promise<void> } {
  let resolveSeen = (): void => undefined;
  const seen = new Promise<void>((resolve) => (resolveSeen = resolve));
  const note = (logged: LogEvent): void => {
    if (logged === event) resolveSeen();
  };
  return { log: { info: note, warn: note, error: note }, seen };
}

async function begin(...options: Parameters<typeof alertingCore> extends [unknown, ...infer R] ? R : never) {
  const made = await alertingCore(receiver, ...options);
  fake = made;
  return made;
}

type Locked = Readonly<Record<string, unknown>>;
const calling = async (locked: Locked = {}): Promise<AlertingCore> => onCall(await begin({ locked }));
const paused = async (locked: Locked = {}): Promise<AlertingCore> => pausedCall(await begin({ locked }));

test('a pause that is confirmed in time and resumed is no alert', async () => {
  const { core, clock, recorder } = await paused();
  void core.handlers['live.resume']({});
  await clock.advance(5_000);
  recorder.setPaused(firstId, true);
  await clock.advance(900_000);
  expect(receiver.arrived).toEqual([]);
});

test('a long pause is told once, also when the connection is lost meanwhile', async () => {
  const { clock, recorder } = await paused({ 'alerts.pausedAfter': 20, 'alerts.notConfirmedAfter': null });
  await clock.advance(20_000);
  await receiver.alert('paused-long');
  recorder.nextRead = () => ({ kind: 'failed', replyAfter: 10, status: 500 });
  await clock.advance(60_000);
  recorder.nextRead = () => ({ kind: 'good', sampleAfter: 5, replyAfter: 10 });
  await clock.advance(120_000);
  expect(receiver.alerts.map(({ said }) => said['kind'])).toEqual(['paused-long']);
});

test('without a receiver in the policy nothing is watched, queued or written', async () => {
  const made = await alertingCore(null);
  fake = made;
  made.recorder.begin(firstId);
  made.recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
  await made.clock.advance(5_000);
  void made.core.handlers['live.pause']({});
  await made.clock.advance(60_000);
  expect([...made.files.contents.keys()].filter((path) => path.includes('alerts'))).toEqual([]);
});

describe('who', () => {
  async function userOf(locked: Readonly<Record<string, unknown>>): Promise<unknown> {
    const { recorder, clock } = await paused(locked);
    recorder.setPaused(firstId, false);
    await clock.advance(2_000);
    return (await receiver.alert('resumed-elsewhere')).said['user'];
  }

  test.each([
    ['none', null],
    ['name', 'ada.agent'],
    // printf ada.agent | openssl dgst -sha256 -hmac 'a secret of the organisation'
    ['pseudonym', '128489ae56ad13566277f0739e568406'],
  ])('user: %s', async (what, expected) => {
    const locked = { 'alerts.user': what, 'alerts.userSecret': 'a secret of the organisation' };
    expect(await userOf(locked)).toEqual(expected);
  });

  test('without a secret there is no pseudonym that could be guessed', async () => {
    expect(await userOf({ 'alerts.user': 'pseudonym' })).toBeNull();
  });

  test('no alert holds a name, a number, a recording, a rule or a secret', async () => {
    const { core, clock, recorder } = await calling({
      'alerts.notConfirmedAfter': 2,
      automaticPauseRules: [{ ...payRule, name: 'Rule of Maria' }],
    });
    recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
    void core.handlers['live.pause']({});
    await clock.advance(60_000);
    await receiver.alert('not-confirmed');
    await receiver.alert('automatic-not-working');
    const text = receiver.arrived.map(({ body }) => body).join('\n');
    for (const secret of ['ada', '1555000111', firstId, 'Maria', 'pay', 'ucx', webhookSecret.slice(6)])
      expect(text.replaceAll('pausing', '')).not.toMatch(new RegExp(`\\b${secret}\\b`, 'iu'));
  });
});

describe('a dead receiver', () => {
  test('that never answers delays no pause', async () => {
    receiver.answer = () => null;
    const { core, clock, recorder } = await calling({ 'alerts.notConfirmedAfter': 1 });
    recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
    void core.handlers['live.pause']({});
    await clock.advance(2_000);
    await receiver.requests(1);
    recorder.nextCommand = () => ({ kind: 'good', actAfter: 5, replyAfter: 10 });
    void core.handlers['live.cancel']({});
    await clock.advance(1_000);
    const before = recorder.sent.length;
    const pressedAt = clock.monotonic();
    void core.handlers['live.pause']({});
    // Without a turn of the event loop in between.
    expect(recorder.sent.slice(before)).toEqual([{ kind: 'pause', id: firstId, at: pressedAt }]);
    await clock.advance(1_000);
    expect(fake?.live().state).toBe('paused');
  });

  test('and a disk that never writes the queue delay no pause', async () => {
    receiver.answer = () => null;
    const files = new MemoryFiles();
    const write = files.writeTextAtomic;
    files.writeTextAtomic = (path, text) =>
      path.includes('alerts') ? new Promise<never>(() => undefined) : write(path, text);
    const { core, clock, recorder } = await alertingCore(receiver, {
      files,
      ports: { hotkeys: noHotkeys },
    });
    await receiver.alert('hotkey-lost');
    recorder.begin(firstId);
    await clock.advance(5_000);
    const pressedAt = clock.monotonic();
    void core.handlers['live.pause']({});
    expect(recorder.sent.at(-1)).toEqual({ kind: 'pause', id: firstId, at: pressedAt });
    await clock.advance(1_000);
    expect(core.snapshot().live.state).toBe('paused');
  });

  test('gets an alert again with the same id', async () => {
    receiver.answer = () => 503;
    const { log, seen } = logUntil('alerts-not-sent');
    const { clock } = await begin({ ports: { hotkeys: noHotkeys, log } });
    await seen;
    receiver.answer = () => 204;
    await clock.advance(2_000);
    await receiver.requests(2);
    expect(receiver.arrived[1]?.id).toBe(receiver.arrived[0]?.id);
    expect(receiver.arrived.every(({ isSigned }) => isSigned)).toBe(true);
  });

  test('gets after a restart what it did not take before', async () => {
    receiver.answer = () => 503;
    const files = new MemoryFiles();
    const first = await begin({ files, ports: { hotkeys: noHotkeys } });
    await receiver.requests(1);
    await first.core.dispose();
    const isEmpty = new Promise<void>((resolve) => {
      const { remove } = files;
      files.remove = (path) => {
        if (path === '/profile/alerts/webhook.jsonl') resolve();
        return remove(path);
      };
    });
    receiver.answer = () => 204;
    await begin({ files });
    await isEmpty;
    expect(receiver.alerts.map(({ said }) => said['detail'])).toEqual(['pause', 'resume']);
  });
});

test('a server that nobody vouches for gets nothing', async () => {
  const { log, seen } = logUntil('alerts-not-sent');
  await begin({ locked: { 'network.authorityFile': null }, ports: { hotkeys: noHotkeys, log } });
  await seen;
  expect(receiver.arrived).toEqual([]);
});

test.each([
  ['http://alerts.example.com/hook', webhookSecret],
  ['https://user:password@alerts.example.com/hook', webhookSecret],
  ['http://localhost.example.com/hook', webhookSecret],
  ['ftp://127.0.0.1/', webhookSecret],
  ['https://alerts.example.com/hook', 'too short'],
])('the address %s with the secret %s is no policy, and that is said', async (url, secret) => {
  const policy = policyOf({ locked: { 'alerts.webhook': url, 'alerts.webhookSecret': secret } });
  const world = await fakeCore({ signIn: false, ports: { policySources: [policy] } });
  expect(world.core.snapshot().notices).toMatchObject([{ code: 'policy-damaged' }]);
  expect(JSON.stringify(world.core.snapshot())).not.toContain('example.com');
  await world.dispose();
});

test('addresses and secrets are in no snapshot, no diagnostics and no log', async () => {
  const userSecret = 'a secret of the organisation';
  const { core, ports } = await begin({ locked: { 'alerts.user': 'pseudonym', 'alerts.userSecret': userSecret } });
  const told = await core.handlers['app.diagnostics']({});
  const about = await core.handlers['app.about']({});
  const text = JSON.stringify([core.snapshot(), told, about, ports.lines]);
  for (const secret of [receiver.url, webhookSecret, userSecret]) expect(text).not.toContain(secret);
  for (const name of ['alerts.webhook', 'alerts.webhookSecret', 'alerts.userSecret'])
    expect(text).toContain(`Preference ${name}: (set), locked`);
});
