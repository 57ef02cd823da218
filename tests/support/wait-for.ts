// Waits for what no event tells of. The limit is for what never comes: far above what anything takes on a busy machine.
import { vi } from 'vitest';

const limit = { timeout: 60_000, interval: 20 };

/** Asks again and again, until `check` neither throws nor rejects. */
export const waitFor = <T>(check: () => T | Promise<T>): Promise<T> =>
  // oxlint-disable-next-line no-restricted-properties -- with a limit
  vi.waitFor(check, limit);
