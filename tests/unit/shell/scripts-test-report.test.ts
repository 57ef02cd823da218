// What `npm test` says at its end: every part by name, and the totals alone on the last line.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { notRun, oneTest, readPlaywright, readVitest, summary, total } from '../../../scripts/test-report.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sidetone-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function report(content: unknown): Promise<string> {
  const file = path.join(folder, 'report.json');
  await writeFile(file, JSON.stringify(content));
  return file;
}

const unit = path.resolve('/tests/unit');
const contract = path.resolve('/tests/contract');
const tests = (...statuses: string[]) => statuses.map((status) => ({ status }));

test('the tests of vitest are counted by the folder they lie in', async () => {
  const file = await report({
    testResults: [
      { name: path.join(unit, 'a.test.ts'), status: 'failed', assertionResults: tests('passed', 'passed', 'failed') },
      {
        name: path.join(contract, 'b.test.ts'),
        status: 'passed',
        assertionResults: tests('passed', 'pending', 'todo'),
      },
    ],
  });
  expect(readVitest(file, { unit, contract }, 1)).toEqual([
    { part: 'unit', counts: { passed: 2, failed: 1, skipped: 0 }, note: null },
    { part: 'contract', counts: { passed: 1, failed: 0, skipped: 2 }, note: null },
  ]);
});

test('a test file that cannot even be read is a failure', async () => {
  const file = await report({
    testResults: [{ name: path.join(unit, 'a.test.ts'), status: 'failed', assertionResults: [] }],
  });
  expect(readVitest(file, { unit }, 1)[0]?.counts.failed).toBe(1);
});

test('a program that fails without a failed test, or without a report, is a failure', async () => {
  const file = await report({ testResults: [] });
  expect(total(readVitest(file, { unit, contract }, 1)).failed).toBe(1);
  expect(total(readVitest(path.join(folder, 'none.json'), { unit }, 0)).failed).toBe(1);
  expect(readPlaywright('e2e', path.join(folder, 'none.json'), 0).counts.failed).toBe(1);
});

const flakyReport = {
  stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 },
  errors: [],
  suites: [
    {
      specs: [{ title: 'is quick', file: 'a.spec.ts', tests: [{ status: 'expected' }] }],
      suites: [{ specs: [{ title: 'is slow', file: 'a.spec.ts', tests: [{ status: 'flaky' }] }] }],
    },
  ],
};

test('a test that passed only at a second attempt counts as passed, and is named before the totals', async () => {
  const result = readPlaywright('electron', await report(flakyReport), 1);
  expect(result.counts).toEqual({ passed: 6, failed: 1, skipped: 2 });
  expect(result.retried).toEqual(['a.spec.ts: is slow']);
  const lines = summary([result]).split('\n');
  expect(lines.slice(-4)).toEqual([
    'Passed at the second attempt:',
    '  electron  a.spec.ts: is slow',
    '',
    '6 passed, 1 failed, 2 skipped',
  ]);
  expect(summary([oneTest('lint', 0)])).not.toContain('second attempt');
});

test('an error outside the tests of a browser part is a failure', async () => {
  const stats = { expected: 5, unexpected: 0, flaky: 0, skipped: 0 };
  const file = await report({ stats, errors: [{ message: 'teardown failed' }] });
  expect(readPlaywright('electron', file, 1).counts).toEqual({ passed: 5, failed: 1, skipped: 0 });
});

test('the summary names what could not run and why, and ends with the totals alone', () => {
  const text = summary([oneTest('lint', 0), oneTest('typecheck', 1), notRun('electron', 'no display')]);
  expect(text).toContain('electron');
  expect(text).toContain('no display');
  expect(text.split('\n').at(-1)).toBe('1 passed, 1 failed, 1 skipped');
});
