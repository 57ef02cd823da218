// The vendor's filter language "RHS-Colon" (`contains:49 30`, `between:A;B`): building filters.
import { formatInstant } from './date-time.ts';

export type StringOperator = 'equals' | 'contains';

/** Escapes `;` and `\` with a leading `\`, as the vendor asks for searched strings. */
function escapeFilterText(text: string): string {
  return text.replace(/[;\\]/g, String.raw`\$&`);
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
 * Encodes a built filter for a query. Everything that could be misread is escaped (`+` above all, which would become
 * a space); `:` stays as it is, as in the vendor's examples. Half characters (lone surrogates) become U+FFFD.
 */
export function encodeQueryValue(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(/%3A/g, ':');
}
