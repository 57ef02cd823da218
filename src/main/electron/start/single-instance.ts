// One Sidetone a profile: a second start hands over to the first and ends. A first one in another session or on another computer cannot
// be handed anything: then the second says so, instead of ending without a word.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { app, dialog } from 'electron';
import type { ShellMessages } from '../../../shared/messages/shell.ts';
import type { Clock } from '../../core/platform/ports.ts';
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
  await sayElsewhere(text, null);
}

/** Says that Sidetone runs elsewhere, as the process of that number where it is known, and ends this start or begins it again. */
export async function sayElsewhere(text: ShellMessages['elsewhere'], pid: number | null): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Sidetone',
    message: text.title,
    detail: pid === null ? text.meaning : `${text.meaning} ${text.process(pid)}`,
    buttons: [text.again, text.close],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  if (response === 0) app.relaunch();
  app.exit(1);
}
