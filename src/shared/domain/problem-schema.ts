// A problem that comes from outside. Apart from problem.ts, so that a window that only shows problems loads neither schemas nor all codes.
import * as v from 'valibot';
import { isProblemCode } from './problem-codes.ts';
import { problem, type Problem } from './problem.ts';

/** Keeps the code of another version as the value `code` of `problem-unknown`, so that nothing of the file is lost. */
export function problemOf(code: string, values?: Record<string, string>): Problem {
  return isProblemCode(code) ? problem(code, values) : problem('problem-unknown', { ...values, code });
}

/** A problem from a file or another process. */
export const problemSchema = v.pipe(
  v.object({
    code: v.pipe(v.string(), v.maxLength(80)),
    values: v.optional(v.record(v.string(), v.string())),
  }),
  v.transform(({ code, values }) => problemOf(code, values)),
);
