// Plants each fault of tests/mutation/planted in a copy of the project, runs the tests that have to find it, and prints which test did.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import type { PlantedArea } from '../tests/mutation/planted/planted-area.ts';
import { planted } from '../tests/mutation/planted/planted.ts';
import { ended, inPackages, root, say } from './project.ts';

/** Milliseconds after which tests that do not end have found the fault. */
const longestMs = 900_000;

/** Not copied: what is made, and what is fetched. */
const leftOut = new Set(['.git', '.ci', 'node_modules', 'out', 'dist', 'test-results']);

const reportSchema = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      message: v.optional(v.string(), ''),
      status: v.string(),
      assertionResults: v.array(v.object({ fullName: v.string(), status: v.string() })),
    }),
  ),
});

/** Nothing is ever changed in the project itself, however this ends. */
function copyOfProject(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'sidetone-planted-'));
  cpSync(root, copy, { recursive: true, filter: (from) => !leftOut.has(path.relative(root, from)) });
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
  return copy;
}

/** The first test that failed, or null where all passed. Throws where none was run. */
async function firstFailure(copy: string, tests: readonly string[]): Promise<string | null> {
  const report = path.join(copy, 'test-results', 'planted.json');
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const args = ['run', '--bail=1', '--reporter=json', `--outputFile.json=${report}`];
  const files = tests.map((name) => `tests/unit/${name}`);
  const child = spawn(process.execPath, [inPackages('vitest', 'vitest.mjs'), ...args, ...files], {
    cwd: copy,
    stdio: 'ignore',
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), longestMs);
  const code = await ended(child);
  clearTimeout(limit);
  if (child.signalCode !== null) return 'the tests do not end';
  const { testResults } = v.parse(reportSchema, JSON.parse(readFileSync(report, 'utf8')));
  if (testResults.length === 0) throw new Error(`No test in ${tests.join(', ')}`);
  for (const { name, assertionResults } of testResults) {
    const failed = assertionResults.find(({ status }) => status === 'failed');
    if (failed !== undefined) return `${path.relative(path.join(copy, 'tests/unit'), name)}: ${failed.fullName}`;
  }
  const broken = testResults.find(({ status }) => status === 'failed');
  if (broken !== undefined) return `${path.relative(copy, broken.name)} does not load: ${broken.message}`;
  return code === 0 ? null : 'an error outside of a test';
}

type Row = { readonly area: string; readonly what: string; readonly foundBy: string | null };

async function plantAll(copy: string, areas: readonly PlantedArea[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { area, folder, tests, faults } of areas) {
    const failure = await firstFailure(copy, tests);
    if (failure !== null) throw new Error(`${area}: fails without a fault: ${failure}`);
    for (const [what, name, text, instead] of faults) {
      const file = path.join(copy, folder, name);
      const sound = readFileSync(file, 'utf8');
      const [before, after, ...others] = sound.split(text);
      if (before === undefined || after === undefined || others.length > 0)
        throw new Error(`${name} does not hold once: ${text}`);
      writeFileSync(file, `${before}${instead}${after}`);
      const foundBy = await firstFailure(copy, tests);
      writeFileSync(file, sound);
      rows.push({ area, what, foundBy });
      process.stdout.write(`| ${area} | ${what} | ${foundBy ?? '**NOT FOUND**'} |\n`);
    }
  }
  return rows;
}

/**
 * @param only the name of an area; empty for all
 * @returns the exit code: 1 where a fault was found by no test, 2 where there is no such area
 */
export async function runPlanted(only: string): Promise<number> {
  const areas = planted.filter(({ area }) => only === '' || area === only);
  if (areas.length === 0) {
    say(`--area must be one of ${planted.map(({ area }) => area).join(', ')}.`);
    return 2;
  }
  const copy = copyOfProject();
  try {
    process.stdout.write('| Area | Fault | Found by |\n| --- | --- | --- |\n');
    const rows = await plantAll(copy, areas);
    const missed = rows.filter(({ foundBy }) => foundBy === null);
    say(`planted: ${String(rows.length - missed.length)} of ${String(rows.length)} found`);
    return missed.length === 0 ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
