// Which rows are chosen to be saved together: one by one, or a whole stretch with Shift.
import { SvelteMap } from 'svelte/reactivity';
import type { HistoryRow } from '../../../../shared/ipc/ipc-table.ts';
import { mostChosen } from '../../../../shared/ipc/saving.ts';

export class Selection {
  readonly #chosen = new SvelteMap<string, HistoryRow>();
  #anchor: number | null = null;

  get size(): number {
    return this.#chosen.size;
  }

  get ids(): string[] {
    return [...this.#chosen.keys()];
  }

  get rows(): HistoryRow[] {
    return [...this.#chosen.values()];
  }

  has(row: HistoryRow): boolean {
    return this.#chosen.has(row.id);
  }

  toggle(row: HistoryRow, index: number): void {
    this.#anchor = index;
    if (!this.#chosen.delete(row.id) && this.#chosen.size < mostChosen) this.#chosen.set(row.id, row);
  }

  /** All of these besides those that are chosen, as far as there is room. */
  choose(rows: readonly HistoryRow[]): void {
    for (const row of rows) if (this.#chosen.size < mostChosen) this.#chosen.set(row.id, row);
  }

  /** From the row that was chosen last to this one. `rowAt` answers undefined for rows that are not here: they are left out. */
  extend(to: number, rowAt: (index: number) => HistoryRow | undefined): void {
    const from = this.#anchor ?? to;
    for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
      const row = rowAt(index);
      if (row !== undefined && this.#chosen.size < mostChosen) this.#chosen.set(row.id, row);
    }
    this.#anchor = to;
  }

  /** The rows have moved: a stretch goes on from the row where it began. */
  follow(indexAfter: (index: number) => number): void {
    if (this.#anchor !== null) this.#anchor = indexAfter(this.#anchor);
  }

  clear(): void {
    this.#chosen.clear();
    this.#anchor = null;
  }
}
