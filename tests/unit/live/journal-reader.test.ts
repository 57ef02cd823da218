// The journal as people read it: the days of this computer, the newest first, and files that can be checked.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkText } from '../../../src/main/command-line/journal-text.ts';
import { JournalReader } from '../../../src/main/core/journal/journal-reader.ts';
import { Journal } from '../../../src/main/core/journal/journal.ts';
import type { Files } from '../../../src/main/core/platform/ports.ts';
import type { JournalEntry } from '../../../src/shared/domain/journal.ts';
import { JournalMaker, keyFingerprint, linesOf, newKey, rechained } from '../../support/signed-journal.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { fakePorts, type FakePorts } from '../../support/fake-ports.ts';

const day = 24 * 3_600_000;
let ports: FakePorts<FakeClock>;
let journal: Journal;
beforeEach(async () => {
  ports = fakePorts();
  journal = new Journal({
    ports: { ...ports, version: '1.2.3' },
    folder: join(ports.profileFolder, 'journal'),
    serverNow: () => null,
    onChange: () => undefined,
  });
  await journal.open();
});
afterEach(async () => {
  await journal.close();
  await rm(dirname(ports.profileFolder), { recursive: true, force: true });
});

const reader = (files: Files = ports.files): JournalReader =>
  new JournalReader({
    journal,
    files,
    folder: () => ({ folder: ports.downloadFolder, makeFolder: true }),
    clock: ports.clock,
    separator: () => Promise.resolve(';'),
    lateMs: () => 1_500,
  });

/** A pause at noon of each of three days, 22 to 24 November, in this computer's time zone. */
function threeDays(): void {
  const noon = new Date(2026, 10, 22, 12).getTime();
  ports.clock.jump(noon - ports.clock.now());
  for (const pauseId of ['p22', 'p23', 'p24']) {
    journal.add({ kind: 'asked', pauseId, trigger: 'hotkey', recordingIds: ['a'] });
    if (pauseId === 'p23') journal.add({ kind: 'confirmed', pauseId, recordingId: 'a', exposureMs: 84, attempts: [] });
    ports.clock.jump(day);
  }
}

describe('reading the journal', () => {
  test.each([
    [null, null, ['p24', 'p23', 'p22']],
    ['2026-11-23', null, ['p24', 'p23']],
    [null, '2026-11-23', ['p23', 'p22']],
    ['2026-11-23', '2026-11-23', ['p23']],
    ['2026-11-25', null, []],
    ['2026-11-24', '2026-11-22', []],
  ])('from %s to %s, both included, newest first', async (from, to, ids) => {
    threeDays();
    const answer = await reader().read({ from, to, outcome: null });
    expect(answer.ok && answer.value.rows.map(({ id }) => id)).toEqual(ids);
    expect(answer).toMatchObject({ value: { total: 3, breakAt: null } });
  });

  test('by outcome, and whole all the same in its count', async () => {
    threeDays();
    const answer = await reader().read({ from: null, to: null, outcome: 'confirmed' });
    expect(answer).toMatchObject({ value: { rows: [{ id: 'p23', exposureMs: 84 }], total: 3 } });
  });

  test('that the disk refuses names the journal', async () => {
    journal.everything = () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }));
    const answer = await reader().read({ from: null, to: null, outcome: null });
    expect(answer).toMatchObject({ ok: false, error: { values: { folder: 'journal' } } });
  });
});

describe('the signatures of the journal', () => {
  const key = newKey();
  const read = async (): Promise<unknown> => {
    const answer = await reader().read({ from: null, to: null, outcome: null });
    return answer.ok ? answer.value.signatures : answer;
  };
  const holds = (entries: readonly JournalEntry[]): void => {
    journal.everything = () => Promise.resolve({ lines: linesOf(entries), entries, breakAt: null });
  };

  test('are named with the key, and with the first entry that nothing signs', async () => {
    expect(await read()).toEqual({ key: null, unsignedFrom: null, brokenAt: null });
    const maker = new JournalMaker(key).add({ kind: 'started' });
    holds(maker.entries);
    expect(await read()).toEqual({ key: null, unsignedFrom: 1, brokenAt: null });
    maker.pause();
    expect(await read()).toEqual({ key: keyFingerprint(key), unsignedFrom: null, brokenAt: null });
    maker.add({ kind: 'started' });
    expect(await read()).toEqual({ key: keyFingerprint(key), unsignedFrom: 6, brokenAt: null });
  });

  test('that were made for other entries are found, though the chain holds', async () => {
    const { entries } = new JournalMaker(key).pause().pause();
    const changed = entries.map((entry) => (entry.sequence === 2 ? { ...entry, appVersion: '9.9.9' } : entry));
    holds(rechained(changed));
    expect(await read()).toMatchObject({ brokenAt: 4 });
  });
});

test('a pause has what was found in its audio last, and the worst of its recordings', async () => {
  const finding = { reason: null, audioMs: 60_000, callMs: 60_000, checkedMs: 12_400, stretches: [] };
  journal.add({ kind: 'asked', pauseId: 'p', trigger: 'hotkey', recordingIds: ['a', 'b'] });
  journal.add({ kind: 'asked', pauseId: 'q', trigger: 'hotkey', recordingIds: ['c'] });
  for (const [recordingId, verdict] of [
    ['a', 'silent'],
    ['a', 'sound'],
    ['b', 'cut'],
  ] as const)
    journal.add({ kind: 'audio-checked', recordingId, trigger: 'play', verdict, ...finding });
  const answer = await reader().read({ from: null, to: null, outcome: null });
  expect(answer.ok && answer.value.rows.map(({ id, audioCheck }) => [id, audioCheck?.verdict])).toEqual([
    ['q', undefined],
    ['p', 'sound'],
  ]);
});

describe('exporting the journal', () => {
  test.each(['csv', 'json'] as const)('as %s writes a new file of this day that can be checked', async (format) => {
    threeDays();
    const first = await reader().export({ format });
    const second = await reader().export({ format });
    if (!first.ok || !second.ok) throw new Error('not written');
    expect(first.value).toEqual({ fileName: `sidetone-journal-2026-11-25.${format}`, entries: 4 });
    // Nothing is overwritten.
    expect(second.value.fileName).not.toBe(first.value.fileName);
    const text = await readFile(join(ports.downloadFolder, first.value.fileName), 'utf8');
    expect(text.includes(';')).toBe(format === 'csv');
    expect(checkText(text)).toMatchObject({ breakAt: null });
  });

  test('where a folder of that name cannot be made says which', async () => {
    threeDays();
    await mkdir(dirname(ports.downloadFolder), { recursive: true });
    const refuse = (): Promise<never> => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }));
    const refusing: Files = { ...ports.files, makeFolder: refuse, createNew: refuse };
    const answer = await reader(refusing).export({ format: 'csv' });
    expect(answer).toMatchObject({ ok: false, error: { values: { folder: ports.downloadFolder } } });
  });
});
