// Ends the app: asks the person who chose Quit, and lets go of everything before the process ends.
import { app, dialog } from 'electron';
import type { ShellMessages } from '../../shared/messages/shell.ts';
import type { Snapshot } from '../../shared/ipc/snapshot.ts';
import { atMost } from '../core/platform/at-most.ts';
import type { Log } from '../core/platform/ports.ts';
import { systemClock } from '../core/platform/system-clock.ts';
import { quitQuestion } from './quit-question.ts';

/** Longest time in milliseconds that quitting waits for requests and files to be let go. */
const disposeLimitMs = 3000;

/**
 * Makes what Quit in a menu does. The end of the session of the operating system, and whoever calls `app.quit`, is not asked:
 * a question that nobody answers would keep the computer from shutting down.
 */
export function askThenQuit(snapshot: () => Snapshot, text: ShellMessages['quitting']): () => void {
  let asking = false;
  return () => {
    if (asking) return;
    const question = quitQuestion(snapshot(), text);
    if (question === null) {
      app.quit();
      return;
    }
    asking = true;
    void dialog
      .showMessageBox({
        type: 'warning',
        title: 'Sidetone',
        message: question.title,
        detail: question.meaning,
        buttons: [text.stay, text.quit],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      .then(({ response }) => {
        if (response === 1) app.quit();
      })
      .finally(() => {
        asking = false;
      });
  };
}

/**
 * Runs `dispose` when the app ends, for as long as it is allowed to take, then `finish`, and then ends the process. The end of a session of
 * Windows comes here by no way: nothing is installed then (https://www.electronjs.org/docs/latest/api/app#event-will-quit).
 */
export function disposeOnQuit(
  beforeQuit: () => void,
  { dispose, finish }: { readonly dispose: () => Promise<void>; readonly finish: () => void },
  log: Log,
): void {
  let disposed = false;
  app.on('before-quit', beforeQuit);
  app.on('will-quit', (event) => {
    if (disposed) return;
    event.preventDefault();
    disposed = true;
    void atMost(systemClock(), disposeLimitMs, dispose())
      .catch((error: unknown) => {
        log.error('the core did not end cleanly', error);
      })
      .finally(() => {
        // Not within the event itself: Electron overlooks whoever ends it while it is still asking.
        setImmediate(() => {
          finish();
          app.exit(0);
        });
      });
  });
}
