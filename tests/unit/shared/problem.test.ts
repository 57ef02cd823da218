// Problems by code: a code that does not exist does not compile, and one of another version is kept.
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { problem, type ProblemCode } from '../../../src/shared/domain/problem.ts';
import { problemOf, problemSchema } from '../../../src/shared/domain/problem-schema.ts';
import { ucxProblemCode, type UcxProblemCode } from '../../../src/shared/domain/ucx-problems.ts';
import { problemTexts } from '../../../src/shared/messages/en/problems/problems.ts';

test('a code of each table can be named, and a code that is misspelled does not compile', () => {
  const named = [
    problem('disk-full'),
    problem('pause/already'),
    problem('resume/not-paused'),
    problem('start/no-call'),
    problem('upload/source-failed'),
    problem('server-busy'),
    problem('server-status-unexpected'),
    // @ts-expect-error -- misspelled
    problem('disk-ful'),
    // @ts-expect-error -- an endpoint's code that no row of the table gives
    problem('pause/no-call'),
    // @ts-expect-error -- any text
    problem('disk-full'.toUpperCase()),
  ];
  expect(new Set(named.map(({ code }) => code)).size).toBe(named.length);
});

test('the code of an answer is one of the codes, and not any text', () => {
  const code: UcxProblemCode = ucxProblemCode('pauseById', 429, null);
  const asProblem: ProblemCode = code;
  // @ts-expect-error -- the table gives no code of the disk
  const other: 'disk-full' = code;
  expect([asProblem, other]).toEqual(['pause/already', 'pause/already']);
});

test('words are looked up by the codes alone', () => {
  expect(problemTexts['disk-full'].what).not.toBe('');
  // @ts-expect-error -- misspelled
  expect(problemTexts['disk-ful']).toBeUndefined();
});

test('a problem that was written down reads back as it was', () => {
  const written = problem('disk-full', { folder: '/calls' });
  expect(v.parse(problemSchema, JSON.parse(JSON.stringify(written)))).toEqual(written);
  expect(v.parse(problemSchema, { code: 'internal' })).toEqual({ code: 'internal' });
});

test('a code of another version is kept with its values, also when it is written and read once more', () => {
  const read = v.parse(problemSchema, { code: 'pause/of-a-newer-version', values: { host: 'ucx.example.com' } });
  const kept = { code: 'problem-unknown', values: { host: 'ucx.example.com', code: 'pause/of-a-newer-version' } };
  expect(read).toEqual(kept);
  expect(v.parse(problemSchema, JSON.parse(JSON.stringify(read)))).toEqual(kept);
  expect(problemOf('constructor')).toEqual({ code: 'problem-unknown', values: { code: 'constructor' } });
});

test.each([null, 'disk-full', {}, { code: 7 }, { code: 'x'.repeat(81) }, { code: 'internal', values: { a: 1 } }])(
  '%j is no problem',
  (value) => {
    expect(v.safeParse(problemSchema, value).success).toBe(false);
  },
);
