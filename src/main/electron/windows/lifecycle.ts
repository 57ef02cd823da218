// How long a hidden window lives, and how often a crashed one comes back. No Electron here: tests bring their own clock.
import type { Clock } from '../../core/platform/ports.ts';

/** A window that was hidden for so long (milliseconds) is given up; it is made again when it is asked for. */
export const hiddenLimitMs = 600_000;
/** A window that crashed so often within `crashSpanMs` stays away: it would only go on crashing. */
const maxCrashes = 3;
const crashSpanMs = 60_000;

/** Ends what nobody has looked at for long. */
export class HiddenTimer {
  readonly #clock: Clock;
  readonly #end: () => void;
  #cancel: (() => void) | null = null;

  constructor(clock: Clock, end: () => void) {
    this.#clock = clock;
    this.#end = end;
  }

  hidden(): void {
    this.shown();
    this.#cancel = this.#clock.timer(hiddenLimitMs, () => {
      this.#cancel = null;
      this.#end();
    });
  }

  shown(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}

/** Decides whether a window that crashed comes back. */
export class CrashGuard {
  readonly #clock: Clock;
  #crashes: readonly number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a crash. False when there were too many lately. */
  mayRestart(): boolean {
    const now = this.#clock.monotonic();
    this.#crashes = [...this.#crashes.filter((at) => now - at < crashSpanMs), now];
    return this.#crashes.length <= maxCrashes;
  }
}

/**
 * How often (ms) what must stay above all is raised again: a full-screen window of another program puts itself above, and no system tells.
 * Below the ten seconds that an agent may be without it.
 */
const raiseEveryMs = 8_000;

/** Raises again and again, until it is stopped. */
export class RaiseTimer {
  readonly #clock: Clock;
  readonly #raise: () => void;
  #cancel: () => void = () => undefined;

  /** @param raise must not take the focus */
  constructor(clock: Clock, raise: () => void) {
    this.#clock = clock;
    this.#raise = raise;
    this.#plan();
  }

  stop(): void {
    this.#cancel();
  }

  #plan(): void {
    this.#cancel = this.#clock.timer(raiseEveryMs, () => {
      this.#plan();
      this.#raise();
    });
  }
}
