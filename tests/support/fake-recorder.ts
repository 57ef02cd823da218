// A recorder and the network to it, in memory and under a fake clock: it keeps the truth and answers as unreliably as a test asks.
import { problem } from '../../src/shared/problem.ts';
import type { LiveRecording } from '../../src/shared/recording.ts';
import { err, ok } from '../../src/shared/result.ts';
import type { EndpointName, UcxClient, UcxFailure, UcxResult } from '../../src/main/core/ucx/client-types.ts';
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

type Held = { readonly id: string; paused: boolean; readonly beganAt: number };

/** Why a recording is unpaused, and since when (monotonic milliseconds). */
export type Change = {
  readonly at: number;
  readonly cause: 'began' | 'resumedByUs' | 'resumedElsewhere' | 'resumedLate';
};

export class FakeRecorder {
  readonly held = new Map<string, Held>();
  /** The last reason for which each recording records. */
  readonly recordingSince = new Map<string, Change>();
  /** Monotonic moment at which the newest good read that was delivered had looked. */
  sampledAt = -Infinity;
  /** Monotonic moment at which it was delivered. */
  deliveredAt = -Infinity;
  private newestDelivered = 0;
  private run = 0;
  readonly sent: { readonly kind: 'pause' | 'resume'; readonly id: string; readonly at: number }[] = [];
  reads = 0;
  nextCommand: () => Behaviour = () => ({ kind: 'good', actAfter: 5, replyAfter: 10 });
  nextRead: () => ReadBehaviour = () => ({ kind: 'good', sampleAfter: 5, replyAfter: 10 });
  private readonly clock: FakeClock;

  constructor(clock: FakeClock) {
    this.clock = clock;
  }

  begin(id: string, paused = false): void {
    this.held.set(id, { id, paused, beganAt: this.clock.monotonic() });
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
    this.sampledAt = -Infinity;
    this.deliveredAt = -Infinity;
    this.newestDelivered = this.reads;
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
      listMine: (signal) => this.read(signal),
      warm: () => undefined,
      close: () => undefined,
      start: never,
      stopById: never,
      stopByLine: never,
      stopMine: never,
      pauseByNumber: never,
      resumeByNumber: never,
      listLive: never,
      listCompleted: never,
      detail: never,
      media: never,
      upload: never,
    };
  }

  private command(kind: 'pause' | 'resume', id: string, signal?: AbortSignal): UcxResult<null> {
    this.sent.push({ kind, id, at: this.clock.monotonic() });
    const behaviour = this.nextCommand();
    const { run } = this;
    const endpoint: EndpointName = kind === 'pause' ? 'pauseById' : 'resumeById';
    return new Promise((resolve) => {
      let settled = false;
      const settle = (value: Awaited<UcxResult<null>>): void => {
        settled = true;
        resolve(value);
      };
      const act = (): void => {
        const held = this.held.get(id);
        if (held === undefined || held.paused === (kind === 'pause')) return;
        if (kind === 'resume') this.setPaused(id, false, settled || run !== this.run ? 'resumedLate' : 'resumedByUs');
        else held.paused = true;
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

  private read(signal?: AbortSignal): ReturnType<UcxClient['listMine']> {
    const number = (this.reads += 1);
    const behaviour = this.nextRead();
    return new Promise((resolve) => {
      signal?.addEventListener('abort', () => resolve(err(failure('listMine', 'cancelled', null))));
      if (behaviour.kind === 'failed') {
        const outcome = behaviour.status === null ? 'unknown' : outcomeOf(behaviour.status);
        this.clock.timer(behaviour.replyAfter, () => resolve(err(failure('listMine', outcome, behaviour.status))));
        return;
      }
      this.clock.timer(behaviour.sampleAfter, () => {
        const at = this.clock.monotonic();
        const seen = [...this.held.values()].map((held): LiveRecording => this.asSeen(held, behaviour.kind === 'good'));
        this.clock.timer(Math.max(0, behaviour.replyAfter - behaviour.sampleAfter), () => {
          if (signal?.aborted !== true && number > this.newestDelivered) {
            this.newestDelivered = number;
            this.sampledAt = at;
            this.deliveredAt = this.clock.monotonic();
          }
          resolve(ok({ value: seen, serverDate: null }));
        });
      });
    });
  }

  private asSeen(held: Held, readable: boolean): LiveRecording {
    return {
      id: held.id,
      isPaused: readable ? held.paused : 'unknown',
      durationMs: this.clock.monotonic() - held.beganAt,
      localUsername: 'ada.agent',
      remoteName: null,
      remoteNumber: '+1555000111',
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
