// What a benchmark found, as rows: printed at once, and kept as JSON where scripts/bench.ts wants them for docs/benchmarks.md.
import { writeFileSync } from 'node:fs';
import type { BenchRow } from '../../scripts/bench-table.ts';

const rows: BenchRow[] = [];

/** Prints one figure and keeps it. `plain` is the baseline that did the same work in the same run. */
export function figure(row: BenchRow): void {
  rows.push(row);
  const { what, ours, plain, ratio, goal } = row;
  const beside = plain === undefined ? '' : `   plain: ${plain}`;
  const times = ratio === undefined ? '' : `   ${ratio.toFixed(2)} ×`;
  process.stdout.write(`${what.padEnd(74)} ${ours}${beside}${times}${goal === undefined ? '' : `   goal: ${goal}`}\n`);
  const file = process.env['SIDETONE_BENCH_ROWS'];
  if (file !== undefined) writeFileSync(file, JSON.stringify(rows));
}

/** The value below which a share (0 to 1) of the figures lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** "1.23 / 2.34 / 3.45 ms": median, p95 and p99. */
export function spreadText(values: readonly number[]): string {
  return `${[0.5, 0.95, 0.99].map((share) => percentile(values, share).toFixed(2)).join(' / ')} ms`;
}
