// Waits for something that may never come.
import type { Clock } from './ports.ts';

/** Resolves when the work is done, or after so many milliseconds. Rejects only if the work does so before. */
export async function atMost(clock: Pick<Clock, 'timer'>, ms: number, work: Promise<unknown>): Promise<void> {
  let cancel = (): void => undefined;
  const limit = new Promise<void>((resolve) => (cancel = clock.timer(ms, resolve)));
  try {
    await Promise.race([work, limit]);
  } finally {
    cancel();
  }
}
