// Figures of a benchmark: the table that is printed, and the same as JSON for whoever keeps it.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { print } from '../simulator-process.ts';

const folder = path.resolve(import.meta.dirname, '../../../test-results/bench');

export type Row = {
  readonly what: string;
  readonly figure: string;
  /** What it is held against; empty for none. */
  readonly goal?: string;
};

export function share(cpuMs: number, seconds: number): string {
  return `${((cpuMs / (seconds * 1000)) * 100).toFixed(2)} %`;
}

export function megabytes(kilobytes: number): string {
  return `${(kilobytes / 1024).toFixed(1)} MB`;
}

/** The value below which that part of the figures lies. */
export function percentile(figures: readonly number[], part: number): number {
  const sorted = figures.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** Prints the rows and keeps them with all that was measured under `test-results/bench`. How busy the machine was is a part of it. */
export async function report(name: string, rows: readonly Row[], measured: unknown): Promise<void> {
  for (const { what, figure, goal = '' } of rows) print(what, goal === '' ? figure : `${figure} (goal: ${goal})`);
  const [minute = 0] = loadavg();
  const load = `${minute.toFixed(2)} on ${String(cpus().length)} processors`;
  print('waiting for the processors in the last minute', load);
  await mkdir(folder, { recursive: true });
  const text = `${JSON.stringify({ at: new Date().toISOString(), load, rows, measured }, null, 2)}\n`;
  await writeFile(path.join(folder, `${name}.json`), text);
}
