// What a field is called: its tokens, its name and id, and the token that a card field should have had.
import { expect, test } from 'vitest';
import { fieldNames } from '../../../src/extension/field-names.ts';

const named = (attributes: Record<string, string>): string[] =>
  fieldNames({ getAttribute: (name) => attributes[name] ?? null });

test('tokens, name and id, without what says nothing', () => {
  expect(named({ autocomplete: ' section-a billing CC-Number ', name: 'number', id: 'x1' })).toEqual([
    'section-a',
    'billing',
    'cc-number',
    'number',
    'x1',
  ]);
  expect(named({})).toEqual([]);
});

test.each([
  ['cardNumber', 'cc-number'],
  ['card-number-1', 'cc-number'],
  ['payment[card_no]', 'cc-number'],
  ['ccnum', 'cc-number'],
  ['pan', 'cc-number'],
  ['kartennummer', 'cc-number'],
  ['numeroCarta', 'cc-number'],
  ['cvv', 'cc-csc'],
  ['cardCvc', 'cc-csc'],
  ['security_code', 'cc-csc'],
  ['Kartenprüfnummer', 'cc-csc'],
  ['card-expiry', 'cc-exp'],
  ['expiryDate', 'cc-exp'],
  ['exp_month', 'cc-exp'],
])('a field named %s is of a card: %s', (name, token) => {
  expect(named({ name })).toContain(token);
  expect(named({ id: name })).toContain(token);
});

test.each([
  'phoneNumber',
  'company',
  'span',
  'discount',
  'expenses',
  'experience',
  'account_number',
  'orderno',
  'cardholder',
  'postcard',
])('a field named %s is of no card', (name) => {
  expect(named({ name }).filter((one) => one.startsWith('cc-'))).toEqual([]);
});

test('attributes of a megabyte give a few short names', () => {
  const names = named({
    autocomplete: 'cc-number x'.repeat(100_000),
    name: 'n'.repeat(1_000_000),
    id: 'i'.repeat(1_000_000),
  });
  expect(names.length).toBeLessThanOrEqual(12);
  expect(Math.max(...names.map(({ length }) => length))).toBeLessThanOrEqual(200);
  expect(names).toContain('cc-number');
});
