// The evidence report of a month of 5,000 installations, beside a plain program that reads the same files and parses each line.
// SIDETONE_BENCH_FILES and SIDETONE_BENCH_PAUSES choose another number of files, and of pauses in each.
import { spawnSync } from 'node:child_process';
import { hash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from '../../src/main/command-line/arguments.ts';
import { runCommand } from '../../src/main/command-line/run-command.ts';
import { signedCheckpoint } from '../../src/main/core/journal/checkpoint.ts';
import type { JournalFact } from '../../src/shared/domain/journal.ts';
import { newKey } from '../support/signed-journal.ts';
import { print } from './simulator-process.ts';

const [, , role, folderGiven = ''] = process.argv;
const files = Number(process.env['SIDETONE_BENCH_FILES'] ?? 5_000);
const pauses = Number(process.env['SIDETONE_BENCH_PAUSES'] ?? 200);

/** A journal of a month: each pause with its end and a checkpoint. Notes before the last one are copies of it with another text. */
function month(): string {
  const key = newKey();
  const lines: string[] = [];
  let [now, previous] = [Date.UTC(2026, 10, 1, 8) + Math.random() * 1e6, '0'.repeat(64)];
  const add = (fact: JournalFact): void => {
    const at = new Date(now).toISOString();
    const text = JSON.stringify({ sequence: lines.length + 1, at, serverAt: at, appVersion: '0.1.0', fact, previous });
    previous = hash('sha256', text, 'hex');
    lines.push(`${text.slice(0, -1)},"hash":"${previous}"}`);
    now += 20_000;
  };
  const checkpoint = () =>
    signedCheckpoint(
      { sequence: lines.length, head: previous, time: new Date(now).toISOString(), serverTime: null },
      key,
    );
  add({ kind: 'started' });
  const model = checkpoint();
  const signature = model.note.slice(model.note.indexOf('\n\n'));
  const keyLine = /\nkey .*/u.exec(model.note)?.[0] ?? '';
  for (let done = 0; done < pauses; done += 1) {
    const [pauseId, recordingId] = [randomUUID(), randomUUID()];
    add({ kind: 'asked', pauseId, trigger: 'hotkey', recordingIds: [recordingId] });
    const exposureMs = done % 97 === 5 ? 2_400 : 30 + Math.random() * 300;
    add({ kind: 'confirmed', pauseId, recordingId, exposureMs, attempts: [{ afterMs: 1, outcome: 'ok' }] });
    add({ kind: 'resume-asked', pauseId, trigger: 'hotkey', recordingIds: [recordingId] });
    add({ kind: 'ended', pauseId, how: 'resumed', pausedForMs: 17_000, attempts: [] });
    const time = new Date(now).toISOString();
    const note = `Sidetone journal checkpoint v1\nsequence ${String(lines.length)}\nhead ${previous}\ntime ${time}\nserver-time unknown${keyLine}${signature}`;
    // The report verifies the newest signature of a key; making a million others would take longer than all the rest.
    add(done === pauses - 1 ? checkpoint() : { ...model, note });
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** What one run took: seconds, and the most memory the process ever had. */
const told = (began: number, count: number): void =>
  void process.stdout.write(
    `\n${JSON.stringify({ seconds: (performance.now() - began) / 1_000, rss: process.resourceUsage().maxRSS * 1_024, count })}\n`,
  );

async function filesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).map((name) => join(folder, name));
}

async function runReport(folder: string): Promise<void> {
  const began = performance.now();
  const asked = readArguments(['report', '--out', join(folder, 'report.html'), ...(await filesIn(folder))]);
  if (asked.kind === 'app') return;
  const say = (text: string): void => void process.stdout.write(text);
  await runCommand(asked, { profileFolder: folder, locale: 'en', say, complain: say });
  told(began, 0);
}

async function runPlain(folder: string): Promise<void> {
  const began = performance.now();
  let count = 0;
  for (const file of await filesIn(folder)) {
    for (const line of (await readFile(file, 'utf8')).split('\n')) {
      if (line === '') continue;
      JSON.parse(line);
      count += 1;
    }
  }
  told(began, count);
}

async function measure(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sidetone-bench-'));
  try {
    let bytes = 0;
    for (let made = 0; made < files; made += 1) {
      const text = month();
      bytes += text.length;
      await writeFile(join(folder, `${String(made)}.jsonl`), text);
    }
    print('journals', `${String(files)} files, ${(bytes / 1e6).toFixed(0)} MB, ${String(pauses)} pauses each`);
    for (const which of ['report', 'plain']) {
      const { stdout, stderr } = spawnSync(process.execPath, [import.meta.filename, which, folder], {
        encoding: 'utf8',
        maxBuffer: 1e8,
      });
      const line = stdout.trim().split('\n').at(-1) ?? '';
      if (!line.startsWith('{')) throw new Error(`${stdout}${stderr}`);
      const { seconds, rss, count } = JSON.parse(line) as { seconds: number; rss: number; count: number };
      if (which === 'report') process.stdout.write(`${stdout.trim().split('\n')[0] ?? ''}\n`);
      const what = which === 'report' ? 'the report' : `plain reading and parsing (${String(count)} entries)`;
      print(what, `${seconds.toFixed(1)} s, at most ${(rss / 1e6).toFixed(0)} MB`);
    }
    print('its page', `${((await stat(join(folder, 'report.html'))).size / 1e6).toFixed(1)} MB`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (role === 'report') await runReport(folderGiven);
else if (role === 'plain') await runPlain(folderGiven);
else await measure();
