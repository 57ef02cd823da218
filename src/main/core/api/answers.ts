// Answers that many handlers give.
import type { Problem } from '../../../shared/domain/problem.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';

/** Acts, and answers that it was done. */
export function done(act: () => void): Promise<Result<Record<string, never>, Problem>> {
  act();
  return Promise.resolve(ok({}));
}
