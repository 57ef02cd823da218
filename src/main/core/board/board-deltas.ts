// Answers a window with the difference from the answer that it has, or with everything where it has none that is known here. An answer that
// was lost leaves no trace: the next one goes by what the window itself says that it has.
import { randomUUID } from 'node:crypto';
import { isKnownRow, rowLater, rowsAfter } from '../../../shared/ipc/board-delta.ts';
import type { BoardRow, BoardView } from '../../../shared/ipc/board.ts';
import { filterKey } from './board-filter.ts';

/** Answers that are remembered: each window that looks has one of them. */
const mostAnswers = 4;

/** `rows` are those that the window had at `at` (monotonic milliseconds), counted on by the window. */
type Answer = {
  readonly mark: string;
  readonly filter: string;
  readonly at: number;
  readonly rows: readonly BoardRow[];
};

export type WholeView = Omit<BoardView, 'mark' | 'isWhole' | 'gone'>;

export class BoardDeltas {
  /** Names the answers of this run: those of an earlier one are not known. */
  readonly #run = randomUUID();
  #count = 0;
  #answers: readonly Answer[] = [];

  /** `since`: the mark of the answer that the window has, null for none. `now`: monotonic milliseconds. */
  answer(view: WholeView, since: string | null, now: number): BoardView {
    this.#count += 1;
    const mark = `${this.#run}/${String(this.#count)}`;
    const filter = filterKey(view.filter);
    const base = this.#answers.find((answer) => answer.mark === since && answer.filter === filter);
    const part = base === undefined ? null : changesSince(base, view.rows, now);
    const rows = part === null ? view.rows : part.after;
    this.#answers = [...this.#answers.filter((answer) => answer !== base), { mark, filter, at: now, rows }].slice(
      -mostAnswers,
    );
    if (part === null) return { ...view, mark, isWhole: true, gone: [] };
    return { ...view, rows: part.changed, mark, isWhole: false, gone: part.gone };
  }

  /** Everything that was answered is forgotten. */
  clear(): void {
    this.#answers = [];
  }
}

type Changes = {
  readonly changed: BoardRow[];
  readonly gone: string[];
  /** What the window has then. */
  readonly after: readonly BoardRow[];
};

/** Null where the window would have another order than the list. */
function changesSince({ rows: before, at }: Answer, rows: readonly BoardRow[], now: number): Changes | null {
  const ms = now - at;
  const known = new Map(before.map((row) => [row.id, row]));
  const there = new Set(rows.map(({ id }) => id));
  const changed = rows.filter((row) => {
    const had = known.get(row.id);
    return had === undefined || !isKnownRow(rowLater(had, ms), row);
  });
  const gone = before.flatMap(({ id }) => (there.has(id) ? [] : [id]));
  const after = rowsAfter(before, ms, { isWhole: false, rows: changed, gone });
  const isInOrder = after.length === rows.length && after.every(({ id }, index) => id === rows[index]?.id);
  return isInOrder ? { changed, gone, after } : null;
}
