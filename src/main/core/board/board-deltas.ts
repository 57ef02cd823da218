// Answers a window with the difference from the answer that it has, or with everything where it has none that is known here. An answer that
// was lost leaves no trace: the next one goes by what the window itself says that it has.
import { randomUUID } from 'node:crypto';
import { isKnownRow } from '../../../shared/ipc/board-delta.ts';
import type { BoardRow, BoardView } from '../../../shared/ipc/board.ts';
import { filterKey } from './board-filter.ts';

/** Answers that are remembered: each window that looks has one of them. */
const mostAnswers = 4;

/** A row as the window was told it at `at` (monotonic milliseconds); the window counts on from there. */
type ToldRow = { readonly row: BoardRow; readonly at: number };

type Answer = {
  readonly mark: string;
  readonly filter: string;
  /** All rows that the window has then, in its order. */
  readonly told: readonly ToldRow[];
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
    const told = part === null ? view.rows.map((row) => ({ row, at: now })) : part.told;
    this.#answers = [...this.#answers.filter((answer) => answer !== base), { mark, filter, told }].slice(-mostAnswers);
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
  readonly told: readonly ToldRow[];
};

/** Null where the window would have another order than the list. */
function changesSince({ told: before }: Answer, rows: readonly BoardRow[], now: number): Changes | null {
  const coming = new Map(rows.map((row) => [row.id, row]));
  const changes = { changed: [] as BoardRow[], gone: [] as string[], told: [] as ToldRow[] };
  const tell = (row: BoardRow): void => {
    changes.changed.push(row);
    changes.told.push({ row, at: now });
  };
  for (const known of before) {
    const { id } = known.row;
    const row = coming.get(id);
    coming.delete(id);
    if (row === undefined) changes.gone.push(id);
    else if (isKnownRow(known.row, now - known.at, row)) changes.told.push(known);
    else tell(row);
  }
  for (const row of coming.values()) tell(row);
  return changes.told.every(({ row }, index) => row.id === rows[index]?.id) ? changes : null;
}
