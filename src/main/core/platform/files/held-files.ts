// Waits for files that another program holds for a moment. On Windows a virus scanner or an indexer opens each new file, and until it
// lets go, renaming, deleting and opening for writing fail.
import { codeOf } from '../errors.ts';
import type { Clock } from '../ports.ts';

/** Milliseconds between two attempts, and how long there are any: scanners hold a file for tenths of a second. */
const everyMs = 50;
const forMs = 2_000;

/**
 * What libuv makes of ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION (EBUSY) and of ERROR_ACCESS_DENIED (EPERM, EACCES). Elsewhere
 * than on Windows the last two are final: nobody there denies access for a moment.
 */
const heldCodes = (platform: NodeJS.Platform): ReadonlySet<string> =>
  new Set(platform === 'win32' ? ['EBUSY', 'EPERM', 'EACCES'] : ['EBUSY']);

/** Does `work` again while it fails because the file is held, for about two seconds. Rejects with the last error of `work`. */
export type Patiently = <T>(work: () => Promise<T>) => Promise<T>;

export function patientlyFor(clock: Clock, platform: NodeJS.Platform): Patiently {
  const held = heldCodes(platform);
  return async (work) => {
    const end = clock.monotonic() + forMs;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!held.has(codeOf(error)) || clock.monotonic() >= end) throw error;
        await new Promise<void>((resolve) => clock.timer(everyMs, resolve));
      }
    }
  };
}
