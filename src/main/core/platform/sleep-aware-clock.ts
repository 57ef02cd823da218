// A clock whose intervals include the computer's sleep: on Linux, and on some Macs, the monotonic clock stops during sleep.
import type { Clock, PowerEvents } from './ports.ts';

export type ClockThroughSleep = {
  readonly clock: Clock;
  /** Stops listening. */
  stop(): void;
};

/**
 * Adds to `clock.monotonic` what the wall clock counted over a sleep and it did not (milliseconds). A wall clock that was set back
 * meanwhile adds nothing: intervals never shrink. Subscribe it before everything that acts on waking.
 */
export function clockThroughSleep(clock: Clock, power: PowerEvents): ClockThroughSleep {
  let slept = 0;
  let since: { readonly wall: number; readonly counted: number } | null = null;
  const unsubscribers = [
    power.onSuspend(() => {
      since ??= { wall: clock.now(), counted: clock.monotonic() };
    }),
    power.onResume(() => {
      if (since === null) return;
      const uncounted = clock.now() - since.wall - (clock.monotonic() - since.counted);
      slept += Math.max(0, uncounted);
      since = null;
    }),
  ];
  return {
    clock: {
      now: () => clock.now(),
      monotonic: () => clock.monotonic() + slept,
      timer: (ms, callback) => clock.timer(ms, callback),
    },
    stop() {
      for (const unsubscribe of unsubscribers) unsubscribe();
    },
  };
}
