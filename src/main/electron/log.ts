// The log file of the app, among what does not roam: bounded in size, and redacted before a line reaches it.
import path from 'node:path';
import electronLog from 'electron-log/node';
import type { Log } from '../core/platform/ports.ts';
import { redactingLog } from '../log-facts.ts';

/** Largest log file in bytes; one older file is kept beside it. */
const maxBytes = 1_048_576;

export const logFileIn = (localFolder: string): string => path.join(localFolder, 'logs', 'sidetone.log');

/** Opens `logs/sidetone.log` under that folder. Nothing is sent to windows or to a network. */
export function openLog(localFolder: string): Log {
  const file = electronLog.create({ logId: 'sidetone' });
  file.transports.file.resolvePathFn = () => logFileIn(localFolder);
  file.transports.file.maxSize = maxBytes;
  file.transports.file.level = 'info';
  file.transports.console.level = false;
  return redactingLog((level, line) => {
    file[level](line);
  });
}
