// The endpoints of live recordings (ucx-api.md, Part A): start, stop, pause, resume, and the two lists.
import * as v from 'valibot';
import { isGuid } from '../../../shared/domain/guid.ts';
import { problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import { encodeQueryValue } from '../../../shared/domain/rhs-colon.ts';
import { ucxProblemCode } from '../../../shared/domain/ucx-problems.ts';
import type {
  Answered,
  EndpointName,
  LiveFilter,
  UcxClient,
  UcxClientOptions,
  UcxLimits,
  UcxResult,
} from './client-types.ts';
import type { BasePath } from './base-path.ts';
import type { EndpointCaller } from './endpoint-call.ts';
import { failureUnreadable, failureUnsent } from './errors.ts';
import { liveListSchema, startedSchema } from './schemas.ts';
import { plainName } from './user-name.ts';

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

export type LiveOptions = Pick<UcxClientOptions, 'username' | 'mineRoute' | 'onMineRoute'> & {
  readonly caller: EndpointCaller;
  readonly path: BasePath;
  readonly limits: UcxLimits;
};

/** An answer to a start is short; a list of live recordings is limited by UcxLimits.jsonBytes. */
const startedBytes = 64 * 1024;

function query(parameters: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}=${encodeQueryValue(value)}`],
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

export function createLiveEndpoints(options: LiveOptions): LiveEndpoints {
  const { caller, path, limits, username } = options;
  let mineRoute = options.mineRoute ?? null;

  function command(endpoint: EndpointName, method: 'PUT' | 'DELETE', rest: string, signal: AbortSignal | undefined) {
    return caller.command({ endpoint, method, path: `${path.root}/${rest}`, answerMs: limits.answerMs, signal });
  }

  /** Makes the method that commands one recording by its id. */
  function byId(endpoint: EndpointName, method: 'PUT' | 'DELETE', verb: string) {
    return async (id: string, signal?: AbortSignal) => {
      // An id goes into a path: anything but a GUID must not get there. The words are those of the server for the same.
      if (!isGuid(id))
        return err(failureUnsent(endpoint, problem(ucxProblemCode(endpoint, 400, 0), { host: caller.host })));
      const where = `${path.root}/${id}${verb}`;
      return caller.command({ endpoint, method, path: where, answerMs: limits.answerMs, signal });
    };
  }

  async function list(
    endpoint: EndpointName,
    where: string,
    signal: AbortSignal | undefined,
  ): UcxResult<Answered<readonly LiveRecording[]>> {
    const answer = await caller.json(
      { endpoint, method: 'GET', path: where, answerMs: limits.answerMs, signal },
      limits.jsonBytes,
    );
    if (!answer.ok) return answer;
    const parsed = v.safeParse(liveListSchema, answer.value.json);
    if (!parsed.success) return err(failureUnreadable(endpoint, answer.value.status, caller.host));
    return ok({ value: parsed.output, serverDate: answer.value.serverDate });
  }

  function learn(route: 'mine' | 'username'): void {
    if (mineRoute === route) return;
    mineRoute = route;
    options.onMineRoute?.(route);
  }

  return {
    start: async ({ deviceName, directoryNumber, mode }, signal) => {
      const target = deviceName !== undefined || directoryNumber !== undefined;
      const json = JSON.stringify({
        ...(deviceName === undefined ? {} : { deviceName }),
        ...(directoryNumber === undefined ? {} : { directoryNumber }),
        ...(mode === undefined ? {} : { mode }),
      });
      const answer = await path.try((root) =>
        caller.json(
          {
            endpoint: 'start',
            method: 'POST',
            path: root,
            // One's own line is asked for with no body at all: `{}` may be read as "neither device nor number" (A1).
            ...(target ? { body: json, headers: { 'Content-Type': 'application/json' } } : {}),
            answerMs: limits.answerMs,
            signal,
          },
          startedBytes,
        ),
      );
      if (!answer.ok) return answer;
      const parsed = v.safeParse(startedSchema, answer.value.json);
      return parsed.success ? ok(parsed.output) : err(failureUnreadable('start', answer.value.status, caller.host));
    },
    stopById: byId('stopById', 'DELETE', ''),
    stopByLine: async ({ deviceName, directoryNumber }, signal) => {
      const where = query({ deviceName, directoryNumber });
      // Without a line nobody knows what the server would stop.
      if (where === '') return err(failureUnsent('stopByLine', problem('stop/no-target', { host: caller.host })));
      return path.try((root) =>
        caller.command({
          endpoint: 'stopByLine',
          method: 'DELETE',
          path: `${root}${where}`,
          answerMs: limits.answerMs,
          signal,
        }),
      );
    },
    stopMine: (signal) => command('stopMine', 'DELETE', 'Mine', signal),
    pauseById: byId('pauseById', 'PUT', '/Pause'),
    resumeById: byId('resumeById', 'PUT', '/Resume'),
    pauseByNumber: (directoryNumber, signal) =>
      command('pauseByNumber', 'PUT', `Pause${query({ directoryNumber })}`, signal),
    resumeByNumber: (directoryNumber, signal) =>
      command('resumeByNumber', 'PUT', `Resume${query({ directoryNumber })}`, signal),
    listLive: (filter: LiveFilter, signal) => path.try((root) => list('listLive', `${root}${query(filter)}`, signal)),
    listMine: async (signal) => {
      if (mineRoute !== 'username') {
        const mine = await list('listMine', `${path.root}/Mine`, signal);
        if (mine.ok) learn('mine');
        // The route is [inferred] (A8): a server without it answers 404 or 405, or reads "Mine" as a bad id, 400.
        if (mine.ok || ![400, 404, 405].includes(mine.error.status ?? 0)) return mine;
      }
      const byName = await path.try((root) => list('listMine', `${root}${query({ username })}`, signal));
      // 403: the route is right, but this user may not list (A7: level 10). It is no reason to probe again.
      if (byName.ok || byName.error.status === 403) learn('username');
      if (!byName.ok) return byName;
      // A server that ignores the filter answers with everybody's recordings; those of a colleague are not ours to pause.
      const own = byName.value.value.filter(
        ({ localUsername }) => localUsername === null || plainName(localUsername) === plainName(username),
      );
      return ok({ ...byName.value, value: own });
    },
  };
}
