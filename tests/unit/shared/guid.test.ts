// GUIDs in any case.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isGuid, parseGuid } from '../../../src/shared/domain/text/guid.ts';

test("the vendor's own example in mixed case is a GUID and becomes lower case", () => {
  expect(parseGuid('75A90276-E47E-4e9e-B463-E3C743D5FF3A')).toBe('75a90276-e47e-4e9e-b463-e3c743d5ff3a');
});

test('every GUID is recognised in any case and two spellings of one become the same', () => {
  fc.assert(
    fc.property(fc.uuid(), (guid) => {
      expect(isGuid(guid.toUpperCase())).toBe(true);
      expect(parseGuid(guid.toUpperCase())).toBe(parseGuid(guid));
    }),
  );
});

test.each([
  '',
  'Mine',
  '75A90276E47E4e9eB463E3C743D5FF3A',
  '{75A90276-E47E-4e9e-B463-E3C743D5FF3A}',
  '75A90276-E47E-4e9e-B463-E3C743D5FF3A/../x',
  ' 75A90276-E47E-4e9e-B463-E3C743D5FF3A',
  '75A90276-E47E-4e9e-B463-E3C743D5FF3G',
])('%j is no GUID', (text) => {
  expect(isGuid(text)).toBe(false);
  expect(parseGuid(text)).toBeNull();
});

test.each([null, undefined, 7, {}, ['75a90276-e47e-4e9e-b463-e3c743d5ff3a']])('%j from outside is no GUID', (value) => {
  expect(parseGuid(value)).toBeNull();
});
