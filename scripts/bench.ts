// The command `bench`: runs the benchmarks under tests/bench, all or those named. They print figures and assert nothing about time.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { benchBlock, withBlock, type BenchRow } from './bench-table.ts';
import { endWith, root, say, spawnNode } from './project.ts';

const folder = path.join(root, 'tests', 'bench');
const ending = '.bench.ts';
const table = path.join(root, 'docs', 'benchmarks.md');
/** Those of the document, in its order: what a person or an administrator would notice. */
const inTable = [
  ...['pause', 'board', 'download', 'upload', 'history', 'scroll'],
  // The real Linux app: these need the desktop of .ci/electron-linux.
  ...['app-start', 'app-idle', 'app-key', 'app-day'],
];

export async function run(args: readonly string[]): Promise<number> {
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(ending))
        .map((file) => file.slice(0, -ending.length))
        .toSorted()
    : [];
  const list = names.length === 0 ? 'none' : names.join(', ');
  if (args.includes('--help')) {
    process.stdout.write(
      `Usage: npm run bench [-- NAME...] [--write]\n\nRuns the benchmarks and prints their figures.\n\n` +
        `  NAME     ${list}; all: those of docs/benchmarks.md (default: every one)\n` +
        `  --write  Put the figures into docs/benchmarks.md\n  --help   Show this help\n`,
    );
    return 0;
  }
  const isWritten = args.includes('--write');
  const named = args.filter((arg) => arg !== '--write').flatMap((arg) => (arg === 'all' ? inTable : [arg]));
  const unknown = named.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    say(`Unknown benchmark "${unknown.join(' ')}". Available: ${list}.`);
    say('Try --help.');
    return 2;
  }
  if (names.length === 0) say('No benchmarks found.');
  for (const each of named.length === 0 ? names : named) {
    const code = await runOne(each, isWritten);
    if (code !== 0) return code;
  }
  return 0;
}

/** Runs one, and puts its rows into the document if they are wanted. Answers its exit code. */
async function runOne(name: string, isWritten: boolean): Promise<number> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'sidetone-bench-rows-'));
  const rows = path.join(scratch, 'rows.json');
  try {
    const code = await endWith(
      spawnNode(['--expose-gc', path.join(folder, `${name}${ending}`)], {
        stdio: 'inherit',
        env: { ...process.env, SIDETONE_BENCH_ROWS: rows },
      }),
    );
    if (code === 0 && isWritten && existsSync(rows)) write(name, JSON.parse(readFileSync(rows, 'utf8')) as BenchRow[]);
    return code;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function write(name: string, rows: readonly BenchRow[]): void {
  const before = existsSync(table) ? readFileSync(table, 'utf8') : '';
  const ran = `${new Date().toISOString().slice(0, 10)}, ${machine()}`;
  writeFileSync(table, withBlock(before, name, benchBlock(name, rows, ran)));
}

/** What it ran on: processor, cores, memory, system, Node. */
function machine(): string {
  const cpus = os.cpus();
  const gigabytes = Math.round(os.totalmem() / 2 ** 30);
  const load = os.loadavg()[0]?.toFixed(1) ?? '';
  return (
    `${String(cpus.length)} cores of ${cpus[0]?.model.trim() ?? 'an unknown processor'}, ${String(gigabytes)} GB, ` +
    `${os.type()} ${os.release()}, Node ${process.versions.node}, load ${load} at the end`
  );
}
