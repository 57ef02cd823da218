// In which order files are read, whatever the order in which they were named: those that continue each other one after the other, and
// what holds more before what may be a part of it.
import { readEntry, type ReadEntry } from './read-entry.ts';
import type { ReportSource } from './sources.ts';

export type Ends = {
  readonly source: ReportSource;
  readonly first: ReadEntry;
  /** Hash of the entry after the first one. Two journals may begin alike, with the start of Sidetone in the same millisecond. */
  readonly secondHash: string | null;
  readonly last: ReadEntry;
};

function entriesIn(lines: readonly Buffer[], most: number): ReadEntry[] {
  const entries: ReadEntry[] = [];
  for (const line of lines) {
    const entry = readEntry(line);
    if (typeof entry !== 'string') entries.push(entry);
    if (entries.length === most) break;
  }
  return entries;
}

/** The first and the last entry of a source; null where none was found at its ends. Rejects with a Node system error. */
export async function endsOf(source: ReportSource): Promise<Ends | null> {
  const lines = await source.ends();
  const [first, second] = entriesIn(lines.first, 2);
  const [last] = entriesIn(lines.last.toReversed(), 1);
  if (first === undefined || last === undefined) return null;
  return { source, first, secondHash: second?.hash ?? null, last };
}

const compared = <T extends number | string>(left: T, right: T): number => (left < right ? -1 : left > right ? 1 : 0);

/** Earlier entries first; of those that begin alike, the longer. */
const inOrder = (left: Ends, right: Ends): number =>
  compared(left.first.sequence, right.first.sequence) ||
  compared(right.last.sequence, left.last.sequence) ||
  compared(left.first.hash, right.first.hash) ||
  compared(left.last.hash, right.last.hash) ||
  compared(left.source.name, right.source.name);

/** The files in groups: within a group they continue each other, or are copies of what continues. */
export function readingOrder(files: readonly Ends[]): Ends[][] {
  const sorted = files.toSorted(inOrder);
  const byLast = new Map<string, Ends>();
  for (const file of sorted) if (!byLast.has(file.last.hash)) byLast.set(file.last.hash, file);
  const roots = new Map<Ends, Ends>();
  // Whoever comes before is sorted before, so that its root is known.
  for (const file of sorted) {
    const before = byLast.get(file.first.previous);
    const follows = before !== undefined && before.last.sequence === file.first.sequence - 1;
    roots.set(file, (follows ? roots.get(before) : undefined) ?? file);
  }
  const groups = new Map<Ends, Ends[]>();
  for (const file of sorted) {
    const root = roots.get(file) ?? file;
    groups.set(root, [...(groups.get(root) ?? []), file]);
  }
  const endOf = (group: readonly Ends[]): number => Math.max(...group.map(({ last }) => last.sequence));
  return [...groups.values()].toSorted((left, right) => {
    const [one, other] = [left[0], right[0]];
    if (one === undefined || other === undefined) return 0;
    const bySequence = compared(one.first.sequence, other.first.sequence) || compared(endOf(right), endOf(left));
    return bySequence || inOrder(one, other);
  });
}
