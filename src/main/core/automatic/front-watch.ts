// Keeps what watches the front window running while a rule needs it, and says when it is gone: it ended, or says nothing any more.
import { exponentialBackoff, withJitter } from '../platform/backoff.ts';
import type { Clock, FrontWindow, FrontWindowPort, Log } from '../platform/ports.ts';
import { ruleTimes } from './rule-types.ts';

const firstWaitMs = 500;
const longestWaitMs = 60_000;
/** Whatever watched for so long without an end was sound: the waits begin anew. */
const soundMs = 60_000;

type FrontWatchDependencies = {
  readonly port: FrontWindowPort | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Uniform in [0, 1), for jitter. */
  readonly random: () => number;
  readonly onSeen: (front: FrontWindow) => void;
  readonly onLost: () => void;
};

/** One run of the port, with what ends it and its silence. */
type Run = { isOver: boolean; readonly beganAt: number; stop: () => void; cancelSilence: () => void };

export class FrontWatch {
  readonly #dependencies: FrontWatchDependencies;
  #run: Run | null = null;
  #cancelRetry: (() => void) | null = null;
  #failures = 0;

  constructor(dependencies: FrontWatchDependencies) {
    this.#dependencies = dependencies;
  }

  /** Starts it, or ends it. */
  need(isNeeded: boolean): void {
    const isWanted = this.#run !== null || this.#cancelRetry !== null;
    if (isNeeded === isWanted || this.#dependencies.port === undefined) return;
    this.#failures = 0;
    if (isNeeded) {
      this.#begin();
      return;
    }
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    if (this.#run !== null) this.#end(this.#run);
  }

  #begin(): void {
    const { port, clock, onSeen } = this.#dependencies;
    this.#cancelRetry = null;
    if (port === undefined || port.sees === 'nothing') return;
    const run: Run = {
      isOver: false,
      beganAt: clock.monotonic(),
      stop: () => undefined,
      cancelSilence: () => undefined,
    };
    this.#run = run;
    this.#awaitSign(run);
    const seen = (front: FrontWindow): void => {
      if (run.isOver) return;
      this.#awaitSign(run);
      onSeen(front);
    };
    const ended = (): void => {
      this.#failed(run);
    };
    const stop = unlogged(() => port.watch({ seen, ended }));
    if (stop === undefined) this.#failed(run);
    // It may have ended before it was there.
    else if (run.isOver) unlogged(stop);
    else run.stop = stop;
  }

  /** Nothing is heard for as long as the rule machine waits: it hangs, and is ended. */
  #awaitSign(run: Run): void {
    run.cancelSilence();
    run.cancelSilence = this.#dependencies.clock.timer(ruleTimes.silenceMs, () => {
      this.#failed(run);
    });
  }

  #failed(run: Run): void {
    if (run.isOver) return;
    const { clock, log, random } = this.#dependencies;
    this.#failures = clock.monotonic() - run.beganAt >= soundMs ? 1 : this.#failures + 1;
    log.warn('front-window-lost', { count: this.#failures });
    const wait = withJitter(exponentialBackoff(this.#failures, firstWaitMs, longestWaitMs), random);
    this.#cancelRetry = clock.timer(wait, () => {
      this.#begin();
    });
    this.#end(run);
  }

  #end(run: Run): void {
    run.isOver = true;
    run.cancelSilence();
    if (this.#run === run) this.#run = null;
    unlogged(run.stop);
    this.#dependencies.onLost();
  }
}

/** Calls it. Undefined where it threw: what was thrown may quote a title, so that the log must not have it. */
function unlogged<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch {
    return undefined;
  }
}
