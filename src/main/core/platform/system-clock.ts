// The real clock of this computer, as the core's port.
import type { Clock } from './ports.ts';

/** Timers longer than Node's limit of 2^31-1 ms are not needed here. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    timer(ms, callback) {
      const handle = setTimeout(callback, Math.max(0, ms));
      return () => clearTimeout(handle);
    },
  };
}
