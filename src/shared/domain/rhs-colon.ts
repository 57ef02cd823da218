// The vendor's filter language "RHS-Colon" (`contains:49 30`, `between:A;B`): building filters and reading them back.
import { formatInstant, parseDateTime, type VendorDateTime } from './date-time.ts';

export const stringOperators = ['equals', 'contains'] as const;
export type StringOperator = (typeof stringOperators)[number];

export type ParsedStringFilter = { readonly operator: StringOperator; readonly value: string };
export type ParsedDateTimeFilter =
  | { readonly operator: 'equals' | 'before' | 'after'; readonly value: VendorDateTime }
  | { readonly operator: 'between'; readonly from: VendorDateTime; readonly to: VendorDateTime };

/** Escapes `;` and `\` with a leading `\`, as the vendor asks for searched strings. */
export function escapeFilterText(text: string): string {
  return text.replace(/[;\\]/g, String.raw`\$&`);
}

/** Undoes `escapeFilterText`; null when the text holds a bare `;` or a `\` that escapes nothing. */
export function unescapeFilterText(text: string): string | null {
  if (!/^(?:[^;\\]|\\[;\\])*$/.test(text)) return null;
  return text.replace(/\\([;\\])/g, '$1');
}

/** A filter on a string. The operator is always written: a value may itself begin with `contains:`. Not URL-encoded. */
export function buildStringFilter(operator: StringOperator, value: string): string {
  return `${operator}:${escapeFilterText(value)}`;
}

/** A filter on a date-time, in UTC. `before` and `after` exclude the value. Not URL-encoded. @throws RangeError on an invalid Date. */
export function buildInstantFilter(operator: 'equals' | 'before' | 'after', value: Date): string {
  return `${operator}:${formatInstant(value)}`;
}

/** From `from` (included) to `to` (excluded), in UTC. Not URL-encoded. @throws RangeError on an invalid Date. */
export function buildBetweenFilter(from: Date, to: Date): string {
  return `between:${formatInstant(from)};${formatInstant(to)}`;
}

/**
 * The operator a filter begins with and the rest. Only a known operator counts: a bare date-time holds colons too,
 * so splitting at the first colon would be wrong (ucx-api.md B1).
 */
function splitOperator<const O extends string>(
  text: string,
  operators: readonly O[],
): { operator: O | null; rest: string } {
  for (const operator of operators) {
    if (text.startsWith(`${operator}:`)) return { operator, rest: text.slice(operator.length + 1) };
  }
  return { operator: null, rest: text };
}

/** Reads a filter on a string; a bare value means `equals`. Null when its escapes are broken. */
export function parseStringFilter(text: string): ParsedStringFilter | null {
  const { operator, rest } = splitOperator(text, stringOperators);
  const value = unescapeFilterText(rest);
  return value === null ? null : { operator: operator ?? 'equals', value };
}

/** Reads a filter on a date-time; a bare one means `equals`. Null when a date-time cannot be read. */
export function parseDateTimeFilter(text: string): ParsedDateTimeFilter | null {
  const { operator, rest } = splitOperator(text, ['equals', 'before', 'after', 'between']);
  if (operator === 'between') {
    const [first = '', second = '', ...more] = rest.split(';');
    const from = parseDateTime(first);
    const to = parseDateTime(second);
    return from === null || to === null || more.length > 0 ? null : { operator, from, to };
  }
  const value = parseDateTime(rest);
  return value === null ? null : { operator: operator ?? 'equals', value };
}

/**
 * Encodes a built filter for a query. Everything that could be misread is escaped (`+` above all, which would become
 * a space); `:` stays as it is, as in the vendor's examples. Half characters (lone surrogates) become U+FFFD.
 */
export function encodeQueryValue(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(/%3A/g, ':');
}
