// The filters of the completed list: built, encoded, read back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  buildBetweenFilter,
  buildInstantFilter,
  buildStringFilter,
  encodeQueryValue,
  parseDateTimeFilter,
  parseStringFilter,
} from '../../../src/shared/domain/rhs-colon.ts';

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
      expect(parseStringFilter(buildStringFilter(operator, value))).toEqual({ operator, value });
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
  expect(parseStringFilter(buildStringFilter('equals', 'contains:x'))).toEqual({
    operator: 'equals',
    value: 'contains:x',
  });
});

test('a bare value means equals, also with an operator nobody knows', () => {
  expect(parseStringFilter('mario')).toEqual({ operator: 'equals', value: 'mario' });
  expect(parseStringFilter('starts:x')).toEqual({ operator: 'equals', value: 'starts:x' });
});

test.each(['contains:a;b', 'a\\', 'equals:\\x'])('%j has broken escapes', (text) => {
  expect(parseStringFilter(text)).toBeNull();
});

test('a bare date-time is not split at its own colons', () => {
  expect(parseDateTimeFilter('2018-11-01T00:00:00Z')).toEqual({
    operator: 'equals',
    value: { kind: 'instant', epochMs: Date.UTC(2018, 10, 1) },
  });
});

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
        const instant = (date: Date) => ({ kind: 'instant', epochMs: date.getTime() });
        expect(parseDateTimeFilter(buildBetweenFilter(from, to))).toEqual({
          operator: 'between',
          from: instant(from),
          to: instant(to),
        });
        expect(parseDateTimeFilter(buildInstantFilter(operator, from))).toEqual({ operator, value: instant(from) });
      },
    ),
  );
});

test.each([
  '',
  'after:',
  'between:2023-01-01T00:00:00Z',
  'between:;',
  'after:yesterday',
  'between:2023-01-01T00:00:00Z;2023-01-02T00:00:00Z;',
])('%j is no filter on a date-time', (text) => {
  expect(parseDateTimeFilter(text)).toBeNull();
});
