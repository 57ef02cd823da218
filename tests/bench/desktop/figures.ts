// Figures of the real app: printed and kept for docs/benchmarks.md, and all that was measured as JSON for whoever looks closer.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import type { BenchRow } from '../../../scripts/bench-table.ts';
import { figure } from '../results.ts';

const folder = path.resolve(import.meta.dirname, '../../../test-results/bench');

export function share(cpuMs: number, seconds: number): string {
  return `${((cpuMs / (seconds * 1000)) * 100).toFixed(2)} %`;
}

export function megabytes(kilobytes: number): string {
  return `${(kilobytes / 1024).toFixed(1)} MB`;
}

/** Tells the rows, and keeps what was measured under `test-results/bench`, with how busy the machine was. */
export async function report(name: string, rows: readonly BenchRow[], measured: unknown): Promise<void> {
  const [minute = 0] = loadavg();
  const busy = `${minute.toFixed(1)} in the last minute`;
  const processors = `on ${String(cpus().length)} processors`;
  for (const row of [...rows, { what: `programs that ran or waited to, ${processors}`, ours: busy }]) figure(row);
  await mkdir(folder, { recursive: true });
  const text = `${JSON.stringify({ at: new Date().toISOString(), busy, rows, measured }, null, 2)}\n`;
  await writeFile(path.join(folder, `${name}.json`), text);
}
