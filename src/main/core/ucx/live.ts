// The endpoints of live recordings (docs/ucx-api.md, Part A): start, stop, pause, resume, and the two lists.
import * as v from 'valibot';
import { isGuid } from '../../../shared/domain/text/guid.ts';
import { problem } from '../../../shared/domain/problem.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import { ucxProblemCode } from '../../../shared/domain/ucx-problems.ts';
import type { EndpointName, StartTarget, UcxClient, UcxResult } from './client-types.ts';
import { failureUnreadable, failureUnsent } from './errors.ts';
import { LiveLists, type LiveOptions } from './live-lists.ts';
import { queryString } from './query-string.ts';
import { startedSchema } from './schemas.ts';

export type LiveEndpoints = Pick<
  UcxClient,
  | 'start'
  | 'stopById'
  | 'stopByLine'
  | 'stopMine'
  | 'pauseById'
  | 'resumeById'
  | 'pauseByNumber'
  | 'resumeByNumber'
  | 'listLive'
  | 'listMine'
>;

/** An answer to a start is short; a list of live recordings is limited by UcxLimits.jsonBytes. */
const startedBytes = 64 * 1024;

/** Starts recording the call of `target`; with no target at all that on one's own line. */
async function start(
  { caller, path, limits }: LiveOptions,
  { deviceName, directoryNumber, mode }: StartTarget,
  signal: AbortSignal | undefined,
): UcxResult<{ readonly id: string }> {
  const hasTarget = deviceName !== undefined || directoryNumber !== undefined;
  // One's own line is requested with no body at all: `{}` may be read as "neither device nor number" (docs/ucx-api.md A1).
  const body = hasTarget
    ? {
        // JSON.stringify leaves out what is undefined.
        body: JSON.stringify({ deviceName, directoryNumber, mode }),
        headers: { 'Content-Type': 'application/json' },
      }
    : {};
  const answer = await path.try((root) =>
    caller.json(
      { endpoint: 'start', method: 'POST', path: root, ...body, answerMs: limits.answerMs, signal },
      startedBytes,
    ),
  );
  if (!answer.ok) return answer;
  const parsed = v.safeParse(startedSchema, answer.value.json);
  return parsed.success ? ok(parsed.output) : err(failureUnreadable('start', answer.value.status, caller.host));
}

async function stopByLine(
  { caller, path, limits }: LiveOptions,
  line: Pick<StartTarget, 'deviceName' | 'directoryNumber'>,
  signal: AbortSignal | undefined,
): UcxResult<null> {
  const query = queryString({ deviceName: line.deviceName, directoryNumber: line.directoryNumber });
  // Without a line it is unknown what the server would stop.
  if (query === '') return err(failureUnsent('stopByLine', problem('stop/no-target', { host: caller.host })));
  const request = { endpoint: 'stopByLine', method: 'DELETE', answerMs: limits.answerMs, signal } as const;
  const sent = await path.try((root) => caller.command({ ...request, path: `${root}${query}` }));
  return sent.ok ? ok(null) : sent;
}

export function createLiveEndpoints(options: LiveOptions): LiveEndpoints {
  const { caller, path, limits } = options;
  /** Since when, by the server's clock in epoch milliseconds, a resume of ours may act: no answer from before shows what it left. */
  let lastResumeDate: number | null = null;
  const resumed = (date: number | null): void => {
    if (date !== null) lastResumeDate = Math.max(date, lastResumeDate ?? -Infinity);
  };
  const lists = new LiveLists(options, () => lastResumeDate);

  async function command(
    endpoint: EndpointName,
    method: 'PUT' | 'DELETE',
    rest: string,
    signal: AbortSignal | undefined,
  ): UcxResult<null> {
    const where = `${path.root}/${rest}`;
    const isResume = endpoint === 'resumeById' || endpoint === 'resumeByNumber';
    // Its answer may be lost, or have no date, and the server may still act on it.
    if (isResume) resumed(caller.serverNow);
    const sent = await caller.command({ endpoint, method, path: where, answerMs: limits.answerMs, signal });
    if (!sent.ok) return sent;
    if (isResume) resumed(sent.value.serverDate);
    return ok(null);
  }

  /** Makes the method that commands one recording by its id. */
  function byId(endpoint: EndpointName, method: 'PUT' | 'DELETE', verb: string) {
    return async (id: string, signal?: AbortSignal): UcxResult<null> => {
      // An id goes into a path: anything but a GUID must not get there. The problem is that of the server for the same.
      if (!isGuid(id))
        return err(failureUnsent(endpoint, problem(ucxProblemCode(endpoint, 400, 0), { host: caller.host })));
      return command(endpoint, method, `${id}${verb}`, signal);
    };
  }

  return {
    start: (target, signal) => start(options, target, signal),
    stopById: byId('stopById', 'DELETE', ''),
    stopByLine: (line, signal) => stopByLine(options, line, signal),
    stopMine: (signal) => command('stopMine', 'DELETE', 'Mine', signal),
    pauseById: byId('pauseById', 'PUT', '/Pause'),
    resumeById: byId('resumeById', 'PUT', '/Resume'),
    pauseByNumber: (directoryNumber, signal) =>
      command('pauseByNumber', 'PUT', `Pause${queryString({ directoryNumber })}`, signal),
    resumeByNumber: (directoryNumber, signal) =>
      command('resumeByNumber', 'PUT', `Resume${queryString({ directoryNumber })}`, signal),
    listLive: (filter, signal) => lists.all(filter, signal),
    listMine: (signal) => lists.mine(signal),
  };
}
