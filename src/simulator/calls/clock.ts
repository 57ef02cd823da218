// The simulator's time when nobody injects another.
import type { SimulatorClock } from '../types.ts';

export const systemClock: SimulatorClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  timer(ms, callback) {
    const handle = setTimeout(callback, ms);
    return () => clearTimeout(handle);
  },
};
