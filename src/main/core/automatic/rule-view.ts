// The part of the snapshot about the automatic pause, with times as they are at `now`.
import type { AutomaticView, FrontWindowSight } from '../../../shared/ipc/automatic.ts';
import type { CheckedRules } from '../../../shared/domain/automatic-rule.ts';
import type { AttentionChanges } from '../live/reminders.ts';
import { isRestless } from './rule-levels.ts';
import { newest } from './rule-machine.ts';
import { demands, isNeeded, ruleTimes, type RuleMachineState, type RuleState } from './rule-types.ts';

export function automaticView(
  state: RuleMachineState,
  checked: CheckedRules,
  now: number,
  sees: FrontWindowSight,
  answered: boolean,
): AutomaticView {
  const { settings, rules, call, pause, resumeFrom, refusedAt } = state;
  const demanding = named(newest(rules.filter(demands)));
  const byRule = pause !== null && pause.ruleId !== null && !pause.isPressed;
  const isOver = byRule && call.shown === 'paused' && rules.every(({ isOn }) => !isOn);
  const isRefused = refusedAt !== null && now - refusedAt < ruleTimes.refusedMs;
  return {
    rules: rules.map((rule) => ({
      id: rule.id,
      name: rule.name,
      kind: rule.kind,
      byOrganisation: checked.rules.some((one) => one.rule.id === rule.id && one.byOrganisation),
      level: levelOf(rule),
      overridden: rule.isOverridden,
      restless: isRestless(rule, now),
    })),
    dropped: [...checked.dropped],
    willPause: call.shown === 'idle' ? demanding : null,
    pausedBy: byRule && call.shown === 'paused' ? nameOf(state, pause.ruleId) : null,
    asks: isOver && resumeFrom === null ? named(state.left ?? rules.find(({ id }) => id === pause.ruleId)) : null,
    resumes:
      resumeFrom === null
        ? null
        : { leftMs: Math.max(0, resumeFrom + settings.resumeMs - now), totalMs: settings.resumeMs },
    refused: isRefused ? demanding : null,
    sees,
    browsers: [
      ...new Set(state.sources.flatMap(({ isLost, browser }) => (isLost || browser === null ? [] : [browser]))),
    ],
    answered,
    notWorking: notWorking(state, now),
  };
}

const named = (rule: RuleMachineState['left'] | undefined): AutomaticView['asks'] =>
  rule === null || rule === undefined ? null : { name: rule.name, kind: rule.kind };

const levelOf = ({ isKnown, isOn }: RuleState): AutomaticView['rules'][number]['level'] =>
  isKnown ? (isOn ? 'on' : 'off') : 'unknown';

const nameOf = ({ rules }: RuleMachineState, ruleId: string | null): string | null =>
  rules.find(({ id }) => id === ruleId)?.name ?? ruleId;

/** Each browser once, and a kind that never came only when it had the time to. */
function notWorking(state: RuleMachineState, now: number): AutomaticView['notWorking'] {
  const lost = state.sources.filter(({ kind, isLost, browser }) => {
    return isLost && isNeeded(state, kind) && (kind === 'window' || browser !== null);
  });
  const named = new Map(lost.map(({ kind, browser }) => [`${kind} ${browser ?? ''}`, { kind, browser }]));
  for (const kind of ['window', 'browser'] as const) {
    const since = state.missingSince[kind];
    if (since !== null && now - since >= ruleTimes.silenceMs) named.set(`${kind} `, { kind, browser: null });
  }
  if (state.rules.some(({ isUnseen }) => isUnseen === true)) named.set('window ', { kind: 'window', browser: null });
  return [...named.values()];
}

/**
 * What calls for attention once the recorder has confirmed a pause or a resume.
 * @param marks of the last pause that a rule sent: whether it was of a call that began, and whether a rule sent the resume
 */
export function changesOf(
  pause: RuleMachineState['pause'],
  marks: { readonly isNewCall: boolean; readonly resumes: boolean },
): AttentionChanges {
  const isByRule = pause !== null && pause.ruleId !== null && !pause.isPressed;
  const byRule = marks.isNewCall ? 'callPausedByRule' : 'pausedByRule';
  return { paused: isByRule ? byRule : 'paused', resumed: marks.resumes ? 'resumedByRule' : 'resumed' };
}
