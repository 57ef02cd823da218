// The order of the rows: by urgency, and as it was for as long as somebody is at the list, so that no row moves under a hand.
import type { ListedRow } from './board-merge.ts';
import { byUrgency } from './board-filter.svelte.ts';

export class CalmOrder {
  #places = new Map<string, number>();

  /** `isInUse`: the pointer or the focus is in the list. What is new then comes last. */
  sort(rows: readonly ListedRow[], passedMs: number, isInUse: boolean): readonly ListedRow[] {
    const before = this.#places;
    const placeOf = ({ row }: ListedRow): number => before.get(row.id) ?? Infinity;
    const sorted = rows.toSorted((left, right) => {
      const moved = isInUse ? placeOf(left) - placeOf(right) : 0;
      return moved === 0 || Number.isNaN(moved) ? byUrgency(left.row, right.row, passedMs) : moved;
    });
    this.#places = new Map(sorted.map(({ row }, place) => [row.id, place]));
    return sorted;
  }
}
