// Every kind of alert in every form is one that the product itself raises: a whole core over a recorder, a disk, hotkeys or rules that fail.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCore } from '../../../src/main/core/core.ts';
import { alertDetails, alertKinds, type AlertDetail, type AlertKind } from '../../../src/shared/domain/alert.ts';
import { WebhookReceiver } from '../../../src/simulator/alerts/webhook-receiver.ts';
import { callId, PausedCall } from '../../support/audio-check/paused-call.ts';
import { forbiddenIn } from '../../support/allowed-alert.ts';
import { alertingCore, onCall, pausedCall, type AlertingCore } from '../../support/alerting-core.ts';
import { adaSignIn, firstId } from '../../support/fake-core.ts';
import { LogServer } from '../../support/log-server.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { policyOf } from '../../support/policy-file.ts';
import { payRule, posRule } from '../../support/ruled-core.ts';
import { startWebhookReceiver, webhookSecret } from '../../support/webhook-receiver.ts';

const anyText: unknown = expect.any(String);

/** What each of these cores knows and no alert may say: whom, where, which recording, and every secret. */
const secrets = [
  ...[adaSignIn.username, adaSignIn.password, 'ucx.example.com', firstId, callId, '1555000111', '/profile'],
  ...[webhookSecret, webhookSecret.slice('whsec_'.length), payRule.name, payRule.url, posRule.name],
];

let receiver: WebhookReceiver;
let server: LogServer;
const cleanups: (() => unknown)[] = [];
beforeEach(async () => {
  receiver = await startWebhookReceiver();
  server = await LogServer.start('udp');
});
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
  await receiver.close();
  await server.close();
});

async function begin(options: Parameters<typeof alertingCore>[1] = {}) {
  const locked = { 'alerts.syslog': server.address, ...options.locked };
  const made = await alertingCore(receiver, { ...options, locked });
  cleanups.push(() => made.core.dispose());
  return made;
}

type Locked = Readonly<Record<string, unknown>>;
const calling = async (locked: Locked = {}): Promise<AlertingCore> => onCall(await begin({ locked }));
const paused = async (locked: Locked = {}): Promise<AlertingCore> => pausedCall(await begin({ locked }));

/** Kind, what it says, and how the product comes to raise it: no part of the alerts is called by hand. */
type Facts = { readonly [name: string]: unknown; readonly detail?: AlertDetail | null };
const scenarios: readonly (readonly [AlertKind, Facts, () => Promise<unknown>])[] = [
  [
    'not-confirmed',
    { seconds: 4, detail: null, pauseId: anyText },
    async () => {
      const { core, clock, recorder } = await calling({ 'alerts.notConfirmedAfter': 4 });
      recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
      void core.handlers['live.pause']({});
      await clock.advance(3_900);
      expect(receiver.arrived).toEqual([]);
      await clock.advance(200);
    },
  ],
  [
    'paused-long',
    { seconds: 30, pauseId: anyText },
    async () => (await paused({ 'alerts.pausedAfter': 30 })).clock.advance(30_000),
  ],
  [
    'ended-paused',
    { pauseId: anyText },
    async () => {
      const { recorder, clock } = await paused();
      recorder.end(firstId);
      await clock.advance(6_000);
    },
  ],
  [
    'resume-failed',
    { seconds: null, pauseId: anyText },
    async () => {
      const { core, recorder, clock } = await paused();
      recorder.nextCommand = () => ({ kind: 'lie', replyAfter: 10 });
      void core.handlers['live.resume']({});
      await clock.advance(8_000);
    },
  ],
  [
    'resumed-elsewhere',
    { pauseId: anyText },
    async () => {
      const { recorder, clock } = await paused();
      recorder.setPaused(firstId, false);
      await clock.advance(2_000);
    },
  ],
  [
    'journal-damaged',
    { detail: 'torn' },
    () => {
      const files = new MemoryFiles();
      files.contents.set('/profile/journal/2026-11.jsonl', Buffer.from('{"sequence":1'));
      return begin({ files });
    },
  ],
  [
    'journal-damaged',
    { detail: 'broken-chain' },
    async () => {
      const files = new MemoryFiles();
      files.contents.set('/profile/journal/2026-11.jsonl', Buffer.from('{"sequence":1}\n'));
      const { core } = await begin({ files });
      await core.handlers['journal.read']({ from: null, to: null, outcome: null });
    },
  ],
  [
    'journal-damaged',
    { detail: 'not-written' },
    async () => {
      const files = new MemoryFiles();
      files.append = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
      await begin({ files });
    },
  ],
  [
    'journal-damaged',
    { detail: 'unreadable' },
    () => {
      const files = new MemoryFiles();
      files.contents.set('/profile/journal/2026-11.jsonl', Buffer.from('{"sequence":1}\n'));
      const { readBytes } = files;
      const broken = Object.assign(new Error('broken'), { code: 'EIO' });
      files.readBytes = (path) => (path.includes('journal') ? Promise.reject(broken) : readBytes(path));
      return begin({ files });
    },
  ],
  [
    'journal-damaged',
    { detail: 'older-copy' },
    async () => {
      const files = new MemoryFiles();
      const { core, ports, recorder, clock } = await begin({ files, locked: { 'alerts.notConfirmedAfter': null } });
      recorder.begin(firstId);
      await clock.advance(5_000);
      void core.handlers['live.pause']({});
      await clock.advance(1_000);
      const copy = Buffer.from(files.contents.get('/profile/journal/2026-11.jsonl') ?? '');
      void core.handlers['live.resume']({});
      await clock.advance(5_000);
      await core.dispose();
      files.contents.set('/profile/journal/2026-11.jsonl', copy);
      const again = createCore(ports, { createClient: () => recorder.client() });
      cleanups.push(() => again.dispose());
      void again.start();
      await clock.advance(1_000);
    },
  ],
  ...(
    [
      ['browser', payRule],
      ['window', posRule],
    ] as const
  ).map(
    ([detail, rule]) =>
      [
        'automatic-not-working',
        { detail },
        async () => {
          const { clock } = await begin({ locked: { automaticPauseRules: [rule] } });
          await clock.advance(60_000);
        },
      ] as const,
  ),
  ...(['pause', 'resume', 'toggle'] as const).map(
    (detail) =>
      [
        'hotkey-lost',
        { detail },
        () => {
          const register = (combination: string): boolean => combination !== 'Control+Shift+F7';
          const locked = { [`hotkey.${detail}`]: 'Control+Shift+F7' };
          return begin({ locked, ports: { hotkeys: { platform: 'linux', register, releaseAll: () => undefined } } });
        },
      ] as const,
  ),
  [
    'sound-found',
    { pauseId: null },
    async () => {
      const plain = await WebhookReceiver.start({ certificate: null, secret: webhookSecret });
      cleanups.push(() => plain.close());
      await receiver.close();
      receiver = plain;
      const locked = {
        'alerts.webhook': plain.url,
        'alerts.webhookSecret': webhookSecret,
        'alerts.syslog': server.address,
      };
      const call = new PausedCall('recorded', { policySources: [policyOf({ locked })] });
      cleanups.push(() => call.dispose());
      await call.live();
      await call.core.handlers['audio.open']({ recordingId: callId });
    },
  ],
];

describe('raised by the product, it arrives at the webhook, signed, and at the log server:', () => {
  test.each(scenarios)('%s %j', async (kind, facts, make) => {
    await make();
    const { said, isSigned, time } = await receiver.alert(kind);
    expect(said).toMatchObject({ kind, version: 1, appVersion: '0.0.0-test', user: null, leftOut: 0, ...facts });
    expect(isSigned).toBe(true);
    expect(Number(time) * 1_000).toBeGreaterThan(Date.UTC(2026, 10, 22));
    for (const { said: one, body } of receiver.arrived) {
      expect(forbiddenIn(one)).toEqual([]);
      for (const secret of secrets) expect(body).not.toContain(secret);
    }
    // The log server gets the same words, in a message that a strict reader takes.
    expect(await server.alert(kind)).toEqual(said);
    for (const { raw } of server.arrived) for (const secret of secrets) expect(raw).not.toContain(secret);
    expect(String(said['text'])).toMatch(/^[A-Z][^{}]{30,}\.$/u);
  });

  test('the table has every kind and every detail that there is', () => {
    expect(new Set(scenarios.map(([kind]) => kind))).toEqual(new Set(alertKinds));
    expect(new Set(scenarios.flatMap(([, { detail }]) => detail ?? []))).toEqual(new Set(alertDetails));
  });
});
