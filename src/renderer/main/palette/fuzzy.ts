// Finds what somebody means by a few letters of it, in their order, as in "ptp" for "Pause the phone".

/**
 * How well a text fits what was typed: null when a letter is missing, else the higher the better. Letters that follow each other and
 * those that begin a word count most; of equal ones the shorter text fits better. Case and marks on letters do not count.
 */
export function fit(typed: string, text: string): number | null {
  const wanted = plain(typed).replaceAll(/\s+/gu, '');
  const inside = plain(text);
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = inside.indexOf(letter, at + 1);
    if (next === -1) return null;
    const beginsWord = next === 0 || !/[\p{L}\p{N}]/u.test(inside[next - 1] ?? '');
    score += next === at + 1 ? 3 : beginsWord ? 2 : 0;
    at = next;
  }
  return score - inside.length / 1_000;
}

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Those that fit, the best first; all in their order while nothing is typed. */
export function best<T>(typed: string, items: readonly T[], textOf: (item: T) => string): readonly T[] {
  if (typed.trim() === '') return items;
  return items
    .flatMap((item) => {
      const score = fit(typed, textOf(item));
      return score === null ? [] : [{ item, score }];
    })
    .sort((left, right) => right.score - left.score)
    .map(({ item }) => item);
}
