// How long to wait before something is tried again. All waits are in milliseconds; attempts and failures count from 1.

/** Doubled with each further failure in a row, up to `longestMs`. */
export function exponentialBackoff(failures: number, firstMs: number, longestMs: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(Math.max(failures - 1, 0), 10));
}

/** The wait after this attempt, from a list with one wait an attempt; the last one repeats. */
export function scheduledBackoff(attempt: number, waitsMs: readonly number[]): number {
  return waitsMs[Math.min(Math.max(attempt - 1, 0), waitsMs.length - 1)] ?? 0;
}

/**
 * The wait, up to a quarter longer or shorter by chance: thousands of desktops that lost the same server must not come back to it at
 * once. `random` is uniform in [0, 1).
 */
export function withJitter(waitMs: number, random: () => number): number {
  return waitMs * (0.75 + random() / 2);
}

/** The interval, up to a twentieth longer or shorter by chance: thousands of desktops that were started together must not stay in step. */
export function spread(intervalMs: number, random: () => number): number {
  return intervalMs * (0.95 + random() / 10);
}
