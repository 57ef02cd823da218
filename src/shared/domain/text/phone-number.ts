// Phone numbers as people write them, for looking them up among numbers that are written otherwise.

/** Digits with the signs that people put between and around them. A letter makes it a name or an address: that is left alone. */
const written = /^\+?[\d\s().\-/\u2010-\u2015]*$/u;
/** A trunk zero in brackets after a country code, `+44 (0)20`: it is dialled inside the country alone. */
const bracketedTrunk = /(?<=^(?:\+|00)[\s\d]{1,4})\(0\)/u;

/**
 * What all spellings of a number have in common, to be looked for inside numbers: the digits without signs, without the prefix that
 * leads abroad (`+`, `00`; ITU-T E.123 and E.164) and without the zero that leads out of town. In Italy that zero belongs to the number;
 * it is then still found without it. Text that is no number comes back as it is, without the blanks around it.
 */
export function numberToFind(typed: string): string {
  const text = typed.trim();
  if (!written.test(text)) return text;
  const digits = text.replace(bracketedTrunk, '').replace(/\D/gu, '');
  const significant = digits.replace(/^0+/u, '');
  return significant === '' ? digits : significant;
}
