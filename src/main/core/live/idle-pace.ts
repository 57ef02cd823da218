// How often the recorder is asked while nothing is recorded. Thousands of desktops without a call needn't ask as often as one in the middle of
// its work; any press, call or unlocking of the screen brings full speed back.
import type { Clock } from '../platform/ports.ts';

/** Between two reads while nothing is recorded, in milliseconds. The policy sets the two last. */
export type IdlePaceLimits = { readonly longestMs: number; readonly lockedMs: number };

/** Milliseconds from the start of one read to the start of the next at full speed. */
export const fullSpeedMs = 2_000;

export const fullSpeed: IdlePaceLimits = { longestMs: fullSpeedMs, lockedMs: fullSpeedMs };

/** Full speed stays for so long (ms) after the last sign of work, and is given up over the same time. */
const workMs = 300_000;

/** What is known is shown as present for so long (ms). A little is kept for a read that fails and is repeated once. */
const presentMs = 5_000;
const oneRetryMs = 725;
/** The chance by which waits differ makes them longer by at most this. */
const spreadFactor = 1.05;

/** The first wait after a failed read at a slower pace, in milliseconds: one failure alone still makes nothing stale. */
export const slowRetryMs = 500;

export class IdlePace {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #limits: () => IdlePaceLimits;
  readonly #isLocked: () => boolean;
  #workedAt = -Infinity;

  /** @param isLocked asked at each read: an unlocking that the system doesn't report must not leave an agent with old knowledge */
  constructor(clock: Pick<Clock, 'monotonic'>, limits: () => IdlePaceLimits, isLocked: () => boolean) {
    this.#clock = clock;
    this.#limits = limits;
    this.#isLocked = isLocked;
  }

  /** Somebody works here: a press, a call, a sign-in, an unlocking. */
  worked(): void {
    this.#workedAt = this.#clock.monotonic();
  }

  /**
   * Milliseconds between two reads.
   * @param tookMs how long the last read took: a slow server is asked earlier, so that its answer comes before the last one is old
   */
  cadenceMs(tookMs: number): number {
    const { longestMs, lockedMs } = this.#limits();
    if (this.#isLocked()) return Math.max(lockedMs, fullSpeedMs);
    const restedMs = this.#clock.monotonic() - this.#workedAt - workMs;
    const grown = fullSpeedMs * (1 + Math.min(1, Math.max(0, restedMs / workMs)));
    const inTime = (presentMs - oneRetryMs - 2 * tookMs) / spreadFactor;
    return Math.max(fullSpeedMs, Math.min(grown, longestMs, inTime));
  }
}
