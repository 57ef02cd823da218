// The reason that the line about failed saves gives for all of them.
import { expect, test } from 'vitest';
import { commonestProblem } from '../../../src/renderer/main/history/saving/commonest-problem.ts';

const of = (...codes: ('disk-full' | 'folder-missing' | 'copy-missing')[]) =>
  codes.map((code) => ({ problem: { code } as const }));

test.each([
  ['the one that most have', of('disk-full', 'folder-missing', 'folder-missing'), 'folder-missing'],
  [
    'the first of several that are as common',
    of('copy-missing', 'folder-missing', 'folder-missing', 'copy-missing'),
    'copy-missing',
  ],
  ['the only one', of('disk-full'), 'disk-full'],
])('is %s', (_name, failures, code) => {
  expect(commonestProblem(failures)?.code).toBe(code);
});

test('is none without failures', () => {
  expect(commonestProblem([])).toBeUndefined();
});
