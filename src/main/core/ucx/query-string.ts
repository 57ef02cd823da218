// The query of an address out of named values.
import { encodeQueryValue } from '../../../shared/domain/text/rhs-colon.ts';

/** With its question mark, encoded; empty values are left out, and without any it is an empty string. */
export function queryString(parameters: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}=${encodeQueryValue(value)}`],
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
