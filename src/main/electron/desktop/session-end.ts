// The end of the session of Windows. It ends no app politely: only windows are told, the process ends when their listeners return, and
// what is to be deleted must be deleted within them.
import { rmSync } from 'node:fs';
import type { BrowserWindow } from 'electron';
import type { Log } from '../../core/platform/ports.ts';

/** The part of Electron's app that is used; tests hand in a fake. */
export type WindowSource = {
  on(event: 'browser-window-created', listener: (event: unknown, window: Pick<BrowserWindow, 'on'>) => void): unknown;
};

/**
 * Calls `act` when the session is about to end, and again when it ends: the first may be taken back, or not come. With `session-end`,
 * only when it ends: for what must not be done where the end is taken back.
 */
export function onSessionEnd(source: WindowSource, act: () => void, from: 'query' | 'session-end' = 'query'): void {
  const watch = (_event: unknown, window: Pick<BrowserWindow, 'on'>): void => {
    if (from === 'query') window.on('query-session-end', act);
    window.on('session-end', act);
  };
  source.on('browser-window-created', watch);
}

/** Deletes the files in a folder before it returns. What is held or missing stays, and nothing is thrown. */
export function removeAtOnce(folder: string, log: Log): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    log.error('not deleted at the end of the session', error);
  }
}
