// What a window knows of everybody's recordings, and what the core needs to tell it anew. Both ends count on from the same rows, so
// that a recording that merely goes on costs nothing.
import type { BoardRow, BoardView } from './board.ts';

/** Lengths that differ by no more than this (ms) are the same: a server tells whole seconds, and an answer takes its time. */
const sameTimeMs = 1_500;

/** The same row `ms` milliseconds later, if nothing happens to it. */
function rowLater(row: BoardRow, ms: number): BoardRow {
  const { elapsedMs, counting, paused, requestedForMs } = row;
  return {
    ...row,
    elapsedMs: elapsedMs !== null && counting ? elapsedMs + ms : elapsedMs,
    paused: paused === null ? null : { ...paused, forMs: paused.forMs + ms },
    requestedForMs: requestedForMs === null ? null : requestedForMs + ms,
  };
}

type Length = 'elapsedMs' | 'requestedForMs' | 'paused';

/** Every member that must be exactly the same. A member that BoardRow gets later doesn't compile until it stands here. */
const exact: Readonly<Record<Exclude<keyof BoardRow, Length | 'id' | 'problem'>, true>> = {
  state: true,
  was: true,
  counting: true,
  username: true,
  remoteName: true,
  remoteNumber: true,
  canCancelPause: true,
  mine: true,
};
const exactNames = Object.keys(exact) as readonly (keyof typeof exact)[];

/** Whether a window that has counted on from `known` for `ms` milliseconds shows `row` already. Everything but a length must be exactly the same. */
export function isKnownRow(known: BoardRow, ms: number, row: BoardRow): boolean {
  return (
    exactNames.every((name) => known[name] === row[name]) &&
    isSameTime(known.elapsedMs, known.counting ? ms : 0, row.elapsedMs) &&
    isSameTime(known.requestedForMs, ms, row.requestedForMs) &&
    isSameTime(known.paused?.forMs ?? null, ms, row.paused?.forMs ?? null) &&
    known.paused?.isWhole === row.paused?.isWhole &&
    isSameProblem(known.problem, row.problem)
  );
}

const isSameTime = (before: number | null, ms: number, now: number | null): boolean =>
  before === null || now === null ? before === now : Math.abs(before + ms - now) <= sameTimeMs;

const isSameProblem = (one: BoardRow['problem'], other: BoardRow['problem']): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

/** The rows after an answer: those of before, `ms` milliseconds later, with what the answer changes. What is new comes last. */
export function rowsAfter(
  before: readonly BoardRow[],
  ms: number,
  { isWhole, rows, gone }: Pick<BoardView, 'isWhole' | 'rows' | 'gone'>,
): readonly BoardRow[] {
  if (isWhole) return rows;
  const coming = new Map(rows.map((row) => [row.id, row]));
  const left = new Set(gone);
  const kept: BoardRow[] = [];
  for (const known of before) {
    const next = coming.get(known.id);
    coming.delete(known.id);
    if (!left.has(known.id)) kept.push(next ?? rowLater(known, ms));
  }
  return [...kept, ...coming.values()];
}
