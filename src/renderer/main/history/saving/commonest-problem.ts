// What most of the recordings that couldn't be saved have in common.
import type { Problem } from '../../../../shared/domain/problem.ts';

/** The problem that most failures have; of several that are as common, the one that came first. */
export function commonestProblem(failures: readonly { readonly problem: Problem }[]): Problem | undefined {
  const counts = new Map<string, number>();
  for (const { problem } of failures) counts.set(problem.code, (counts.get(problem.code) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return failures.find(({ problem }) => counts.get(problem.code) === most)?.problem;
}
