// Filters of the completed list in the vendor's RHS-Colon syntax (Part B): operator, colon, value; strings escape ; and \ by \.

/** A filter that cannot be read: answered 400 reason 0 with this message. */
export class FilterError extends Error {}

/** From is included, to is excluded, both in epoch milliseconds. */
export type InstantRange = { readonly from: number; readonly to: number };
export type TextFilter = { readonly operator: 'equals' | 'contains'; readonly value: string };

function split(text: string, operators: readonly string[]): { readonly operator: string; readonly rest: string } {
  // A bare date-time holds colons itself: only a known operator word ends at the first one.
  const colon = text.indexOf(':');
  const word = colon < 0 ? '' : text.slice(0, colon).toLowerCase();
  return operators.includes(word)
    ? { operator: word, rest: text.slice(colon + 1) }
    : { operator: 'equals', rest: text };
}

/** @throws FilterError when an instant cannot be read. */
export function instantRange(name: string, text: string, parse: (text: string) => number | null): InstantRange {
  const { operator, rest } = split(text, ['equals', 'before', 'after', 'between']);
  const instant = (part: string): number => {
    const value = parse(part.trim());
    if (value === null) throw new FilterError(`${name}: "${part}" is not a date-time.`);
    return value;
  };
  if (operator === 'between') {
    const [first, second, ...more] = rest.split(';');
    if (first === undefined || second === undefined || more.length > 0) {
      throw new FilterError(`${name}: between needs two date-times separated by a semicolon.`);
    }
    return { from: instant(first), to: instant(second) };
  }
  const at = instant(rest);
  if (operator === 'before') return { from: -Infinity, to: at };
  return operator === 'after' ? { from: at + 1, to: Infinity } : { from: at, to: at + 1 };
}

function unescaped(name: string, text: string): string {
  let value = '';
  for (let i = 0; i < text.length; i += 1) {
    const letter = text.charAt(i);
    if (letter === ';') throw new FilterError(`${name}: a semicolon must be escaped by a backslash.`);
    if (letter === '\\') {
      i += 1;
      if (i >= text.length) throw new FilterError(`${name}: a backslash must be escaped by a backslash.`);
      value += text.charAt(i);
    } else {
      value += letter;
    }
  }
  return value;
}

/** @throws FilterError when an escape is wrong. */
export function textFilter(name: string, text: string): TextFilter {
  const { operator, rest } = split(text, ['equals', 'contains']);
  return { operator: operator === 'contains' ? 'contains' : 'equals', value: unescaped(name, rest) };
}

/** Equality only, as documented for owner, local party and direction. @throws FilterError for any other operator. */
export function equality(name: string, text: string): string {
  const { operator, rest } = split(text, ['equals', 'contains', 'before', 'after', 'between']);
  if (operator !== 'equals') throw new FilterError(`${name}: operator "${operator}" is not allowed here.`);
  return unescaped(name, rest);
}
