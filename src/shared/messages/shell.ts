// Chooses the words of tray, dialogs and command line. Apart from the words of the windows, which do not need them.
import { shellWords } from './en/shell.ts';
import { messagesFor, type Messages, type Widened } from './index.ts';

export type ShellMessages = Widened<typeof shellWords>;

const languages: ReadonlyMap<string, ShellMessages> = new Map([['en', shellWords]]);

/** What the main process says, in one language: the words it shares with the windows, and its own. */
export type Words = { readonly common: Messages; readonly shell: ShellMessages };

/** The words of the first language in `tags` (BCP 47, most wanted first) that Sidetone has; English where it has none. */
export function shellMessagesFor(tags: readonly string[]): Words {
  const common = messagesFor(tags);
  return { common, shell: languages.get(common.language) ?? shellWords };
}
