// The two lists of live recordings (docs/ucx-api.md A7, A8): everybody's, and mine by whichever route this server has.
import * as v from 'valibot';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { BasePath } from './transport/base-path.ts';
import type { Answered, EndpointName, LiveFilter, UcxClientOptions, UcxLimits, UcxResult } from './client-types.ts';
import type { EndpointCaller } from './transport/endpoint-call.ts';
import { failureUnreadable } from './errors.ts';
import { queryString } from './query-string.ts';
import { liveListSchema } from './schemas.ts';
import { plainName } from './user-name.ts';

export type LiveOptions = {
  readonly caller: EndpointCaller;
  readonly path: BasePath;
  readonly limits: UcxLimits;
  readonly user: Pick<UcxClientOptions, 'username' | 'mineRoute' | 'onMineRoute'>;
};

type LiveList = UcxResult<Answered<readonly LiveRecording[]>>;

export class LiveLists {
  readonly #options: LiveOptions;
  #mineRoute: 'mine' | 'username' | null;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#mineRoute = options.user.mineRoute ?? null;
  }

  all(filter: LiveFilter, signal: AbortSignal | undefined): LiveList {
    return this.#options.path.try((root) => this.#fetch('listLive', `${root}${queryString(filter)}`, signal));
  }

  async mine(signal: AbortSignal | undefined): LiveList {
    const { path } = this.#options;
    if (this.#mineRoute !== 'username') {
      const mine = await this.#fetch('listMine', `${path.root}/Mine`, signal);
      if (mine.ok) this.#learn('mine');
      // The route is [inferred] (docs/ucx-api.md A8): a server without it answers 404 or 405, or reads "Mine" as a bad id, 400.
      if (mine.ok || ![400, 404, 405].includes(mine.error.status ?? 0)) return mine;
    }
    return this.#byUsername(signal);
  }

  async #byUsername(signal: AbortSignal | undefined): LiveList {
    const { path, user } = this.#options;
    const { username } = user;
    const answer = await path.try((root) => this.#fetch('listMine', `${root}${queryString({ username })}`, signal));
    // 403: the route is right, but this user may not list (docs/ucx-api.md A7: level 10). It is no reason to probe again.
    if (answer.ok || answer.error.status === 403) this.#learn('username');
    if (!answer.ok) return answer;
    // A server that ignores the filter answers with everybody's recordings; those of a colleague are not ours to pause.
    const own = answer.value.value.filter(
      ({ localUsername }) => localUsername === null || plainName(localUsername) === plainName(username),
    );
    return ok({ ...answer.value, value: own });
  }

  async #fetch(endpoint: EndpointName, path: string, signal: AbortSignal | undefined): LiveList {
    const { caller, limits } = this.#options;
    const request = { endpoint, method: 'GET', path, answerMs: limits.answerMs, signal } as const;
    const answer = await caller.json(request, limits.jsonBytes);
    if (!answer.ok) return answer;
    const parsed = v.safeParse(liveListSchema, answer.value.json);
    if (!parsed.success) return err(failureUnreadable(endpoint, answer.value.status, caller.host));
    return ok({ value: parsed.output, serverDate: answer.value.serverDate });
  }

  #learn(route: 'mine' | 'username'): void {
    if (this.#mineRoute === route) return;
    this.#mineRoute = route;
    this.#options.user.onMineRoute?.(route);
  }
}
