// Patterns of automatic-pause rules: `*` stands for any text, `?` for one character. No regular expression is made of them.

/** Longest text (characters) that is compared; the rest of a longer one is left out, so that no page can make a comparison slow. */
const maxTextLength = 2_000;

/** Characters without case, each as a person counts it: a `?` must not match half of a surrogate pair. */
const foldedCharacters = (text: string): string[] => Array.from(text.normalize('NFC').toLowerCase());

/**
 * Whether the whole text fits the pattern, without regard to case. Never goes back further than to the last `*`: the time grows with the
 * product of both lengths at worst.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const wanted = foldedCharacters(pattern);
  const given = foldedCharacters(text.slice(0, maxTextLength));
  let [at, from] = [0, 0];
  // Where the last star is, and up to where it has taken the text.
  let [star, taken] = [-1, 0];
  while (from < given.length) {
    if (wanted[at] === '*') {
      [star, taken] = [at, from];
      at += 1;
    } else if (wanted[at] === '?' || wanted[at] === given[from]) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      taken += 1;
      [at, from] = [star + 1, taken];
    } else return false;
  }
  while (wanted[at] === '*') at += 1;
  return at === wanted.length;
}
