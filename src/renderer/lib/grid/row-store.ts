// The rows of a very long list that are here, by their place in it. When new ones come in on top the others move and are kept.
import type { HistoryRow } from '../../../shared/ipc/ipc-table.ts';
import { PageCache } from './page-cache.ts';

export const pageSize = 50;
const pagesKept = 40;

type Rows = readonly (HistoryRow | undefined)[];

/** How the rows of a list have moved. */
export type Move = {
  /** Number of rows in the list now. */
  readonly total: number;
  /** Where the row at a 0-based place stands now. */
  readonly indexAfter: (index: number) => number;
};

export class RowStore {
  readonly #pages = new PageCache<Rows>(pagesKept);
  /** Never forgotten: what is new is seen by what was on top. */
  #first: Rows = [];

  /** The row at a 0-based place, or undefined while it is not here. */
  row(index: number): HistoryRow | undefined {
    return this.#rows(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** Every row that is here, in the order of the list. */
  rows(): HistoryRow[] {
    return [...this.#all()].toSorted(([a], [b]) => a - b).map(([, row]) => row);
  }

  /** Every row of a page is here, in a list of `total` rows. */
  isWhole(page: number, total: number): boolean {
    const rows = this.#rows(page);
    const due = Math.max(0, Math.min(pageSize, total - page * pageSize));
    for (let at = 0; at < due; at += 1) if (rows?.[at] === undefined) return false;
    return true;
  }

  put(page: number, rows: Rows): void {
    if (page === 0) this.#first = rows;
    else this.#pages.put(page, rows);
  }

  /**
   * How the rows that are here have moved, as the rows of a page show it that has just come. A row that is in both tells it for all;
   * where there is none the list has `grown` by so many rows on top. Null: nothing has moved.
   */
  moveShownBy(page: number, rows: readonly HistoryRow[], grown: number): ((index: number) => number) | null {
    const now = new Map(rows.map(({ id }, at) => [id, page * pageSize + at]));
    const seen = new Map<number, number>();
    for (const [index, { id }] of this.#all()) {
      const place = now.get(id);
      if (place !== undefined) seen.set(index, place);
    }
    // The lowest row that is in both has all that came in above it: what stands further down moved with it.
    const lowest = Math.max(-1, ...seen.keys());
    const rest = (seen.get(lowest) ?? lowest + Math.max(0, grown)) - lowest;
    if (rest === 0 && [...seen].every(([index, place]) => index === place)) return null;
    return (index) => seen.get(index) ?? Math.max(0, index + rest);
  }

  /** Moves every row that is here. */
  move(indexAfter: (index: number) => number): void {
    const moved = new Map<number, (HistoryRow | undefined)[]>();
    for (const [index, row] of this.#all()) {
      const place = indexAfter(index);
      const page = Math.floor(place / pageSize);
      const rows = moved.get(page) ?? [];
      moved.delete(page);
      rows[place % pageSize] = row;
      moved.set(page, rows);
    }
    this.#pages.clear();
    this.#first = [];
    for (const [page, rows] of moved) this.put(page, rows);
  }

  #rows(page: number): Rows | undefined {
    return page === 0 ? this.#first : this.#pages.get(page);
  }

  /** Every row that is here with its place, those that were looked at last at the end. */
  *#all(): Generator<readonly [number, HistoryRow]> {
    for (const [page, rows] of [[0, this.#first] as const, ...this.#pages.entries()])
      for (const [at, row] of rows.entries()) if (row !== undefined) yield [page * pageSize + at, row];
  }
}
