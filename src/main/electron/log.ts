// The log file of the app, among what does not roam: bounded in size, and redacted before a line reaches it.
import path from 'node:path';
import { RotatingLogFile } from '../core/platform/logs/rotating-log-file.ts';
import { systemClock } from '../core/platform/system-clock.ts';
import type { Log } from '../core/platform/ports.ts';
import { redactingLog } from '../log-facts.ts';

export const logFileIn = (localFolder: string): string => path.join(localFolder, 'logs', 'sidetone.log');

/** Opens `logs/sidetone.log` under that folder. Nothing is sent to windows or to a network. */
export function openLog(localFolder: string): { readonly log: Log; readonly flushLog: () => Promise<void> } {
  const file = new RotatingLogFile({ file: logFileIn(localFolder), clock: systemClock() });
  return {
    log: redactingLog((level, line) => {
      file.write(level, line);
    }),
    flushLog: () => file.flush(),
  };
}
