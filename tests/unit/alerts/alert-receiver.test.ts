// The command that shows an administrator what arrives: real alerts by every way, what a receiver must not trust, and a witness to keep.
import { spawn, spawnSync } from 'node:child_process';
import { createHmac, X509Certificate } from 'node:crypto';
import dgram from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshCertificate } from '../../../src/simulator/alerts/fresh-certificate.ts';
import {
  parseReceiverCommand,
  ReceiverUsageError,
  type ReceiverOptions,
} from '../../../src/simulator/alerts/receiver-command.ts';
import { startReceivers } from '../../../src/simulator/alerts/receiver-cli.ts';
import { alertingCore } from '../../support/alerting-core.ts';
import { firstId } from '../../support/fake-core.ts';
import { MemoryFiles } from '../../support/memory-files.ts';

let folder: string;
const cleanups: (() => unknown)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-receiver-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
});
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

/** What the command has said, and a wait for a line. */
class Said {
  readonly lines: string[] = [];
  #onLine = (): void => undefined;

  readonly say = (line: string): void => {
    this.lines.push(line);
    this.#onLine();
  };

  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.lines.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => (this.#onLine = resolve));
    }
  }

  /** The policy that it prints. */
  get policy(): { locked: Record<string, string> } {
    const line = this.lines.find((one) => one.startsWith('policy ')) ?? '';
    return JSON.parse(line.slice('policy '.length)) as { locked: Record<string, string> };
  }
}

async function receiving(...words: string[]): Promise<Said> {
  const said = new Said();
  const options = parseReceiverCommand(words) as ReceiverOptions;
  const running = await startReceivers(options, said.say);
  cleanups.push(() => running.close());
  return said;
}

/** Posts a body as a webhook gets it, with the header changed. */
async function post(said: Said, body: string, over: Readonly<Record<string, string>> = {}): Promise<Response> {
  const { 'alerts.webhook': url = '', 'alerts.webhookSecret': secret = '' } = said.policy.locked;
  const [id, time] = ['an-id', over['webhook-timestamp'] ?? String(Math.floor(Date.now() / 1_000))];
  const key = Buffer.from(secret.slice(6), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
  const headers = { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${signature}`, ...over };
  return fetch(url, { method: 'POST', body, headers });
}

const body = JSON.stringify({ id: 'an-id', at: '2026-11-22T09:00:00.000Z', kind: 'hotkey-lost', text: 'A hotkey.' });

test.each(['udp', 'tcp', 'tls'] as const)(
  'the policy that it prints brings alerts by webhook and syslog by %s',
  async (transport) => {
    const [authority, out] = [path.join(folder, 'authority.pem'), path.join(folder, 'witness.jsonl')];
    const said = await receiving('--authority', authority, `--syslog-${transport}`, '0', '--out', out);
    const locked = { ...said.policy.locked, 'alerts.witness': true };
    const files = new MemoryFiles();
    files.contents.set(authority, await readFile(authority));
    const { core, clock, recorder } = await alertingCore(null, { locked, files });
    recorder.begin(firstId);
    await clock.advance(5_000);
    for (const command of ['live.pause', 'live.resume'] as const) {
      void core.handlers[command]({});
      await clock.advance(3_000);
    }
    const ways = [
      / webhook: checkpoint: sequence \d+, head .*signature right/u,
      new RegExp(` syslog ${transport}: checkpoint: .*severity 5`, 'u'),
    ];
    for (const way of ways) await said.line(way);
    await core.dispose();
    await cleanups.pop()?.();
    const journal = path.join(folder, '2026-11.jsonl');
    await writeFile(journal, files.contents.get('/profile/journal/2026-11.jsonl') ?? '');
    const kept = await readFile(out, 'utf8');
    expect(kept.trim().split('\n').length).toBeGreaterThanOrEqual(2);
    expect(kept).toContain('Sidetone - checkpoint [');
    const verified = spawnSync(process.execPath, ['src/main/cli.ts', 'verify-journal', '--witness', out, journal], {
      encoding: 'utf8',
    });
    expect(verified.stdout + verified.stderr).toMatch(/^The witness agrees: \d/mu);
    expect(verified.status).toBe(0);
  },
);

describe('it says', () => {
  test.each([
    ['a signature that is wrong', { 'webhook-signature': 'v1,AAAA' }, /SIGNATURE WRONG/u],
    ['a signature of another kind', { 'webhook-signature': 'v2,AAAA' }, /SIGNATURE WRONG/u],
    ['no signature', { 'webhook-signature': '' }, /SIGNATURE WRONG/u],
    ['an old time stamp', { 'webhook-timestamp': '1700000000' }, /OLD: its time stamp is \d+ s off/u],
    ['another id', { 'webhook-id': 'other' }, /SIGNATURE WRONG.*ID WRONG/u],
  ])('%s', async (_name, over, pattern) => {
    const said = await receiving('--http');
    await post(said, body, over);
    expect(await said.line(/webhook: hotkey-lost/u)).toMatch(pattern);
  });

  test('what came again, and nothing that a terminal obeys', async () => {
    const said = await receiving('--http');
    await post(said, body);
    await post(said, JSON.stringify({ ...(JSON.parse(body) as object), text: 'Red \u001b[31m' }));
    expect(await said.line(/AGAIN/u)).toContain('Red \u{FFFD}[31m');
    expect(said.lines.filter((line) => line.includes('AGAIN'))).toHaveLength(1);
  });

  test('what is no alert: too long, no JSON, no POST', async () => {
    const said = await receiving('--http');
    expect((await post(said, 'x'.repeat(100_000))).status).toBe(413);
    expect((await fetch(said.policy.locked['alerts.webhook'] ?? '')).status).toBe(405);
    await post(said, 'no JSON');
    expect(await said.line(/webhook: undefined/u)).toContain('ID WRONG');
  });

  test('what is not RFC 5424', async () => {
    const said = await receiving('--http', '--syslog-udp', '0');
    const socket = dgram.createSocket('udp4');
    cleanups.push(() => new Promise<void>((resolve) => socket.close(() => resolve())));
    socket.send(
      '<13>Nov 22 09:00:00 host old: form',
      Number(new URL(said.policy.locked['alerts.syslog'] ?? '').port),
      '127.0.0.1',
    );
    expect(await said.line(/NOT RFC 5424/u)).toContain('old: form');
  });
});

test('a fresh certificate is for the names that it is made for, and for nobody else’s key', async () => {
  const hosts = ['localhost', 'receiver.example', '127.0.0.1', '::1', '2001:db8::5:0:1'];
  const [made, other] = [freshCertificate(hosts), freshCertificate(hosts)];
  const read = new X509Certificate(made.certificate);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.verify(new X509Certificate(other.certificate).publicKey)).toBe(false);
  expect(read.ca).toBe(true);
  for (const host of hosts)
    expect(host.includes(':') || host.startsWith('1') ? read.checkIP(host) : read.checkHost(host)).toBe(host);
  expect(read.checkHost('other.example')).toBeUndefined();
  expect(Date.parse(read.validTo) - Date.now()).toBeLessThan(31 * 86_400_000);
  const server = tls.createServer({ cert: made.certificate, key: made.key }, (socket) => socket.end());
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  const { port } = server.address() as { port: number };
  const trusting = tls.connect({ host: '127.0.0.1', port, ca: made.certificate });
  await once(trusting, 'secureConnect');
  trusting.destroy();
  const [error] = (await once(tls.connect({ host: '127.0.0.1', port, ca: other.certificate }), 'error')) as [Error];
  expect(error).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
});

describe('the flags', () => {
  test.each([
    [['--http', '--host', '192.0.2.1'], /unencrypted/u],
    [['--port', '70000'], /--port must be/u],
    [['--syslog-tls', 'x'], /--syslog-tls must be/u],
    [['--secret', 'short'], /whsec_/u],
    [['--certificate', 'a.pem'], /belong together/u],
    [['--wrong'], /wrong/u],
  ])('%j are refused in words', (words, pattern) => {
    expect(() => parseReceiverCommand(words)).toThrow(ReceiverUsageError);
    expect(() => parseReceiverCommand(words)).toThrow(pattern);
  });
});

test('the command prints what arrives and ends when told to; a file that is there is not overwritten', async () => {
  const child = spawn(process.execPath, ['src/simulator/alerts/receiver-cli.ts', '--http']);
  const said = new Said();
  createInterface(child.stdout).on('line', said.say);
  await said.line(/^policy /u);
  expect((await post(said, body)).status).toBe(204);
  expect(await said.line(/hotkey-lost/u)).toContain('signature right');
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
  const there = path.join(folder, 'there.pem');
  await writeFile(there, 'mine');
  const refused = spawnSync(process.execPath, ['src/simulator/alerts/receiver-cli.ts', '--authority', there], {
    encoding: 'utf8',
  });
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringMatching(/^Can't start: EEXIST/u)]);
  expect(await readFile(there, 'utf8')).toBe('mine');
});
