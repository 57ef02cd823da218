// What the rules and preferences are for the rule machine, and which rule a window matches: its title and program go no further.
import { kindOfRule, type AutomaticRule, type CheckedRules } from '../../../shared/domain/automatic-rule.ts';
import type { Preferences } from '../../../shared/domain/preferences.ts';
import { matchesGlob } from '../../../shared/domain/text/glob.ts';
import type { FrontWindowSight } from '../../../shared/ipc/automatic.ts';
import type { FrontWindow } from '../platform/ports.ts';
import type { RuleSettings } from './rule-types.ts';

/** @param used the rules that are switched on */
export function ruleSettings(
  preferences: Preferences,
  used: CheckedRules['rules'],
  sees: FrontWindowSight,
): RuleSettings {
  return {
    rules: used.map(({ rule }) => ({
      id: rule.id,
      name: rule.name,
      kind: kindOfRule(rule),
      isUnseen: isUnseen(rule, sees),
      neverResumes: rule.resume === 'never',
    })),
    resumes: preferences['automatic.resume'],
    resumeMs: preferences['automatic.resumeWait'] * 1_000,
    refusesOverride: preferences['automatic.override'] === 'refuse',
  };
}

export const noWindow: FrontWindow = { program: '', title: '' };

/** What nobody can see is never taken for off. */
export function isUnseen(rule: AutomaticRule, sees: FrontWindowSight): boolean {
  if (kindOfRule(rule) !== 'window') return false;
  return sees === 'nothing' || (sees === 'programs' && 'title' in rule && rule.title !== undefined);
}

/** Program and title must both match where a rule has both. */
export function isInFront(rule: AutomaticRule, { program, title }: FrontWindow): boolean {
  if ('url' in rule || 'field' in rule) return false;
  const isProgram = rule.program === undefined || matchesGlob(rule.program, program);
  return isProgram && (rule.title === undefined || matchesGlob(rule.title, title));
}
