// A log that leaves out what is less severe than its level.
import type { Log } from '../ports.ts';

export type LogLevel = 'error' | 'warn' | 'info';

/** `level` is asked at each event: it may change while the app runs. */
export function levelledLog(log: Log, level: () => LogLevel): Log {
  return {
    info: (event, facts) => {
      if (level() === 'info') log.info(event, facts);
    },
    warn: (event, facts) => {
      if (level() !== 'error') log.warn(event, facts);
    },
    error: (event, error, facts) => {
      log.error(event, error, facts);
    },
  };
}
