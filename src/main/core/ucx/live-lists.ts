// The two lists of live recordings (docs/ucx-api.md A7, A8): everybody's, and mine by whichever route this server has.
import * as v from 'valibot';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { BasePath } from './transport/base-path.ts';
import type { Answered, EndpointName, LiveFilter, UcxClientOptions, UcxLimits, UcxResult } from './client-types.ts';
import type { EndpointCaller, JsonAnswer } from './transport/endpoint-call.ts';
import { failureUnreadable } from './errors.ts';
import { queryString } from './query-string.ts';
import { entriesWithRepeatedKeys, hasRepeatedKeys } from './repeated-keys.ts';
import { liveListSchema, type LiveRecordings } from './schemas.ts';
import { plainName } from './user-name.ts';

export type LiveOptions = {
  readonly caller: EndpointCaller;
  readonly path: BasePath;
  readonly limits: UcxLimits;
  readonly user: Pick<UcxClientOptions, 'username' | 'mineRoute' | 'onMineRoute'>;
};

/** No cache between us and the recorder may answer in its place (RFC 9111, sections 5.2.1.4 and 5.4). */
const uncached = { 'Cache-Control': 'no-cache', Pragma: 'no-cache' };

/** An answer that is further behind than this (ms) tells of a clock that was set, not of a cache. */
const longestCachedMs = 3_600_000;

/** So many answers in a row make a route that has worked one that is not there any more. */
const missingBeforeLost = 3;

type LiveList = UcxResult<Answered<readonly LiveRecording[]>>;

export class LiveLists {
  readonly #options: LiveOptions;
  readonly #lastResumeDate: () => number | null;
  /** The route that worked last, in this run or an earlier one. */
  #route: 'mine' | 'username' | null;
  /** It has worked in this run. */
  #isProven = false;
  /** Answers in a row that say there is no `/Mine`. */
  #missing = 0;

  /** `lastResumeDate`: since when our last resume may act, by the server's clock (epoch milliseconds); null before the first. */
  constructor(options: LiveOptions, lastResumeDate: () => number | null) {
    this.#options = options;
    this.#lastResumeDate = lastResumeDate;
    this.#route = options.user.mineRoute ?? null;
  }

  all(filter: LiveFilter, signal: AbortSignal | undefined): LiveList {
    return this.#options.path.try((root) => this.#fetch('listLive', `${root}${queryString(filter)}`, signal));
  }

  /**
   * My recordings by the route of this server. It is [inferred] (docs/ucx-api.md A8): a server without `/Mine` answers 404 or 405, or
   * reads "Mine" as a bad id, 400. Then my user name is asked for. What an earlier run learned is checked: `/Mine` is asked first.
   */
  async mine(signal: AbortSignal | undefined): LiveList {
    if (this.#route === 'username' && this.#isProven) return this.#byUsername(signal);
    const mine = await this.#fetch('listMine', `${this.#options.path.root}/Mine`, signal);
    if (mine.ok) this.#learn('mine');
    if (mine.ok || ![400, 404, 405].includes(mine.error.status ?? 0)) {
      this.#missing = 0;
      return mine;
    }
    this.#missing += 1;
    // A route that has worked is not given up for an answer or two: the server may just be starting.
    if (this.#route === 'mine' && this.#missing < missingBeforeLost) return mine;
    const byUsername = await this.#byUsername(signal);
    if (byUsername.ok) {
      this.#learn('username');
      return byUsername;
    }
    // What this user may not list replaces nothing: where `/Mine` has worked before, its own answer is the one that counts.
    return this.#route === 'mine' ? mine : byUsername;
  }

  async #byUsername(signal: AbortSignal | undefined): LiveList {
    const { path, user } = this.#options;
    const { username } = user;
    const answer = await path.try((root) => this.#fetch('listMine', `${root}${queryString({ username })}`, signal));
    if (!answer.ok) {
      // Asked for by both routes again the next time: one of them may be right now.
      this.#isProven = false;
      return answer;
    }
    // A server that ignores the filter answers with everybody's recordings; those of a colleague are not ours to pause.
    const own = answer.value.value.filter(
      ({ localUsername }) => localUsername === null || plainName(localUsername) === plainName(username),
    );
    return ok({ ...answer.value, value: own });
  }

  async #fetch(endpoint: EndpointName, path: string, signal: AbortSignal | undefined): LiveList {
    const { caller, limits } = this.#options;
    const { answerMs, liveReadMs: totalMs } = limits;
    const request = { endpoint, method: 'GET', path, headers: uncached, answerMs, totalMs, signal } as const;
    const answer = await caller.json(request, limits.jsonBytes);
    if (!answer.ok) return answer;
    const parsed = v.safeParse(liveListSchema, answer.value.json);
    if (!parsed.success) return err(failureUnreadable(endpoint, answer.value.status, caller.host));
    // What was kept on the way tells when it was made, not when it was asked for.
    const serverDate = answer.value.isCached ? null : answer.value.serverDate;
    return ok({ value: this.#believed(parsed.output, answer.value), serverDate });
  }

  /**
   * A pause is believed only where nothing speaks against it: not in an entry that says two things, nor in an answer that a cache
   * kept, or that the server made before our last resume could act. That a call is recorded is believed of any answer.
   */
  #believed(recordings: LiveRecordings, { text, json, serverDate, isCached }: JsonAnswer): readonly LiveRecording[] {
    const resumedAt = this.#lastResumeDate();
    const behindMs = resumedAt === null || serverDate === null ? 0 : resumedAt - serverDate;
    const isOld = isCached || (behindMs > 0 && behindMs < longestCachedMs);
    const doubtful = hasRepeatedKeys(text, json) ? entriesWithRepeatedKeys(text) : new Set<number>();
    return recordings.map(({ recording, entries }) => {
      const isDoubtful = entries.some((entry) => doubtful.has(entry)) || (isOld && recording.isPaused === true);
      return isDoubtful ? { ...recording, isPaused: 'unknown' } : recording;
    });
  }

  #learn(route: 'mine' | 'username'): void {
    const isNew = this.#route !== route;
    this.#route = route;
    this.#isProven = true;
    this.#missing = 0;
    if (isNew) this.#options.user.onMineRoute?.(route);
  }
}
