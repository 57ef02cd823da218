// Saving many recordings over real HTTP with faults injected: every one ends whole or named as failed, and a kill loses nothing.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCore } from '../../src/main/core/core.ts';
import type { Core } from '../../src/main/core/core-types.ts';
import { nodeFiles } from '../../src/main/core/node-files.ts';
import { systemClock } from '../../src/main/core/system-clock.ts';
import type { Snapshot } from '../../src/shared/snapshot.ts';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import { MemoryKeychain } from '../support/fake-ports.ts';
import { quietLog } from '../support/quiet-log.ts';

const count = 500;
const everything = { remoteParty: '', from: null, to: null, direction: null };

let simulator: Simulator;
let folder: string;
let core: Core | null = null;

async function startCore(): Promise<Core> {
  const made = createCore({
    clock: systemClock(),
    keychain: new MemoryKeychain(),
    log: quietLog(),
    power: { onSuspend: () => () => undefined, onResume: () => () => undefined },
    files: nodeFiles(),
    desktop: {
      kind: 'preview',
      canShowInFolder: false,
      showInFolder: () => undefined,
      openMain: () => undefined,
      openWidget: () => undefined,
    },
    random: Math.random,
    profileFolder: join(folder, 'profile'),
    downloadFolder: join(folder, 'downloads'),
    version: '0.0.0-test',
  });
  core = made;
  await made.start();
  const signedIn = await made.handlers['session.signIn']({
    server: simulator.url,
    username: 'ada.agent',
    password: 'demo',
    allowPlainHttp: true,
    thisSessionOnly: true,
  });
  expect(signedIn.ok).toBe(true);
  return made;
}

/** Waits for the first snapshot that fits. */
function until(of: Core, fits: (snapshot: Snapshot) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (snapshot: Snapshot): void => {
      if (!fits(snapshot)) return;
      stop();
      resolve();
    };
    const stop = of.onSnapshot(look);
    look(of.snapshot());
  });
}

const ended = ({ saving }: Snapshot): boolean =>
  saving.total > 0 && saving.saved + saving.failed + saving.cancelled === saving.total;

/** SHA-256 of every file by name. */
async function filesSaved(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const name of await readdir(join(folder, 'downloads'))) {
    const bytes = await readFile(join(folder, 'downloads', name));
    files.set(name, createHash('sha256').update(bytes).digest('hex'));
  }
  return files;
}

/** Names and hashes that the recordings have in truth, by reference number. */
async function truth(of: Core): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (let page = 0; page * 100 < count; page += 1) {
    const answer = await of.handlers['history.page']({ filter: everything, page, pageSize: 100 });
    if (!answer.ok) throw new Error(answer.error.code);
    for (const row of answer.value.rows) {
      const detail = await of.handlers['history.detail']({ recordingId: row.id });
      if (detail.ok) hashes.set(row.referenceNumber, detail.value.sha256 ?? '');
    }
  }
  return hashes;
}

const referenceOf = (name: string): string => /_(\d+)(?: \(\d+\))?(?:\.unverified)?\.mp3$/u.exec(name)?.[1] ?? name;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-saving-'));
  simulator = await startSimulator({ recordings: count });
});
afterEach(async () => {
  await core?.dispose();
  core = null;
  await simulator.close();
  await rm(folder, { recursive: true, force: true });
});

describe('saving all 500 that a search found', () => {
  test('through cuts, 500s, slow answers and wrong hashes ends with every file whole or named as failed, and a retry completes it', async () => {
    const running = await startCore();
    const hashes = await truth(running);
    expect(hashes.size).toBe(count);
    simulator.setFault({ endpoint: 'media', probability: 0.05 }, { kind: 'cut-body', afterBytes: 4_000 });
    simulator.setFault({ endpoint: 'media', probability: 0.05 }, { kind: 'status', status: 500 });
    simulator.setFault({ endpoint: 'media', probability: 0.02 }, { kind: 'cut-before' });
    simulator.setFault({ endpoint: 'media', probability: 0.05 }, { kind: 'delay', ms: 30 });
    simulator.setFault({ endpoint: 'detail', probability: 0.05 }, { kind: 'wrong-hash' });

    const order = { recordingIds: null, filter: everything };
    const estimate = await running.handlers['downloads.estimate'](order);
    expect(estimate).toMatchObject({ ok: true, value: { count, exact: true } });
    const queued = await running.handlers['downloads.startMany']({ ...order, leaveOutNotProven: true });
    expect(queued).toEqual({ ok: true, value: { queued: count, leftOut: 0 } });
    await until(running, ended);

    const { saving, downloads } = running.snapshot();
    expect(saving.failed).toBeGreaterThan(0);
    const named = downloads.filter(({ phase }) => phase === 'failed');
    expect(named.every(({ problem }) => problem !== null)).toBe(true);
    const first = await filesSaved();
    expect(first.size).toBe(saving.saved);
    for (const [name, sha256] of first) expect([name, sha256]).toEqual([name, hashes.get(referenceOf(name))]);
    expect([...first.keys()].filter((name) => name.endsWith('.unverified.mp3')).length).toBeGreaterThan(0);

    simulator.clearFaults();
    await running.handlers['downloads.retryFailed']({});
    await until(running, ended);
    const all = await filesSaved();
    expect(new Set([...all.keys()].map(referenceOf))).toEqual(new Set(hashes.keys()));
    expect(all.size).toBe(count);
  }, 120_000);

  test('goes on after a kill -9 in the middle: what was whole stays whole, and nothing comes twice', async () => {
    const child: ChildProcess = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '..', 'support', 'saving-child.ts')],
      { env: { ...process.env, SIDETONE_FOLDER: folder, SIDETONE_SERVER: simulator.url }, stdio: 'inherit' },
    );
    const gone = new Promise((resolve) => child.once('exit', resolve));
    // The 150th audio is being sent: some are whole, some are half, most have not begun.
    let media = 0;
    await simulator.nextRequest(({ endpoint }) => endpoint === 'media' && (media += 1) === 150);
    child.kill('SIGKILL');
    await gone;
    const before = await filesSaved();
    const whole = [...before].filter(([name]) => name.endsWith('.mp3'));
    expect(whole.length).toBeGreaterThan(100);
    expect(whole.length).toBeLessThan(count);

    const running = await startCore();
    const hashes = await truth(running);
    await until(running, ended);
    expect(running.snapshot().saving.failed).toBe(0);
    const after = await filesSaved();
    for (const [name, sha256] of whole) expect([name, after.get(name)]).toEqual([name, sha256]);
    expect(after.size).toBe(count);
    for (const [name, sha256] of after) expect([name, sha256]).toEqual([name, hashes.get(referenceOf(name))]);
  }, 120_000);
});
