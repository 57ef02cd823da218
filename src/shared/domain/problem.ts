// What can go wrong, by name. A problem carries no words, no secret and no number of a customer: the words are in messages/.
import type { ProblemCode } from './problem-codes.ts';

export type { ProblemCode };

export type Problem = {
  readonly code: ProblemCode;
  /** What the sentence names: a host, a status, a file. Never a secret, never a customer's number. */
  readonly values?: Record<string, string> | undefined;
};

export function problem(code: ProblemCode, values?: Record<string, string>): Problem {
  return values === undefined ? { code } : { code, values };
}
