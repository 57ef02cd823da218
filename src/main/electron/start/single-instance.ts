// One Sidetone a profile: a second start hands over to the first and ends. A first one in another session or on another computer cannot
// be handed anything: then the second says so, instead of ending without a word.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { app, dialog } from 'electron';
import type { ShellMessages } from '../../../shared/messages/shell.ts';
import type { Clock } from '../../core/platform/ports.ts';
import type { ProfileHolder } from '../../profile-lock.ts';
import { elsewhereQuestion, type ElsewhereChoice } from './elsewhere.ts';
import { startMarkOf, wasHeard } from './start-mark.ts';

const markFile = (profileFolder: string): string => path.join(profileFolder, 'last-start');

/**
 * Null when this process is the one that stays; it is told of each later start by the app's event `second-instance`. Else the mark of this
 * start, which the one that stays writes down when it hears of it.
 */
export function otherInstance(profileFolder: string): { readonly mark: string } | null {
  const mark = randomUUID();
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const heard = startMarkOf(data);
    if (heard === null) return;
    try {
      mkdirSync(profileFolder, { recursive: true });
      writeFileSync(markFile(profileFolder), heard);
    } catch {
      // The other start then says that nobody answers, which is better than its silence.
    }
  });
  return app.requestSingleInstanceLock({ mark }) ? null : { mark };
}

/** Ends this start: at once when the other one heard of it, else after saying where Sidetone runs. */
export async function handOver(
  profileFolder: string,
  { mark }: { readonly mark: string },
  clock: Clock,
  text: ShellMessages['elsewhere'],
): Promise<void> {
  if (await wasHeard(mark, () => readFileSync(markFile(profileFolder), 'utf8'), clock)) {
    app.exit(0);
    return;
  }
  await app.whenReady();
  endOrAgain(await askElsewhere(text, null));
}

/** Says that Sidetone runs elsewhere, as whom where that is known, and what the person chose then. */
export async function askElsewhere(
  text: ShellMessages['elsewhere'],
  holder: ProfileHolder['holder'],
): Promise<ElsewhereChoice> {
  const { title, meaning, choices } = elsewhereQuestion(text, holder);
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Sidetone',
    message: title,
    detail: meaning,
    buttons: choices.map(({ label }) => label),
    defaultId: 0,
    cancelId: choices.length - 1,
    noLink: true,
  });
  return choices[response]?.choice ?? 'close';
}

/** Ends this start, or begins it again. */
export function endOrAgain(choice: ElsewhereChoice): void {
  if (choice === 'again') app.relaunch();
  app.exit(1);
}
