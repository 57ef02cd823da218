// The border of the core: a call by name from a window is checked against the contract, run, and answered by a Result. Never throws.
import * as v from 'valibot';
import { calls, type CallHandlers, type CallName } from '../../../shared/ipc/ipc-table.ts';
import { problem, problemSchema, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { Log } from '../platform/ports.ts';

export type DispatchOptions = {
  readonly log: Log;
  /** Checks the answers of the core too: in tests and while developing, not in the packaged app. */
  readonly checkOutput: boolean;
};

export type Dispatch = (name: unknown, input: unknown) => Promise<Result<unknown, Problem>>;

function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name);
}

/** Where in the input the first breach is, as `filter.from`; never what stood there. */
function breachPath(issues: readonly v.BaseIssue<unknown>[]): string {
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
  if (!parsed.success) return err(problem('input-invalid', { call: name, field: breachPath(parsed.issues) }));
  const result = await handlers[name](parsed.output);
  if (!options.checkOutput) return result;
  if (!result.ok) return err(v.parse(problemSchema, result.error));
  return ok(v.parse(calls[name].output, result.value));
}

/**
 * Answers one call from outside.
 *
 * @param name what the window asked for; a name that is not in the contract is answered by the problem `call-unknown`
 * @param input checked by the contract's schema; a breach is answered by `input-invalid`, which names the field and never its content
 * @returns the handler's own Result; when a handler throws, or breaks the contract while `checkOutput` is on, `internal`, logged once here
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
    options.log.error(`call ${name} failed`, error);
    return err(problem('internal', { call: name }));
  }
}
