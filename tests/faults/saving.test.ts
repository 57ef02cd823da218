// Saving many recordings over real HTTP with faults injected: every one ends whole or named as failed, and a kill loses nothing.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Core } from '../../src/main/core/core-types.ts';
import { problemText } from '../../src/shared/messages/problems.ts';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import { bundleChild } from '../support/bundle-child.ts';
import { downloadsOf, ended, everything, nothingLeft, profileOf, savingCore, until } from '../support/saving-core.ts';

let bundle: Awaited<ReturnType<typeof bundleChild>>;
beforeAll(async () => {
  bundle = await bundleChild('saving-child');
}, 60_000);
afterAll(() => bundle.remove());

let simulator: Simulator;
let folder: string;
let core: Core | null = null;

async function startCore(): Promise<Core> {
  core = await savingCore(folder, simulator.url);
  return core;
}

/** A core in a process of its own that saves everything; it may be told to die after so many writes. */
function startChild(diesAfter: number | null = null): ChildProcess {
  return spawn(process.execPath, [bundle.file], {
    env: {
      ...bundle.environment,
      SIDETONE_FOLDER: folder,
      SIDETONE_SERVER: simulator.url,
      ...(diesAfter === null ? {} : { SIDETONE_DIES_AFTER: String(diesAfter) }),
    },
    stdio: 'inherit',
  });
}

/** SHA-256 of every file by name. */
async function filesSaved(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const name of await readdir(downloadsOf(folder)).catch(() => [])) {
    const bytes = await readFile(join(downloadsOf(folder), name));
    files.set(name, createHash('sha256').update(bytes).digest('hex'));
  }
  return files;
}

/** Hashes that the recordings have in truth, by reference number. */
async function truth(of: Core, count: number): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (let page = 0; page * 100 < count; page += 1) {
    const answer = await of.handlers['history.page']({ filter: everything, page, pageSize: 100 });
    if (!answer.ok) throw new Error(answer.error.code);
    for (const row of answer.value.rows) {
      const detail = await of.handlers['history.detail']({ recordingId: row.id });
      if (detail.ok) hashes.set(row.referenceNumber, detail.value.sha256 ?? '');
    }
  }
  expect(hashes.size).toBe(count);
  return hashes;
}

/** The warnings about hashes that were shown, by reference number. */
function hashWarnings(of: Core): Map<string, Readonly<Record<string, string>>> {
  const warnings = new Map<string, Readonly<Record<string, string>>>();
  of.onSnapshot(({ downloads }) => {
    for (const { problem, referenceNumber } of downloads) {
      if (problem?.code === 'file-hash-mismatch') warnings.set(referenceNumber, problem.values ?? {});
    }
  });
  return warnings;
}

const referenceOf = (name: string): string => /_(\d+)(?: \(\d+\))?(?:\.unverified)?\.mp3$/u.exec(name)?.[1] ?? name;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-saving-'));
});
afterEach(async () => {
  await core?.dispose();
  core = null;
  await simulator.close();
  await rm(folder, { recursive: true, force: true });
});

describe('saving all 500 that a search found', () => {
  const count = 500;
  beforeEach(async () => {
    simulator = await startSimulator({ recordings: count });
  });

  test('through cuts, 500s, slow bodies and wrong hashes ends with every file whole or named as failed, and a retry completes it', async () => {
    const running = await startCore();
    const hashes = await truth(running, count);
    const warnings = hashWarnings(running);
    simulator.setFault({ endpoint: 'media', probability: 0.05 }, { kind: 'cut-body', afterBytes: 4_000 });
    simulator.setFault({ endpoint: 'media', probability: 0.05 }, { kind: 'status', status: 500 });
    simulator.setFault({ endpoint: 'media', probability: 0.02 }, { kind: 'cut-before' });
    const slow = simulator.setFault(
      { endpoint: 'media', probability: 0.05 },
      { kind: 'slow-body', bytesPerSecond: 2_000_000 },
    );
    simulator.setFault({ endpoint: 'detail', probability: 0.05 }, { kind: 'wrong-hash' });

    const order = { recordingIds: null, filter: everything };
    const estimate = await running.handlers['downloads.estimate'](order);
    expect(estimate).toMatchObject({ ok: true, value: { count, exact: true } });
    const queued = await running.handlers['downloads.startMany']({
      ...order,
      leaveOutNotProven: true,
      skipSaved: true,
    });
    expect(queued).toEqual({ ok: true, value: { queued: count, leftOut: 0 } });
    await until(running, ended);

    expect(slow.hits()).toBeGreaterThan(5);
    const { saving, downloads } = running.snapshot();
    expect(saving.failed).toBeGreaterThan(0);
    const named = downloads.filter(({ phase }) => phase === 'failed');
    expect(named.every(({ problem }) => problem !== null)).toBe(true);
    const first = await filesSaved();
    expect(first.size).toBe(saving.saved);
    for (const [name, sha256] of first) expect([name, sha256]).toEqual([name, hashes.get(referenceOf(name))]);

    // A hash that is not the server's is said with both, and never under a name that looks checked.
    const unverified = [...first.keys()].filter((name) => name.endsWith('.unverified.mp3'));
    expect(unverified.length).toBeGreaterThan(0);
    expect([...warnings.keys()].sort()).toEqual(unverified.map(referenceOf).sort());
    for (const [reference, values] of warnings) {
      expect(values['actual']).toBe(hashes.get(reference));
      expect(values['expected']).toMatch(/^[0-9a-f]{64}$/u);
      expect(values['expected']).not.toBe(values['actual']);
      const { what } = problemText({ code: 'file-hash-mismatch', values });
      expect(what).toContain(values['actual']);
      expect(what).toContain(values['expected']);
    }

    simulator.clearFaults();
    await running.handlers['downloads.retryFailed']({});
    await until(running, ended);
    const all = await filesSaved();
    expect(new Set([...all.keys()].map(referenceOf))).toEqual(new Set(hashes.keys()));
    expect(all.size).toBe(count);
  }, 120_000);

  test('goes on after a kill -9 in the middle: what was whole stays whole, and nothing comes twice', async () => {
    const child = startChild();
    const gone = once(child, 'exit');
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
    const hashes = await truth(running, count);
    await until(running, ended);
    expect(running.snapshot().saving.failed).toBe(0);
    const after = await filesSaved();
    for (const [name, sha256] of whole) expect([name, after.get(name)]).toEqual([name, sha256]);
    expect(after.size).toBe(count);
    for (const [name, sha256] of after) expect([name, sha256]).toEqual([name, hashes.get(referenceOf(name))]);
  }, 120_000);
});

describe('a kill -9 right after any single write', () => {
  const count = 2;
  beforeEach(async () => {
    simulator = await startSimulator({ recordings: count });
    simulator.addCompleted({ durationMs: 2_000 });
  });

  /** Which recordings the queue on disk would go on with. */
  async function isQueued(): Promise<boolean> {
    const text = await readFile(join(profileOf(folder), 'queue.jsonl'), 'utf8').catch(() => '');
    return text.includes('"add"');
  }

  test('leaves a state from which the next start ends well: every file once, whole, and in the index', async () => {
    let wasKilled = true;
    let lostOrders = 0;
    let moments = 0;
    for (let diesAfter = 1; wasKilled; diesAfter += 1) {
      await rm(folder, { recursive: true, force: true });
      const [, signal] = (await once(startChild(diesAfter), 'exit')) as [number | null, string | null];
      wasKilled = signal === 'SIGKILL';
      const before = await filesSaved();
      const isWhole = [...before.keys()].filter((name) => name.endsWith('.mp3')).length === count + 1;
      const goesOn = await isQueued();

      const running = await startCore();
      await until(running, nothingLeft);
      const { saving } = running.snapshot();
      expect([diesAfter, saving.failed]).toEqual([diesAfter, 0]);
      const hashes = await truth(running, count + 1);
      const after = await filesSaved();
      const index = await running.handlers['saved.list']({});
      if (!index.ok) throw new Error(index.error.code);
      // Before the order itself was on the disk there was nothing to go on with: then nothing is left of it either.
      const isLost = !goesOn && !isWhole;
      if (isLost) lostOrders += 1;
      expect([diesAfter, after.size]).toEqual([diesAfter, isLost ? 0 : count + 1]);
      for (const [name, sha256] of after)
        expect([diesAfter, name, sha256]).toEqual([diesAfter, name, hashes.get(referenceOf(name))]);
      expect([diesAfter, index.value.entries.map(({ fileName }) => fileName).sort()]).toEqual([
        diesAfter,
        [...after.keys()].sort(),
      ]);
      await running.dispose();
      core = null;
      expect([diesAfter, await isQueued()]).toEqual([diesAfter, false]);
      if (wasKilled) moments += 1;
    }
    // Made, written, forced, announced, named, in the index, off the queue: for each of three; and the queue itself.
    expect(moments).toBeGreaterThan(20);
    // The order and the first files are written at the same time: only the very first moments may know nothing of it.
    expect(lostOrders).toBeLessThanOrEqual(4);
  }, 180_000);
});
