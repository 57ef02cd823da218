// A range of days as two date boxes have it: `YYYY-MM-DD`, or empty (null) where an end is open.

/** The first day is after the last: nothing can match. */
export function isBackwards(from: string | null, to: string | null): boolean {
  const isOpen = from === null || to === null || from === '' || to === '';
  return !isOpen && from > to;
}
