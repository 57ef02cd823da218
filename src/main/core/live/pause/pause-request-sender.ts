// Sends the requests of the pause machine to the server and reports how each of them ended.
import { problem, type Problem } from '../../../../shared/domain/problem.ts';
import type { Log } from '../../platform/ports.ts';
import type { Session } from '../../session/session.ts';
import type { UcxFailure, UcxResult } from '../../ucx/client-types.ts';
import { markStep } from '../key-marks.ts';
import type { Effect, RequestOutcome } from './pause-types.ts';

type SendEffect = Extract<Effect, { readonly type: 'send' }>;

/** `problem` says why the request failed; null when it did not. */
type OnSettled = (attemptId: number, outcome: RequestOutcome, problem: Problem | null) => void;

export class PauseRequestSender {
  readonly #log: Log;
  readonly #session: Pick<Session, 'client' | 'refused'>;
  readonly #onSettled: OnSettled;
  readonly #inFlight = new Map<number, AbortController>();

  constructor(log: Log, session: Pick<Session, 'client' | 'refused'>, onSettled: OnSettled) {
    this.#log = log;
    this.#session = session;
    this.#onSettled = onSettled;
  }

  /** The request leaves before this returns. A shared request has left already: it is followed in place of one more. */
  send({ attemptId, kind, recordingId }: SendEffect, sharedRequest: UcxResult<null> | null): void {
    const { client } = this.#session;
    if (client === null) return;
    const controller = new AbortController();
    this.#inFlight.set(attemptId, controller);
    const { signal } = controller;
    // An async function: a request that throws before it begins ends as one that failed.
    const begin = async (): UcxResult<null> =>
      kind === 'pause' ? client.pauseById(recordingId, signal) : client.resumeById(recordingId, signal);
    const request = sharedRequest ?? begin();
    // After the sending, so that the mark does not delay the request.
    markStep('request');
    request.then(
      (result) => {
        this.#answered(attemptId, result.ok ? null : result.error);
      },
      (error: unknown) => {
        this.#inFlight.delete(attemptId);
        this.#log.error('command-crashed', error);
        this.#onSettled(attemptId, 'unknown', problem('internal'));
      },
    );
  }

  abort(attemptId: number): void {
    this.#inFlight.get(attemptId)?.abort();
  }

  dispose(): void {
    for (const controller of this.#inFlight.values()) controller.abort();
    this.#inFlight.clear();
  }

  #answered(attemptId: number, failure: UcxFailure | null): void {
    markStep('reply');
    this.#inFlight.delete(attemptId);
    if (failure === null) {
      this.#onSettled(attemptId, 'ok', null);
      return;
    }
    const { endpoint, status, reason, problem: cause, outcome } = failure;
    this.#log.warn('command-failed', { endpoint, status, reason, code: cause.code });
    this.#onSettled(attemptId, outcome, cause);
    if (outcome === 'unauthorized') this.#session.refused();
  }
}
