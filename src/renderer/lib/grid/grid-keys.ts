// Where the keys of a grid lead.

type Place = {
  readonly index: number;
  readonly total: number;
  /** Whole rows that fit into view. */
  readonly rowsPerPage: number;
};

/** The row that a key leads to, within the grid; null for a key that does not move between rows. */
export function targetOfKey(key: string, { index, total, rowsPerPage }: Place): number | null {
  const targets: Partial<Record<string, number>> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + rowsPerPage,
    PageUp: index - rowsPerPage,
    Home: 0,
    End: total - 1,
  };
  const target = targets[key];
  return target === undefined ? null : Math.max(0, Math.min(total - 1, target));
}
