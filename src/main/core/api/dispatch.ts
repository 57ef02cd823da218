// Runs a call from a window by name: checks its input against the IPC table and answers with a Result. Never throws.
import * as v from 'valibot';
import { calls, type CallHandlers, type CallName } from '../../../shared/ipc/ipc-table.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { problemSchema } from '../../../shared/domain/problem-schema.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { Log } from '../platform/ports.ts';

export type DispatchOptions = {
  readonly log: Log;
  /** Also checks the answers of the core: in tests and during development, not in the packaged app. */
  readonly checkOutput: boolean;
};

function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name);
}

/** The path of the first invalid field, as `filter.from`; never its content. */
function invalidPath(issues: readonly v.BaseIssue<unknown>[]): string {
  const first = issues[0];
  return (first && v.getDotPath(first)) ?? 'input';
}

async function run<N extends CallName>(
  handlers: CallHandlers,
  name: N,
  input: unknown,
  options: DispatchOptions,
): Promise<Result<unknown, Problem>> {
  const parsed = v.safeParse<(typeof calls)[N]['input']>(calls[name].input, input);
  if (!parsed.success) return err(problem('input-invalid', { call: name, field: invalidPath(parsed.issues) }));
  const result = await handlers[name](parsed.output);
  if (!options.checkOutput) return result;
  if (!result.ok) return err(v.parse(problemSchema, result.error));
  return ok(v.parse(calls[name].output, result.value));
}

/**
 * Answers one call from a window.
 *
 * @param name the call; one that is not in the IPC table is answered by the problem `call-unknown`
 * @param input checked by the table's schema; input that does not fit is answered by `input-invalid`, which names the field and never its content
 * @returns the handler's own Result; when a handler throws, or answers outside its schema while `checkOutput` is on, `internal`, logged once here
 */
export async function dispatch(
  handlers: CallHandlers,
  name: unknown,
  input: unknown,
  options: DispatchOptions,
): Promise<Result<unknown, Problem>> {
  if (!isCallName(name)) return err(problem('call-unknown'));
  try {
    return await run(handlers, name, input, options);
  } catch (error) {
    options.log.error('call failed', error, { call: name });
    return err(problem('internal', { call: name }));
  }
}
