// A start on data that Sidetone uses elsewhere: what is said, and that a person decides. No Electron here: tests bring their own answers.
import os from 'node:os';
import { plainLine } from '../../../shared/domain/text/plain-text.ts';
import { err, type Result } from '../../../shared/domain/result.ts';
import type { ShellMessages } from '../../../shared/messages/shell.ts';
import type { ProfileHolder, ProfileUse } from '../../profile-lock.ts';

/** Most letters of a host's name that are shown: a host name of DNS has no more (RFC 1035, section 2.3.4). */
const longestHost = 255;

export type ElsewhereChoice = 'again' | 'here' | 'close';

/** What a dialog says, with a button for each choice in its order. */
export type ElsewhereQuestion = {
  readonly title: string;
  readonly meaning: string;
  readonly choices: readonly { readonly choice: ElsewhereChoice; readonly label: string }[];
};

/**
 * Where Sidetone runs, as far as it is known. What another computer has may be taken by whoever knows that Sidetone runs there no more;
 * what a process of this computer has ends with it, and is not offered.
 */
export function elsewhereQuestion(
  text: ShellMessages['elsewhere'],
  holder: ProfileHolder['holder'],
  ownHost = os.hostname(),
): ElsewhereQuestion {
  const again = { choice: 'again', label: text.again } as const;
  const close = { choice: 'close', label: text.close } as const;
  if (holder !== null && holder.host !== ownHost) {
    const host = plainLine(holder.host).slice(0, longestHost).toWellFormed();
    const here = { choice: 'here', label: text.here } as const;
    return { title: text.titleOn(host), meaning: text.meaningOn(host), choices: [again, here, close] };
  }
  const meaning = holder === null ? text.meaning : `${text.meaning} ${text.process(holder.pid)}`;
  return { title: text.title, meaning, choices: [again, close] };
}

/** Takes the profile, and asks where somebody has it, until it is ours or a person chose otherwise than to use it here. */
export async function takeOrAsk(
  take: (ended: ReadonlySet<string>) => Promise<Result<ProfileUse, ProfileHolder>>,
  ask: (holder: ProfileHolder['holder']) => Promise<ElsewhereChoice>,
): Promise<Result<ProfileUse, 'again' | 'close'>> {
  const ended = new Set<string>();
  for (;;) {
    const use = await take(ended);
    if (use.ok) return use;
    const { holder } = use.error;
    const choice = await ask(holder);
    if (choice !== 'here') return err(choice);
    if (holder !== null) ended.add(holder.use);
  }
}
