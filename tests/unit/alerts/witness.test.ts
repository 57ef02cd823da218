// A witness outside the user's reach: what the product sends to it finds what was done to the journal that the product has written.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readArguments } from '../../../src/main/command-line/arguments.ts';
import { runCommand } from '../../../src/main/command-line/run-command.ts';
import { AlertOutbox } from '../../../src/main/core/alerts/alert-outbox.ts';
import { AlertQueueFile } from '../../../src/main/core/alerts/alert-queue-file.ts';
import type { OutgoingMessage } from '../../../src/shared/domain/alert.ts';
import type { WebhookReceiver } from '../../../src/simulator/alerts/webhook-receiver.ts';
import { forbiddenIn } from '../../support/allowed-alert.ts';
import { alertingCore } from '../../support/alerting-core.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { firstId } from '../../support/fake-core.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { Rsyslog, whyNoRsyslog } from '../../support/rsyslog.ts';
import { startWebhookReceiver } from '../../support/webhook-receiver.ts';

let receiver: WebhookReceiver;
let folder: string;
const cleanups: (() => unknown)[] = [];
beforeEach(async () => {
  receiver = await startWebhookReceiver();
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-witness-'));
  cleanups.push(
    () => receiver.close(),
    () => rm(folder, { recursive: true, force: true }),
  );
});
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

const month = '/profile/journal/2026-11.jsonl';

/** Two pauses of a whole core that sends its checkpoints; what waits at its end waits on `files`. */
async function pausedTwice(locked: Readonly<Record<string, unknown>>, files = new MemoryFiles()) {
  const { core, clock, recorder, ports } = await alertingCore(receiver, { files, locked });
  recorder.begin(firstId);
  await clock.advance(5_000);
  for (const command of ['live.pause', 'live.resume', 'live.pause', 'live.resume'] as const) {
    void core.handlers[command]({});
    await clock.advance(3_000);
  }
  return { core, clock, files, ports };
}

async function verified(journal: string, witness: string): Promise<{ code: number; said: string }> {
  await mkdir(folder, { recursive: true });
  const [file, kept] = [path.join(folder, '2026-11.jsonl'), path.join(folder, 'witness')];
  await writeFile(file, journal);
  await writeFile(kept, witness);
  const asked = readArguments(['verify-journal', '--witness', kept, file]);
  if (asked.kind !== 'verify') throw new Error('not asked');
  let said = '';
  const note = (text: string): void => {
    said += text;
  };
  return { code: await runCommand(asked, { profileFolder: folder, locale: 'en', say: note, complain: note }), said };
}

const checkpoints = (): string[] =>
  receiver.alerts.flatMap(({ said, body }) => (said['kind'] === 'checkpoint' ? [body] : []));

test('every checkpoint arrives, signed, with its whole note, and the journal agrees with all', async () => {
  const { core, files } = await pausedTwice({ 'alerts.witness': true });
  await receiver.requests(2);
  expect(receiver.arrived.every(({ isSigned }) => isSigned)).toBe(true);
  expect(receiver.arrived.flatMap(({ said }) => forbiddenIn(said))).toEqual([]);
  expect(receiver.arrived[0]?.said).toMatchObject({
    version: 1,
    kind: 'checkpoint',
    user: null,
    appVersion: '0.0.0-test',
  });
  await core.dispose();
  const journal = files.contents.get(month)?.toString('utf8') ?? '';
  const signed = journal.match(/"kind":"checkpoint"/gu) ?? [];
  // The last one is made at the end, and may wait for the next run.
  const waiting = files.contents.get('/profile/alerts/webhook.jsonl')?.toString('utf8') ?? '';
  const { code, said } = await verified(journal, `${checkpoints().join('\n')}\n${waiting}`);
  expect(said).toMatch(new RegExp(`^The witness agrees: ${String(signed.length)} checkpoints`, 'mu'));
  expect(code).toBe(0);
});

test('a missing end is found, of which the journal itself shows nothing', async () => {
  const { core, files } = await pausedTwice({ 'alerts.witness': true });
  await receiver.requests(2);
  await core.dispose();
  const lines = (files.contents.get(month)?.toString('utf8') ?? '').split('\n');
  const first = lines.findIndex((line) => line.includes('"kind":"checkpoint"'));
  const { code, said } = await verified(`${lines.slice(0, first + 1).join('\n')}\n`, checkpoints().join('\n'));
  expect(said).toMatch(/^The journal ends with entry \d+, but the witness has entry \d+/mu);
  expect(code).toBe(1);
});

test('rsyslog is a witness', async (context) => {
  const why = whyNoRsyslog();
  context.skip(why !== null, why ?? '');
  const rsyslog = await Rsyslog.start();
  cleanups.push(() => rsyslog.close());
  const address = `tls://127.0.0.1:${String(rsyslog.ports.tls)}`;
  const { core, files } = await pausedTwice({
    'alerts.witness': true,
    'alerts.webhook': null,
    'alerts.syslog': address,
  });
  await rsyslog.has(2);
  const kept = [...rsyslog.understood];
  await core.dispose();
  expect(kept[0]).toMatchObject({ kind: 'checkpoint', priority: 'local0.notice' });
  const witness = kept.map(({ line }) => line).join('\n');
  const { code, said } = await verified(files.contents.get(month)?.toString('utf8') ?? '', witness);
  expect(said).toMatch(new RegExp(`^The witness agrees: ${String(kept.length)} checkpoints`, 'mu'));
  expect(code).toBe(0);
});

test('without the policy no checkpoint leaves the computer', async () => {
  const { core, files } = await pausedTwice({});
  await core.dispose();
  expect([receiver.arrived, [...files.contents.keys()].filter((name) => name.includes('alerts'))]).toEqual([[], []]);
});

test('what the disk has not taken is signed for nobody: a witness never has more than a journal that was lost', async () => {
  const files = new MemoryFiles();
  const append = files.append;
  files.append = (file, text) =>
    file.includes('journal')
      ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
      : append(file, text);
  const { core } = await pausedTwice({ 'alerts.witness': true, 'alerts.notConfirmedAfter': null }, files);
  await receiver.alert('journal-damaged');
  await core.dispose();
  expect(checkpoints()).toEqual([]);
});

describe('a queue that is full', () => {
  const common = { version: 1, at: '2026-11-22T09:00:00.000Z', appVersion: '1.0.0', user: null } as const;
  const id = (nth: number): string => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
  const alert = (nth: number): OutgoingMessage => ({
    ...common,
    id: id(nth),
    kind: 'sound-found',
    pauseId: null,
    seconds: null,
    detail: null,
    text: '',
    leftOut: 0,
  });
  const checkpoint = (nth: number): OutgoingMessage => ({
    ...common,
    id: id(nth),
    kind: 'checkpoint',
    publicKey: 'key',
    note: 'note',
  });

  test('drops the oldest checkpoint first, since the newest covers it, and an alert only where there is none', async () => {
    const files = new MemoryFiles();
    const outbox = new AlertOutbox({
      channel: 'webhook',
      clock: new FakeClock(),
      log: quietLog(),
      random: () => 0.5,
      file: new AlertQueueFile('/queue', files, quietLog()),
      deliver: () => new Promise(() => undefined),
    });
    await outbox.begin();
    for (let nth = 0; nth < 150; nth += 1) outbox.add(alert(nth));
    for (let nth = 150; nth < 400; nth += 1) outbox.add(checkpoint(nth));
    for (let nth = 400; nth < 430; nth += 1) outbox.add(alert(nth));
    await outbox.dispose();
    const left = (files.contents.get('/queue')?.toString('utf8') ?? '').trim().split('\n');
    const kinds = left.map((line) => (JSON.parse(line) as OutgoingMessage).kind);
    expect([kinds.length, kinds.filter((kind) => kind === 'checkpoint').length]).toEqual([200, 20]);
    expect(left.at(169)).toContain(id(399));
  });
});
