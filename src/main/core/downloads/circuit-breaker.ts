// Circuit breaker of the save queue: opened by a person, or by a failure that every file would meet; decides when one file is tried again.
import type { Problem, ProblemCode } from '../../../shared/domain/problem.ts';
import { scheduledBackoff, withJitter } from '../platform/backoff.ts';
import type { Clock } from '../platform/ports.ts';

/**
 * What a failure affects. `folder`: all files that go to that folder. `account`: all, until somebody signs in. `server`: all, until the
 * server is reachable. `unknown`: this file, or the server. `file`: this file.
 */
export type FailureScope = 'folder' | 'account' | 'server' | 'unknown' | 'file';

/** A code that is not listed affects its file alone. */
const scopes: Partial<Readonly<Record<ProblemCode, FailureScope>>> = {
  'disk-full': 'folder',
  'folder-missing': 'folder',
  'folder-not-writable': 'folder',
  'credentials-refused': 'account',
  'server-unreachable': 'server',
  'server-name-unknown': 'server',
  'server-tls-failed': 'server',
  'server-certificate-untrusted': 'server',
  'server-certificate-name': 'server',
  'server-certificate-expired': 'server',
  'proxy-sign-in': 'server',
  'proxy-sign-in-method': 'server',
  'proxy-unreachable': 'server',
  'proxy-refused': 'server',
  'proxy-unusable': 'server',
  'proxy-unknown': 'server',
  'service-unavailable': 'server',
  'completed/service-unavailable': 'server',
  'server-timeout': 'unknown',
  'server-connection-lost': 'unknown',
  'server-redirected': 'unknown',
  'file-cut-short': 'unknown',
};

export function failureScopeOf({ code }: Problem): FailureScope {
  return scopes[code] ?? 'file';
}

/** Milliseconds before the first, second, … trial while the server is unreachable; the last one holds for all that follow. */
const trialDelaysMs = [2_000, 5_000, 15_000, 30_000, 60_000];

export type CircuitBreakerDependencies = {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** One file may be started as a trial. */
  readonly onTrialDue: () => void;
};

export class CircuitBreaker {
  readonly #dependencies: CircuitBreakerDependencies;
  /** Null while it is closed. */
  #openedBy: 'person' | 'folder' | 'account' | 'server' | null = null;
  #reason: Problem | null = null;
  /** The file that failed last in scope `unknown`; null once the server has answered. */
  #suspect: string | null = null;
  /** Trials in a row that failed. */
  #failedTrials = 0;
  /** The one file that shows whether the server is reachable: scheduled, due, or started. */
  #trial: 'none' | 'scheduled' | 'due' | 'started' = 'none';
  #stopTimer = (): void => undefined;

  constructor(dependencies: CircuitBreakerDependencies) {
    this.#dependencies = dependencies;
  }

  get isOpen(): boolean {
    return this.#openedBy !== null;
  }

  /** Null while it is closed, or opened by a person. */
  get reason(): Problem | null {
    return this.#reason;
  }

  get isOpenedByPerson(): boolean {
    return this.#openedBy === 'person';
  }

  /** It closes automatically, as soon as the server is reachable. */
  get closesAutomatically(): boolean {
    return this.#openedBy === 'server';
  }

  /** Whether a file may be started while `running` files are under way: while it is open, a trial runs alone. */
  allowsStart(running: number): boolean {
    return this.#openedBy === null || (this.#trial === 'due' && running === 0);
  }

  onStart(): void {
    if (this.#trial === 'due') this.#trial = 'started';
  }

  /** No file is under way any more: a trial that showed nothing, such as one that was cancelled, is repeated. */
  onIdle(): void {
    if (this.#trial === 'started') this.#scheduleTrial();
  }

  openByPerson(): void {
    this.close();
    this.#openedBy = 'person';
  }

  /** A single file that hangs or is cut short must not stop the others, so scope `unknown` takes two different files in a row. */
  onFailure(reason: Problem, recordingId: string, othersWait: boolean): void {
    if (this.#openedBy === 'person') return;
    const scope = failureScopeOf(reason);
    switch (scope) {
      case 'folder':
        if (othersWait) this.#open(scope, reason);
        return;
      case 'account':
        this.#open(scope, reason);
        return;
      case 'server':
        this.#onServerFailure(reason);
        return;
      case 'unknown': {
        const isSecond = this.#suspect !== null && this.#suspect !== recordingId;
        this.#suspect = recordingId;
        if (isSecond || this.#openedBy === 'server') this.#onServerFailure(reason);
        return;
      }
      case 'file':
        // The server answered about this recording, so it is reachable.
        if (reason.code.startsWith('media/')) this.onSuccess();
    }
  }

  /** The server answered. */
  onSuccess(): void {
    if (this.#openedBy === 'server') this.close();
    this.#suspect = null;
    this.#failedTrials = 0;
  }

  /** Signing in proves both the password and the server. */
  onSignIn(): void {
    if (this.#openedBy === 'account' || this.#openedBy === 'server') this.close();
  }

  /** Files may be started, and no timer runs. */
  close(): void {
    this.#stopTimer();
    this.#openedBy = null;
    this.#reason = null;
    this.#suspect = null;
    this.#failedTrials = 0;
    this.#trial = 'none';
  }

  #open(by: 'folder' | 'account', reason: Problem): void {
    this.close();
    this.#openedBy = by;
    this.#reason = reason;
  }

  #onServerFailure(reason: Problem): void {
    if (this.#openedBy !== null && this.#openedBy !== 'server') return;
    this.#openedBy = 'server';
    this.#reason = reason;
    // Files that were under way when it opened report the same failure once more: only a trial counts.
    if (this.#trial === 'scheduled' || this.#trial === 'due') return;
    this.#failedTrials += 1;
    this.#scheduleTrial();
  }

  #scheduleTrial(): void {
    const { clock, random, onTrialDue } = this.#dependencies;
    const waitMs = withJitter(scheduledBackoff(this.#failedTrials, trialDelaysMs), random);
    this.#trial = 'scheduled';
    this.#stopTimer();
    this.#stopTimer = clock.timer(waitMs, () => {
      this.#trial = 'due';
      onTrialDue();
    });
  }
}
