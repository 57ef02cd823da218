// Joins a new list of live recordings with the one that is looked at, without moving a row under somebody's hand.
import type { BoardRow } from '../../../shared/ipc/board.ts';

/** A recording that has ended stays to be seen so long, and longest so long while somebody is at the list. In milliseconds. */
const endedStaysMs = 4_000;
const endedStaysAtMost = 30_000;

/** `endedAt` is performance.now() of the answer in which it was gone; null while it is there. */
export type ListedRow = { readonly row: BoardRow; readonly endedAt: number | null };

/** What was listed keeps its place; what has ended stays there for a moment; what is new comes last. */
export function merged(
  before: readonly ListedRow[],
  rows: readonly BoardRow[],
  now: number,
  isInUse: boolean,
): readonly ListedRow[] {
  const coming = new Map(rows.map((row) => [row.id, row]));
  const kept: ListedRow[] = [];
  for (const { row, endedAt } of before) {
    const next = coming.get(row.id);
    const since = endedAt ?? now;
    if (next !== undefined) kept.push({ row: next, endedAt: null });
    else if (now - since < (isInUse ? endedStaysAtMost : endedStaysMs)) kept.push({ row, endedAt: since });
    coming.delete(row.id);
  }
  for (const row of coming.values()) kept.push({ row, endedAt: null });
  return kept;
}
