// What a person is asked before Sidetone ends: only while something depends on it that is not finished.
import type { ShellMessages } from '../../shared/messages/shell.ts';
import { isAlarm } from '../../shared/ipc/alarm.ts';
import type { Snapshot } from '../../shared/ipc/snapshot.ts';

export type QuitQuestion = { readonly title: string; readonly meaning: string };

/** Null: nothing depends on Sidetone going on. */
export function quitQuestion(
  { live, downloads, uploads }: Pick<Snapshot, 'live' | 'downloads' | 'uploads'>,
  text: ShellMessages['quitting'],
): QuitQuestion | null {
  if (live.state === 'paused') return { title: text.pausedTitle, meaning: text.pausedMeaning };
  if (live.state === 'pausing' || isAlarm(live) || live.armedMs !== null)
    return { title: text.pendingTitle, meaning: text.pendingMeaning };
  const isSaving = downloads.some(({ phase }) => phase === 'queued' || phase === 'running');
  if (isSaving) return { title: text.savingTitle, meaning: text.savingMeaning };
  const isSending = uploads.some(({ phase }) => phase === 'waiting' || phase === 'sending');
  return isSending ? { title: text.sendingTitle, meaning: text.sendingMeaning } : null;
}
