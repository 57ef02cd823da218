// Asks, in the system's own dialog, whether a recording is to be stopped: for the tray, which has no place to ask.
import { dialog } from 'electron';
import type { Words } from '../../shared/messages/shell.ts';

/** Makes what "Stop recording…" in a menu does. The safe answer is the one that a stray Enter or Escape gives. */
export function askThenStop(words: Words, stop: () => void): () => void {
  const text = words.common.recording;
  let asking = false;
  return () => {
    if (asking) return;
    asking = true;
    void dialog
      .showMessageBox({
        type: 'question',
        title: words.common.product,
        message: text.stopAsk,
        detail: text.stopMeaning,
        buttons: [text.keepName, text.stopNow],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      .then(({ response }) => {
        if (response === 1) stop();
      })
      .finally(() => {
        asking = false;
      });
  };
}
