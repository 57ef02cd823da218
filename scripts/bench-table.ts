// The rows of docs/benchmarks.md: each benchmark owns the block between its two marks, which is written anew by `npm run bench -- NAME --write`.
export type BenchRow = {
  readonly what: string;
  readonly ours: string;
  /** A plain baseline that did the same work in the same run. */
  readonly plain?: string;
  /** Sidetone's figure divided by the baseline's, or the other way round where more is better: `goal` says which. */
  readonly ratio?: number;
  readonly goal?: string;
};

const begin = (name: string): string => `<!-- bench ${name} -->`;
const end = (name: string): string => `<!-- /bench ${name} -->`;
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The block of one benchmark, with the heading, the machine and the date above its table. */
export function benchBlock(name: string, rows: readonly BenchRow[], ran: string): string {
  const lines = rows.map(
    ({ what, ours, plain, ratio, goal }) =>
      `| ${[what, ours, plain ?? '', ratio?.toFixed(2) ?? '', goal ?? ''].map(cell).join(' | ')} |`,
  );
  const head = ['| What | Sidetone | Plain | Ratio | Goal |', '|---|---|---|---|---|'];
  const parts = [
    begin(name),
    `## ${name}`,
    '',
    `\`npm run bench -- ${name}\`, ${ran}`,
    '',
    ...head,
    ...lines,
    end(name),
  ];
  return parts.join('\n');
}

/** The document with this block in place of the one of the same name, or behind all others. */
export function withBlock(document: string, name: string, block: string): string {
  const from = document.indexOf(begin(name));
  const to = document.indexOf(end(name));
  if (from < 0 || to < from) return `${document.trimEnd()}\n\n${block}\n`;
  return `${document.slice(0, from)}${block}${document.slice(to + end(name).length)}`;
}
