// What made a command, in words.
import { isRuleTrigger, ruleOf } from '../../../shared/domain/journal.ts';
import type { JournalRow } from '../../../shared/ipc/journal-page.ts';
import { words } from '../../lib/words.ts';

/** A rule is named by its id, as in the journal's file: its name may be another one today. */
export function triggerText(trigger: JournalRow['trigger']): string {
  const text = words.journal;
  if (trigger === null) return text.none;
  return isRuleTrigger(trigger) ? text.ruleTrigger(ruleOf(trigger) ?? '') : text.triggers[trigger];
}
