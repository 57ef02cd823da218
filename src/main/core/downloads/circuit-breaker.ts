// Whether new files may be begun: held by somebody, or by what meets every file alike; and when one is tried again to see whether that is over.
import type { Problem } from '../../../shared/domain/problem.ts';
import { scheduledBackoff, withJitter } from '../platform/backoff.ts';
import type { Clock } from '../platform/ports.ts';

/**
 * Whom a failure concerns. `place`: all that go to that folder. `account`: all, until somebody signs in. `way`: all, until the server is
 * there again. `perhaps`: this file, or the way to the server. `own`: this file.
 */
type Reach = 'place' | 'account' | 'way' | 'perhaps' | 'own';

const reaches: Readonly<Record<string, Reach>> = {
  'disk-full': 'place',
  'folder-missing': 'place',
  'folder-not-writable': 'place',
  'credentials-refused': 'account',
  'server-unreachable': 'way',
  'server-name-unknown': 'way',
  'server-tls-failed': 'way',
  'server-certificate-untrusted': 'way',
  'server-certificate-name': 'way',
  'server-certificate-expired': 'way',
  'service-unavailable': 'way',
  'completed/service-unavailable': 'way',
  'server-timeout': 'perhaps',
  'server-connection-lost': 'perhaps',
  'server-redirected': 'perhaps',
  'file-cut-short': 'perhaps',
};

export function failureScopeOf({ code }: Problem): Reach {
  return reaches[code] ?? 'own';
}

/** Milliseconds before one file is tried while the server is away, the first time and on; the last one holds for all that follow. */
const triedAfterMs = [2_000, 5_000, 15_000, 30_000, 60_000];
export type CircuitBreakerDependencies = {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** One file may be begun. */
  readonly onTry: () => void;
};

export class CircuitBreaker {
  private readonly dependencies: CircuitBreakerDependencies;
  private by: 'person' | Exclude<Reach, 'perhaps' | 'own'> | null = null;
  private reason: Problem | null = null;
  /** The file that met last what may concern all; null once the server has answered. */
  private metBy: string | null = null;
  /** Tries in a row for which the server was away. */
  private tries = 0;
  /** The one file with which it is seen whether the server is there: not before its time, due, or under way. */
  private trial: 'none' | 'waits' | 'due' | 'begun' = 'none';
  private stopTimer = (): void => undefined;

  constructor(dependencies: CircuitBreakerDependencies) {
    this.dependencies = dependencies;
  }

  get isHeld(): boolean {
    return this.by !== null;
  }

  /** Null where nothing holds it, or a person does. */
  get because(): Problem | null {
    return this.reason;
  }

  get byPerson(): boolean {
    return this.by === 'person';
  }

  /** It ends by itself, as soon as the server is there. */
  get triesAgain(): boolean {
    return this.by === 'way';
  }

  /** `running` files are under way: while it is held, one may be begun alone when its time has come. */
  mayBegin(running: number): boolean {
    return this.by === null || (this.trial === 'due' && running === 0);
  }

  /** A file was begun. */
  begun(): void {
    if (this.trial === 'due') this.trial = 'begun';
  }

  /** No file is under way any more: where the last one told nothing, the next one may. */
  allEnded(): void {
    if (this.trial === 'begun') this.waitToTry();
  }

  /** Somebody holds it, or lets it go on. */
  set(held: boolean): void {
    this.clear();
    if (held) this.by = 'person';
  }

  /** A file failed. A single one that hangs or is cut must not hold up the others, so that takes two in a row. */
  met(reason: Problem, recordingId: string, othersWait: boolean): void {
    if (this.by === 'person') return;
    const reach = failureScopeOf(reason);
    switch (reach) {
      case 'place':
        if (othersWait) this.close(reach, reason);
        return;
      case 'account':
        this.close(reach, reason);
        return;
      case 'way':
        this.away(reason);
        return;
      case 'perhaps': {
        const isSecond = this.metBy !== null && this.metBy !== recordingId;
        this.metBy = recordingId;
        if (isSecond || this.by === 'way') this.away(reason);
        return;
      }
      case 'own':
        // The server said that of this recording, so it is there.
        if (reason.code.startsWith('media/')) this.reached();
    }
  }

  /** The server is there. */
  reached(): void {
    if (this.by === 'way') this.clear();
    this.metBy = null;
    this.tries = 0;
  }

  /** Somebody has signed in: the password is right, and the server was there. */
  signedIn(): void {
    if (this.by === 'account' || this.by === 'way') this.clear();
  }

  /** Nothing holds it any more, and no timer runs. */
  clear(): void {
    this.stopTimer();
    this.by = null;
    this.reason = null;
    this.metBy = null;
    this.tries = 0;
    this.trial = 'none';
  }

  private close(by: 'place' | 'account', reason: Problem): void {
    this.clear();
    this.by = by;
    this.reason = reason;
  }

  private away(reason: Problem): void {
    if (this.by !== null && this.by !== 'way') return;
    this.by = 'way';
    this.reason = reason;
    // What was under way when it was held says the same once more: only a trial is one.
    if (this.trial === 'waits' || this.trial === 'due') return;
    this.tries += 1;
    this.waitToTry();
  }

  private waitToTry(): void {
    const { clock, random, onTry } = this.dependencies;
    const waitMs = withJitter(scheduledBackoff(this.tries, triedAfterMs), random);
    this.trial = 'waits';
    this.stopTimer();
    this.stopTimer = clock.timer(waitMs, () => {
      this.trial = 'due';
      onTry();
    });
  }
}
