// A recorder and the network to it, in memory and under a fake clock: it keeps the truth and answers as unreliably as a test asks.
import { problem } from '../../src/shared/domain/problem.ts';
import type { LiveRecording } from '../../src/shared/domain/recording.ts';
import { err, ok } from '../../src/shared/domain/result.ts';
import type {
  EndpointName,
  LiveFilter,
  UcxClient,
  UcxFailure,
  UcxResult,
} from '../../src/main/core/ucx/client-types.ts';
import type { FakeClock } from './fake-clock.ts';

/** What happens to one request. Times are milliseconds from its sending. */
export type Behaviour =
  | { readonly kind: 'good'; readonly actAfter: number; readonly replyAfter: number }
  /** Done, but the answer never comes. */
  | { readonly kind: 'lostReply'; readonly actAfter: number; readonly giveUpAfter: number }
  /** Never done, no answer. */
  | { readonly kind: 'lostRequest'; readonly giveUpAfter: number }
  | { readonly kind: 'refused'; readonly status: 400 | 401 | 403 | 409 | 429 | 500 | 503; readonly replyAfter: number }
  /** 204, and nothing is done. */
  | { readonly kind: 'lie'; readonly replyAfter: number }
  /** 202: answered first, done later. */
  | { readonly kind: 'accepted'; readonly replyAfter: number; readonly actAfter: number };

export type ReadBehaviour =
  | { readonly kind: 'good'; readonly sampleAfter: number; readonly replyAfter: number }
  /** `isPaused` comes as a string, or not at all. */
  | { readonly kind: 'unknownBooleans'; readonly sampleAfter: number; readonly replyAfter: number }
  | { readonly kind: 'failed'; readonly replyAfter: number; readonly status: 401 | 403 | 500 | null };

type Held = {
  readonly id: string;
  paused: boolean;
  readonly beganAt: number;
  readonly username: string;
  readonly remoteNumber: string | null;
};

/** Which of its reads was delivered last, and when it had looked (monotonic milliseconds). */
type Looked = { sampledAt: number; deliveredAt: number; newest: number };
const nothingSeen = (): Looked => ({ sampledAt: -Infinity, deliveredAt: -Infinity, newest: 0 });

/** The one who is signed in. */
const me = 'ada.agent';
/** In place of an id: every recording of mine. */
const mine = 'mine';

/** Why a recording is unpaused, and since when (monotonic milliseconds). */
export type Change = {
  readonly at: number;
  readonly cause: 'began' | 'resumedByUs' | 'resumedElsewhere' | 'resumedLate';
};

export class FakeRecorder {
  readonly held = new Map<string, Held>();
  /** The last reason for which each recording records. */
  readonly recordingSince = new Map<string, Change>();
  private looked = nothingSeen();
  /** The same of the lists of everybody's recordings: by user name asked for (empty: everybody) and recording, and by recording alone. */
  readonly sampledIn = new Map<string, Looked>();
  private run = 0;
  readonly sent: { readonly kind: 'pause' | 'resume' | 'stop' | 'start'; readonly id: string; readonly at: number }[] =
    [];
  reads = 0;
  /** The questions for everybody's recordings, as they were asked. */
  readonly asked: LiveFilter[] = [];
  /** The directory number of each user's phone. */
  readonly lines = new Map<string, string>();
  /** The id that the next start begins, and whether the server will have it otherwise. */
  nextStart: { readonly id: string; readonly username: string; readonly failure: UcxFailure | null } | null = null;
  nextCommand: () => Behaviour = () => ({ kind: 'good', actAfter: 5, replyAfter: 10 });
  /** The `Date` of an answer that is made now, in epoch milliseconds. */
  serverDate: () => number | null = () => null;
  nextRead: () => ReadBehaviour = () => ({ kind: 'good', sampleAfter: 5, replyAfter: 10 });
  private readonly clock: FakeClock;

  constructor(clock: FakeClock) {
    this.clock = clock;
  }

  /** Monotonic moment at which the newest good read that was delivered had looked. */
  get sampledAt(): number {
    return this.looked.sampledAt;
  }

  /** Its number; 0 before the first. */
  get newestRead(): number {
    return this.looked.newest;
  }

  /** Monotonic moment at which it was delivered. */
  get deliveredAt(): number {
    return this.looked.deliveredAt;
  }

  begin(id: string, paused = false, username = me, remoteNumber: string | null = '+1555000111'): void {
    this.held.set(id, { id, paused, beganAt: this.clock.monotonic(), username, remoteNumber });
    if (!paused) this.recordingSince.set(id, { at: this.clock.monotonic(), cause: 'began' });
  }

  end(id: string): void {
    this.held.delete(id);
    this.recordingSince.delete(id);
  }

  /** Somebody else, or the server by itself. */
  setPaused(id: string, paused: boolean, cause: Change['cause'] = 'resumedElsewhere'): void {
    const held = this.held.get(id);
    if (held === undefined) return;
    if (held.paused && !paused) this.recordingSince.set(id, { at: this.clock.monotonic(), cause });
    held.paused = paused;
  }

  /** Another core begins: it knows nothing of what was read before, nor of requests that a killed one left on their way. */
  forgetReads(): void {
    this.run += 1;
    this.looked = { ...nothingSeen(), newest: this.reads };
    this.sampledIn.clear();
  }

  get recordingNow(): string[] {
    return [...this.held.values()].filter((held) => !held.paused).map((held) => held.id);
  }

  client(): UcxClient {
    const never = (): never => {
      throw new Error('not part of this test');
    };
    return {
      pauseById: (id, signal) => this.command('pause', id, signal),
      resumeById: (id, signal) => this.command('resume', id, signal),
      listMine: (signal) => this.read('listMine', ({ username }) => username === me, signal),
      listLive: (filter, signal) => {
        this.asked.push(filter);
        const fits = ({ username }: Held): boolean =>
          [undefined, username].includes(filter.username) &&
          [undefined, this.lines.get(username)].includes(filter.directoryNumber);
        const { username = '', directoryNumber } = filter;
        return this.read(
          'listLive',
          fits,
          signal,
          directoryNumber === undefined ? username : `line ${directoryNumber}`,
        );
      },
      stopById: (id, signal) => this.command('stop', id, signal),
      start: async (_target, signal) => {
        const { nextStart } = this;
        if (nextStart === null) return never();
        const { id, username, failure: refusal } = nextStart;
        if (refusal !== null) return err(refusal);
        if (!this.held.has(id)) this.begin(id, false, username);
        const answer = await this.command('start', id, signal);
        return answer.ok ? ok({ id }) : answer;
      },
      warm: () => undefined,
      close: () => undefined,
      stopByLine: ({ directoryNumber = '' }, signal) => this.command('stop', directoryNumber, signal, 'stopByLine'),
      stopMine: (signal) => this.command('stop', mine, signal),
      pauseByNumber: (number, signal) => this.command('pause', number, signal, 'pauseByNumber'),
      resumeByNumber: (number, signal) => this.command('resume', number, signal, 'resumeByNumber'),
      listCompleted: never,
      detail: never,
      media: never,
      upload: never,
    };
  }

  /** `id` names one recording, or for an endpoint of phones the number of one. */
  private command(
    kind: (typeof this.sent)[number]['kind'],
    id: string,
    signal?: AbortSignal,
    endpoint: EndpointName = kind === 'start' ? 'start' : `${kind}ById`,
  ): UcxResult<null> {
    this.sent.push({ kind, id, at: this.clock.monotonic() });
    const behaviour = this.nextCommand();
    const { run } = this;
    return new Promise((resolve) => {
      let settled = false;
      const settle = (value: Awaited<UcxResult<null>>): void => {
        settled = true;
        resolve(value);
      };
      const act = (): void => {
        for (const one of this.meantBy(id)) {
          const held = this.held.get(one);
          if (kind === 'stop') this.end(one);
          if (kind === 'stop' || kind === 'start' || held === undefined || held.paused === (kind === 'pause')) continue;
          const cause = settled || run !== this.run ? 'resumedLate' : 'resumedByUs';
          if (kind === 'resume') this.setPaused(one, false, cause);
          else held.paused = true;
        }
      };
      // A request given up by the client may still reach the server: acting does not depend on the signal.
      signal?.addEventListener('abort', () => settle(err(failure(endpoint, 'cancelled', null))));
      switch (behaviour.kind) {
        case 'good':
          this.clock.timer(behaviour.actAfter, act);
          this.clock.timer(Math.max(behaviour.actAfter, behaviour.replyAfter), () => settle(ok(null)));
          return;
        case 'lostReply':
          this.clock.timer(behaviour.actAfter, act);
          this.clock.timer(Math.max(behaviour.actAfter, behaviour.giveUpAfter), () =>
            settle(err(failure(endpoint, 'unknown', null))),
          );
          return;
        case 'lostRequest':
          this.clock.timer(behaviour.giveUpAfter, () => settle(err(failure(endpoint, 'unknown', null))));
          return;
        case 'refused':
          this.clock.timer(behaviour.replyAfter, () =>
            settle(err(failure(endpoint, outcomeOf(behaviour.status), behaviour.status))),
          );
          return;
        case 'lie':
          this.clock.timer(behaviour.replyAfter, () => settle(ok(null)));
          return;
        case 'accepted':
          this.clock.timer(behaviour.replyAfter, () => settle(ok(null)));
          this.clock.timer(behaviour.replyAfter + behaviour.actAfter, act);
          return;
      }
    });
  }

  private meantBy(id: string): string[] {
    const onLine = ({ username }: Held): boolean => (id === mine ? username === me : this.lines.get(username) === id);
    const ofLine = [...this.held.values()].filter(onLine).map((held) => held.id);
    return id === mine || [...this.lines.values()].includes(id) ? ofLine : [id];
  }

  private read(
    list: 'listMine' | 'listLive',
    fits: (held: Held) => boolean,
    signal?: AbortSignal,
    asked = '',
  ): ReturnType<UcxClient['listMine']> {
    const number = (this.reads += 1);
    const behaviour = this.nextRead();
    return new Promise((resolve) => {
      signal?.addEventListener('abort', () => resolve(err(failure(list, 'cancelled', null))));
      if (behaviour.kind === 'failed') {
        const outcome = behaviour.status === null ? 'unknown' : outcomeOf(behaviour.status);
        this.clock.timer(behaviour.replyAfter, () => resolve(err(failure(list, outcome, behaviour.status))));
        return;
      }
      this.clock.timer(behaviour.sampleAfter, () => {
        const at = this.clock.monotonic();
        const serverDate = this.serverDate();
        const seen = [...this.held.values()]
          .filter(fits)
          .map((held): LiveRecording => this.asSeen(held, behaviour.kind === 'good'));
        this.clock.timer(Math.max(0, behaviour.replyAfter - behaviour.sampleAfter), () => {
          const looked = list === 'listMine' ? [this.looked] : seen.flatMap(({ id }) => this.lookedAt(id, asked));
          for (const each of looked)
            if (signal?.aborted !== true && number > each.newest)
              Object.assign(each, { newest: number, sampledAt: at, deliveredAt: this.clock.monotonic() });
          resolve(ok({ value: seen, serverDate }));
        });
      });
    });
  }

  /** What is known of when a recording was looked at last: in the lists asked with this user name, and in any list. */
  lookedAt(id: string, asked: string): readonly [Looked, Looked] {
    const of = (key: string): Looked => {
      const found = this.sampledIn.get(key) ?? nothingSeen();
      this.sampledIn.set(key, found);
      return found;
    };
    return [of(`${asked} ${id}`), of(id)];
  }

  private asSeen(held: Held, readable: boolean): LiveRecording {
    return {
      id: held.id,
      isPaused: readable ? held.paused : 'unknown',
      durationMs: this.clock.monotonic() - held.beganAt,
      localUsername: held.username,
      remoteName: null,
      remoteNumber: held.remoteNumber,
    };
  }
}

function outcomeOf(status: number): UcxFailure['outcome'] {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 409) return 'gone';
  if (status === 429) return 'already';
  return status >= 500 ? 'unknown' : 'refused';
}

function failure(endpoint: EndpointName, outcome: UcxFailure['outcome'], status: number | null): UcxFailure {
  return {
    endpoint,
    outcome,
    status,
    reason: null,
    problem: problem(status === null ? 'server-timeout' : 'server-status-unexpected'),
  };
}
