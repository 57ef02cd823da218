// A clock whose intervals include the computer's sleep: on Linux, and on some Macs, the monotonic clock stops during sleep.
import type { Clock, PowerEvents } from './ports.ts';

export type SleepAwareClock = {
  readonly clock: Clock;
  /** Stops listening. */
  stop(): void;
};

/**
 * Adds to `clock.monotonic` what the wall clock counted over a sleep and it did not (milliseconds). A wall clock that was set back
 * meanwhile adds nothing: intervals never shrink. Subscribe it before everything that acts on waking.
 */
export function sleepAwareClock(clock: Clock, power: PowerEvents): SleepAwareClock {
  let sleptMs = 0;
  let suspended: { readonly wall: number; readonly counted: number } | null = null;
  const unsubscribers = [
    power.onSuspend(() => {
      suspended ??= { wall: clock.now(), counted: clock.monotonic() };
    }),
    power.onResume(() => {
      if (suspended === null) return;
      const uncounted = clock.now() - suspended.wall - (clock.monotonic() - suspended.counted);
      sleptMs += Math.max(0, uncounted);
      suspended = null;
    }),
  ];
  return {
    clock: {
      now: () => clock.now(),
      monotonic: () => clock.monotonic() + sleptMs,
      timer: (ms, callback) => clock.timer(ms, callback),
    },
    stop() {
      for (const unsubscribe of unsubscribers) unsubscribe();
    },
  };
}
