// ISO 8601 durations as the vendor writes them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../../src/shared/domain/text/duration.ts';

test.each([
  ['PT1M13S', 73_000],
  ['PT1M30S', 90_000],
  ['PT0S', 0],
  ['PT13.4S', 13_400],
  ['PT13,4S', 13_400],
  ['PT1M13.4S', 73_400],
  ['P0DT0H1M13S', 73_000],
  ['PT2H', 7_200_000],
  ['PT90M', 5_400_000],
  ['PT0.0000001S', 0],
  ['PT1.9999999S', 2000],
  ['P1DT2H3M4.567S', 93_784_567],
  ['P1W', 604_800_000],
  ['P2D', 172_800_000],
  ['PT1.5H', 5_400_000],
])('%s is %i ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each([
  '',
  'P',
  'PT',
  'P1DT',
  '73',
  '00:01:13',
  'PT1M13',
  'PT13S1M',
  '-PT5S',
  'P1Y',
  'P1M',
  'pt5s',
  'PT1.5M3S',
  'PT5S ',
  'PT.5S',
  'P1W2D',
  `PT${'9'.repeat(400)}S`,
])('%j is no duration that can be read', (text) => {
  expect(parseDuration(text)).toBeNull();
});

test('a duration that was written reads back as the same number of milliseconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (milliseconds) => {
      expect(parseDuration(formatDuration(milliseconds))).toBe(milliseconds);
    }),
  );
});

test('days, hours, minutes and seconds put together count as their sum', () => {
  const part = fc.integer({ min: 0, max: 5000 });
  fc.assert(
    fc.property(part, part, part, part, (days, hours, minutes, seconds) => {
      const text = `P${days}DT${hours}H${minutes}M${seconds}S`;
      expect(parseDuration(text)).toBe((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
    }),
  );
});

test('no text makes the parser throw or give something that is no whole number of milliseconds', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('P', 'T', 'W', 'D', 'H', 'M', 'S', '0', '1', '9', '.', ',', '-') }),
      (text) => {
        const parsed = parseDuration(text);
        expect(parsed === null || (Number.isSafeInteger(parsed) && parsed >= 0)).toBe(true);
      },
    ),
  );
});

test.each([
  [73_000, 'PT1M13S'],
  [90_000, 'PT1M30S'],
  [0, 'PT0S'],
  [13_400, 'PT13.4S'],
  [7_200_000, 'PT2H'],
  [93_784_567, 'P1DT2H3M4.567S'],
  [-5, 'PT0S'],
  [Number.NaN, 'PT0S'],
  [1.6, 'PT0.002S'],
])('%d ms is written %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});
