// The check of the journal without the app: of its files, and of both exports.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../../src/main/command-line/run-command.ts';
import { checkLines, hashOf, parseLine } from '../../../src/main/core/journal/journal-file.ts';
import { journalCsv, journalJson } from '../../../src/main/core/journal/journal-export.ts';
import { firstPrevious, type JournalEntry, type JournalFact } from '../../../src/shared/domain/journal.ts';
import { oldCsv, oldLines } from '../../support/old-journal.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-verify-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const order = '4f0c5a52-10d7-4a7c-9d43-6c1f7b0e2a11';
const recordingId = '6b98303a-b295-473a-adae-19b78aca468d';
const handFacts: readonly JournalFact[] = [
  { kind: 'hand-asked', orderId: order, what: 'stop', trigger: 'tray', recordingIds: [recordingId], forAnother: true },
  { kind: 'hand-ended', orderId: order, how: 'refused', problem: 'stop/automatic', recordingIds: [] },
];

/** These lines, and entries for the facts after them. */
function continued(
  before: readonly string[],
  facts: readonly JournalFact[],
): { lines: string[]; entries: readonly JournalEntry[] } {
  const lines = [...before];
  for (const fact of facts) {
    const sequence = lines.length + 1;
    const previous = parseLine(lines.at(-1) ?? '')?.hash ?? firstPrevious;
    const entry = { sequence, at: '2026-11-23T09:00:00.000Z', serverAt: null, appVersion: '0.1.0', fact, previous };
    lines.push(JSON.stringify({ ...entry, hash: hashOf(entry) }));
  }
  return { lines, entries: checkLines(lines, firstPrevious).entries };
}

function chain(count: number): { lines: string[]; entries: readonly JournalEntry[] } {
  const lines: string[] = [];
  let previous = firstPrevious;
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const fact: JournalFact =
      sequence === 1
        ? { kind: 'started' }
        : {
            kind: 'asked',
            pauseId: `pause "${String(sequence)}"`,
            trigger: 'hotkey',
            recordingIds: ['6b98303a-b295-473a-adae-19b78aca468d'],
          };
    const entry = { sequence, at: '2026-11-22T09:00:00.000Z', serverAt: null, appVersion: '0.1.0', fact, previous };
    const hash = hashOf(entry);
    lines.push(JSON.stringify({ ...entry, hash }));
    previous = hash;
  }
  return { lines, entries: checkLines(lines, firstPrevious).entries };
}

async function verify(text: string): Promise<{ code: number; out: string; problems: string }> {
  const file = path.join(folder, 'journal');
  await writeFile(file, text);
  return verifyFile(file);
}

async function verifyFile(file: string): Promise<{ code: number; out: string; problems: string }> {
  let out = '';
  let problems = '';
  const code = await runCommand(
    { kind: 'verify', files: [file], witness: null, key: null },
    { profileFolder: folder, locale: 'en', say: (said) => (out += said), complain: (said) => (problems += said) },
  );
  // All of these are from before journals were signed: that is said after everything else.
  expect(code === 2 ? '' : out).toMatch(code === 2 ? /^$/u : unsigned);
  return { code, out: out.replace(unsigned, ''), problems };
}

const unsigned = /^Not signed\. Whoever can write the file can also rewrite it\.\n$/mu;

const asFile = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

test('a whole file, and both exports of it, are intact', async () => {
  const { lines, entries } = chain(4);
  const intact = { code: 0, out: 'Intact, 4 entries\n', problems: '' };
  expect(await verify(asFile(lines))).toEqual(intact);
  expect(await verify(journalJson(lines))).toEqual(intact);
  for (const separator of [',', ';', '\t', '|'] as const)
    expect(await verify(journalCsv(lines, entries, separator))).toEqual(intact);
  expect(await verify(asFile(lines).replaceAll('\n', '\r\n'))).toEqual(intact);
  expect(await verify(asFile(lines.slice(0, 1)))).toEqual({ ...intact, out: 'Intact, 1 entry\n' });
});

test('what an older Sidetone wrote, and both of its exports, are intact, and so are they with starts and stops behind', async () => {
  const older = { code: 0, out: 'Intact, 5 entries\n', problems: '' };
  expect(await verify(asFile(oldLines))).toEqual(older);
  expect(await verify(journalJson(oldLines))).toEqual(older);
  expect(await verify(oldCsv)).toEqual(older);
  const { lines, entries } = continued(oldLines, handFacts);
  const newer = { code: 0, out: 'Intact, 7 entries\n', problems: '' };
  expect(await verify(asFile(lines))).toEqual(newer);
  expect(await verify(journalJson(lines))).toEqual(newer);
  expect(await verify(journalCsv(lines, entries, ','))).toEqual(newer);
});

test('the spreadsheet says of a start or a stop what it was, for whom and why not, and a change of that is found', async () => {
  const { lines, entries } = continued(oldLines, handFacts);
  const csv = journalCsv(lines, entries, ',');
  expect(csv).toContain(`hand-asked,,${recordingId},tray,,,${order},stop,true,,`);
  expect(csv).toContain(`hand-ended,,,,,refused,${order},,,stop/automatic,`);
  for (const [from, to] of [
    ['stop,true,,', 'stop,,,'],
    [`,,refused,${order}`, `,,confirmed,${order}`],
    ['orderId,what', 'orderId,verb'],
  ] as const) {
    const forged = csv.replace(from, to);
    expect(forged).not.toBe(csv);
    expect((await verify(forged)).code).toBe(1);
  }
  const changedOld = oldCsv.replace(',hotkey,', ',button,');
  expect((await verify(changedOld)).code).toBe(1);
});

test('a changed entry is found in all three forms', async () => {
  const { lines, entries } = chain(4);
  const forged = lines.map((line, index) => (index === 2 ? line.replace('hotkey', 'button') : line));
  const found = { code: 1, out: 'Broken at entry 3: the entry was changed after it was written\n', problems: '' };
  expect(await verify(asFile(forged))).toEqual(found);
  expect(await verify(journalJson(forged))).toEqual(found);
  expect(await verify(journalCsv(forged, entries, ','))).toEqual(found);
});

test('an entry taken out, a first one that is not the first, and a cut one are found', async () => {
  const { lines } = chain(4);
  expect(await verify(asFile(lines.filter((_line, index) => index !== 1)))).toMatchObject({
    code: 1,
    out: 'Broken at entry 2: an earlier entry is missing\n',
  });
  expect(await verify(asFile(lines).slice(0, -30))).toMatchObject({
    code: 1,
    out: "Broken at entry 4: the entry can't be read\n",
  });
});

test('a column of the spreadsheet that says something else than its entry is found', async () => {
  const { lines, entries } = chain(3);
  const csv = journalCsv(lines, entries, ',');
  const forged = csv.replace(/^3,(.*?),hotkey,/mu, '3,$1,button,');
  expect(forged).not.toBe(csv);
  expect(await verify(forged)).toMatchObject({
    code: 1,
    out: 'Broken at entry 3: the entry was changed after it was written\n',
  });
});

test('what is no journal, and what is not there, is wrong use', async () => {
  expect(await verify('{"name":"sidetone"}\n')).toMatchObject({ code: 2, out: '' });
  expect(await verify('')).toMatchObject({ code: 2, out: '' });
  const code = await runCommand(
    { kind: 'verify', files: [path.join(folder, 'none')], witness: null, key: null },
    { profileFolder: folder, locale: 'en', say: () => undefined, complain: () => undefined },
  );
  expect(code).toBe(2);
});

test('a file that does not begin with entry 1 says where it begins, and that the rest was not checked', async () => {
  const { lines } = chain(5);
  expect(await verify(asFile(lines.slice(2)))).toMatchObject({
    code: 0,
    out: "Intact, 3 entries\nThe file begins with entry 3: what came before isn't in it and wasn't checked.\n",
  });
});

test.skipIf(process.platform === 'win32')('a pipe, a device, a link and a folder are refused at once', async () => {
  const pipe = path.join(folder, 'pipe.jsonl');
  execFileSync('mkfifo', [pipe]);
  const link = path.join(folder, 'link.jsonl');
  await writeFile(path.join(folder, 'whole.jsonl'), asFile(chain(2).lines));
  await symlink(path.join(folder, 'whole.jsonl'), link);
  for (const file of [pipe, '/dev/zero', link, folder])
    expect(await verifyFile(file)).toMatchObject({
      code: 2,
      problems: expect.stringContaining("isn't a file") as string,
    });
});

test('a file that is longer than any journal is refused by its length, and not read', async () => {
  const file = path.join(folder, 'endless.jsonl');
  await writeFile(file, asFile(chain(2).lines));
  // A hole in the file takes no room on the disk.
  await truncate(file, 256 * 1024 * 1024 + 1);
  expect(await verifyFile(file)).toMatchObject({ code: 2, problems: expect.stringContaining('too large') as string });
});

test('a line of any length is not read as an entry, though its hash is right', async () => {
  const { lines } = chain(4);
  const padded = (lines[3] ?? '').replace(/,"hash":"[0-9a-f]{64}"\}$/u, '').replace('{', `{${' '.repeat(1_000_000)}`);
  const hash = createHash('sha256').update(`${padded}}`).digest('hex');
  const endless = `${padded},"hash":"${hash}"}`;
  expect(await verify(asFile([...lines.slice(0, 3), endless]))).toMatchObject({
    code: 1,
    out: "Broken at entry 4: the entry can't be read\n",
  });
});
