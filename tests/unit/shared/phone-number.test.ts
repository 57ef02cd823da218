// Numbers as people write them in six countries, each found among the ways in which a server may hold them.
import { describe, expect, test } from 'vitest';
import { numberToFind } from '../../../src/shared/domain/text/phone-number.ts';

/** How a server may hold the number of each country, and how its people write it. */
const countries = [
  {
    country: 'Italy',
    held: ['+390551104729', '00390551104729', '0551104729'],
    typed: ['055 110 4729', '(055) 1104729', '055/1104729'],
  },
  {
    country: 'the United Kingdom',
    held: ['+442079460958', '00442079460958', '02079460958'],
    typed: ['020 7946 0958', '(020) 7946 0958', '020-7946-0958'],
  },
  {
    country: 'Germany',
    held: ['+4930901820', '004930901820', '030901820'],
    typed: ['030 901820', '030/901820', '(030) 90 18 20', '030-901820', '030 90–18–20'],
  },
  {
    country: 'France',
    held: ['+33142685300', '0033142685300', '0142685300'],
    typed: ['01 42 68 53 00', '01.42.68.53.00', '01-42-68-53-00'],
  },
  { country: 'Spain', held: ['+34912345678', '0034912345678', '912345678'], typed: ['912 345 678', '91 234 56 78'] },
  {
    country: 'the United States',
    held: ['+12125550123', '0012125550123', '2125550123'],
    typed: ['(212) 555-0123', '212-555-0123', '212.555.0123'],
  },
] as const;

describe.each(countries)('a number of $country', ({ held, typed }) => {
  test.each(typed)('written %s is found however it is held', (text) => {
    for (const number of held) expect(number).toContain(numberToFind(text));
  });
});

describe('with its country', () => {
  test.each([
    ['+39 055 1104729', '390551104729'],
    ['+39-055-1104729', '390551104729'],
    ['00390551104729', '390551104729'],
    ['+44 20 7946 0958', '442079460958'],
    ['+44 (0)20 7946 0958', '442079460958'],
    ['0044 (0)20 7946 0958', '442079460958'],
    ['+49 (0)30 901820', '4930901820'],
    ['0033 1 42 68 53 00', '33142685300'],
    ['+1 (212) 555-0123', '12125550123'],
  ])('%s is looked for as %s', (text, number) => {
    expect(numberToFind(text)).toBe(number);
  });
});

test.each([
  ['a part', '4729', '4729'],
  ['an extension', ' 101 ', '101'],
  ['zeros alone', '00', '00'],
  ['nothing', '  ', ''],
  ['a name', 'anonymous', 'anonymous'],
  ['an address', 'sip:0101@example.com', 'sip:0101@example.com'],
  ['a name with a number', 'Desk 0 12', 'Desk 0 12'],
])('%s stays what it is', (_what, text, found) => {
  expect(numberToFind(text)).toBe(found);
});
