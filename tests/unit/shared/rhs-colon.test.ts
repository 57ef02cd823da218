// The filters of the completed list: built, encoded, and read back by the simulator's own parser.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  buildBetweenFilter,
  buildInstantFilter,
  buildStringFilter,
  encodeQueryValue,
} from '../../../src/shared/domain/text/rhs-colon.ts';
import { FilterError, instantRange, textFilter } from '../../../src/simulator/api/rhs-colon.ts';
import { parseDateTime } from '../../../src/simulator/formats.ts';

const readText = (text: string) => textFilter('remoteParty', text);
const readInstant = (text: string) => instantRange('startTime', text, (part) => parseDateTime(part, 'z'));

/** Text rich in what could break a filter. */
const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom(';', '\\', ':', '+', '&', '=', '%', '#', ' ', 'equals:', 'contains:', 'between:'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
});

test('whatever text is searched for, the filter reads back as that text', () => {
  fc.assert(
    fc.property(fc.constantFrom('equals' as const, 'contains' as const), nasty, (operator, value) => {
      expect(readText(buildStringFilter(operator, value))).toEqual({ operator, value });
    }),
  );
});

test('a filter survives the query of an address unchanged', () => {
  fc.assert(
    fc.property(nasty, (value) => {
      const filter = buildStringFilter('contains', value);
      const url = new URL(`http://ucx.example.com/?remoteParty=${encodeQueryValue(filter)}&page=0`);
      expect(url.searchParams.get('remoteParty')).toBe(filter);
      expect(url.searchParams.get('page')).toBe('0');
    }),
  );
});

test('a plus is encoded, or the server would search for a space', () => {
  expect(encodeQueryValue(buildStringFilter('contains', '+1234'))).toBe('contains:%2B1234');
});

test('a semicolon and a backslash are escaped in the text and encoded in the address', () => {
  expect(buildStringFilter('equals', 'a;b\\c')).toBe('equals:a\\;b\\\\c');
  expect(encodeQueryValue('a\\;b')).toBe('a%5C%3Bb');
});

test('half a character does not throw', () => {
  expect(encodeQueryValue('\uD800x')).toBe('%EF%BF%BDx');
});

test('a value that begins like an operator is still that value', () => {
  expect(readText(buildStringFilter('equals', 'contains:x'))).toEqual({
    operator: 'equals',
    value: 'contains:x',
  });
});

test.each(['contains:a;b', 'a\\'])(
  '%j, whose text is not escaped, is refused: a filter that reads back was escaped',
  (text) => {
    expect(() => readText(text)).toThrow(FilterError);
  },
);

test("the vendor's example of a list is built as documented", () => {
  const filter = buildInstantFilter('after', new Date('2023-01-01T00:00:00Z'));
  expect(encodeQueryValue(filter)).toBe('after:2023-01-01T00:00:00Z');
});

test('between has its two ends, and every instant filter reads back', () => {
  const moment = fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(
      moment,
      moment,
      fc.constantFrom('equals' as const, 'before' as const, 'after' as const),
      (from, to, operator) => {
        expect(readInstant(buildBetweenFilter(from, to))).toEqual({ from: from.getTime(), to: to.getTime() });
        const at = from.getTime();
        const ranges = {
          equals: { from: at, to: at + 1 },
          before: { from: -Infinity, to: at },
          after: { from: at + 1, to: Infinity },
        };
        expect(readInstant(buildInstantFilter(operator, from))).toEqual(ranges[operator]);
      },
    ),
  );
});
