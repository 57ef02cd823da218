// What may throw must not stop what has to go on: it is logged, and the rest of the step is done.
import type { LogEvent } from './logs/log-events.ts';
import type { Log } from './ports.ts';

/** Calls it, and logs what it throws. Undefined where it threw. Never throws, even if the log does. */
export function attempt<T>(log: Pick<Log, 'error'>, event: LogEvent, call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    quietly(() => {
      log.error(event, error);
    });
    return undefined;
  }
}

/** Calls it and drops what it throws: for the log itself, which has nobody to tell. */
function quietly(call: () => void): void {
  try {
    call();
  } catch {
    // Nothing that was not written down is worth a pause.
  }
}

/** The same log, which never throws: a full disk must not stop a command. */
export function unfailingLog(log: Log): Log {
  return {
    info: (event, facts) => {
      quietly(() => log.info(event, facts));
    },
    warn: (event, facts) => {
      quietly(() => log.warn(event, facts));
    },
    error: (event, error, facts) => {
      quietly(() => log.error(event, error, facts));
    },
  };
}
