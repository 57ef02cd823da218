// What nobody expected: logged once, told once, and the app goes on.
import { problem, type Problem } from '../../shared/domain/problem.ts';
import type { Log } from '../core/platform/ports.ts';

/** Where errors that nobody caught come out. */
export type ErrorSource = {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (reason: unknown) => void): unknown;
};

/** The same fault in a loop must not fill the log. */
const maxKinds = 50;

/** @param notify shows it to the person; called once for each kind of fault */
export function logUnexpectedErrors(source: ErrorSource, log: Log, notify: (problem: Problem) => void): void {
  const seen = new Set<string>();
  const caught = (reason: unknown): void => {
    const kind = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    if (seen.has(kind) || seen.size >= maxKinds) return;
    seen.add(kind);
    log.error('unexpected', reason);
    notify(problem('internal'));
  };
  source.on('uncaughtException', caught);
  source.on('unhandledRejection', caught);
}
