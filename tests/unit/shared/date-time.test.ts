// Date-times of the vendor: an instant is claimed only where there was a zone.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dateTimeText,
  formatInstant,
  formatUploadInstant,
  parseDateTime,
} from '../../../src/shared/domain/text/date-time.ts';

test("the live recording's startedAt has no zone and is no instant", () => {
  expect(parseDateTime('2018-07-02T15:07:00.0000000')).toEqual({ kind: 'local', text: '2018-07-02T15:07:00.000' });
});

test.each([
  ['2018-09-25T13:00:00.0000000Z', '2018-09-25T13:00:00.000Z'],
  ['2023-01-01T00:00:00Z', '2023-01-01T00:00:00.000Z'],
  ['2018-11-01T00:00:00z', '2018-11-01T00:00:00.000Z'],
  ['2024-02-29T12:00:00+02:00', '2024-02-29T10:00:00.000Z'],
  ['2024-02-29T12:00:00-0530', '2024-02-29T17:30:00.000Z'],
  ['2024-02-29T12:00:00.1Z', '2024-02-29T12:00:00.100Z'],
  ['2024-12-31T23:59:59.9999999Z', '2024-12-31T23:59:59.999Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
])('%s is the instant %s', (text, instant) => {
  const parsed = parseDateTime(text);
  expect(parsed?.kind).toBe('instant');
  expect(parsed === null ? null : dateTimeText(parsed)).toBe(instant);
});

test.each([
  '',
  '2018-07-02',
  '15:07:00',
  '2018-07-02 15:07:00',
  '2018-07-02T15:07',
  '2023-02-29T00:00:00Z',
  '2023-13-01T00:00:00Z',
  '2023-00-10T00:00:00Z',
  '2023-01-01T24:00:00Z',
  '2023-01-01T00:60:00Z',
  '2023-01-01T00:00:60Z',
  '2023-01-01T00:00:00.Z',
  '2023-01-01T00:00:00+15:00',
  '2023-01-01T00:00:00+01:60',
  '2023-01-01T00:00:00 Z',
  'x2023-01-01T00:00:00Z',
])('%j is not a date-time', (text) => {
  expect(parseDateTime(text)).toBeNull();
});

const moment = fc.date({
  min: new Date('0100-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
});

test('with 0 to 7 digits and a Z every moment keeps its milliseconds, cut and never rounded up', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: 0, max: 7 }), fc.stringMatching(/^\d{4}$/), (date, digits, tail) => {
      const iso = date.toISOString();
      const fraction = `${iso.slice(20, 23)}${tail}`.slice(0, digits);
      const text = `${iso.slice(0, 19)}${digits === 0 ? '' : `.${fraction}`}Z`;
      const kept = Number(fraction.slice(0, 3).padEnd(3, '0'));
      expect(parseDateTime(text)).toEqual({
        kind: 'instant',
        epochMs: Math.floor(date.getTime() / 1000) * 1000 + kept,
      });
    }),
  );
});

test('an offset moves the instant, and without a zone the same clock face never becomes an instant', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, offset) => {
      const face = date.toISOString().slice(0, -1);
      const sign = offset < 0 ? '-' : '+';
      const pad = (value: number): string => String(value).padStart(2, '0');
      const zone = `${sign}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
      expect(parseDateTime(face + zone)).toEqual({ kind: 'instant', epochMs: date.getTime() - offset * 60_000 });
      expect(parseDateTime(face)).toEqual({ kind: 'local', text: face });
    }),
  );
});

test('filters carry UTC with Z, and an upload has the seven digits of the documents', () => {
  expect(formatInstant(new Date('2023-01-01T00:00:00Z'))).toBe('2023-01-01T00:00:00Z');
  expect(formatInstant(new Date('2023-01-01T02:00:00.5+02:00'))).toBe('2023-01-01T00:00:00.500Z');
  expect(formatUploadInstant(new Date('2018-09-25T13:00:00Z'))).toBe('2018-09-25T13:00:00.0000000Z');
});
