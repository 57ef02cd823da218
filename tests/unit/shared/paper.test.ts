// Which paper the report is printed on, unless a person chooses.
import { expect, test } from 'vitest';
import { paperOf } from '../../../src/shared/domain/paper.ts';

test.each([
  ['en-US', 'Letter'],
  ['en', 'Letter'],
  ['fr-CA', 'Letter'],
  ['es-MX', 'Letter'],
  ['en-GB', 'A4'],
  ['it-IT', 'A4'],
  ['de', 'A4'],
  ['zh-Hant-TW', 'A4'],
  ['no locale at all!', 'A4'],
  [null, 'A4'],
] as const)('%s prints on %s', (locale, paper) => {
  expect(paperOf(locale)).toBe(paper);
});
