// Which rule is on, off or unknown, from what the sources report and the time.
import { ruleTimes, sourceKindOf } from './rule-types.ts';
import type { RuleEffect, RuleMachineState, RuleSettings, RuleState, RuleStep, SourceState } from './rule-types.ts';

/** Rules that stay keep their state; one that is no more is off at once. */
export function configured(state: RuleMachineState, settings: RuleSettings): RuleMachineState {
  const kept = new Map(state.rules.map((rule) => [rule.id, rule]));
  const rules = settings.rules.map((rule): RuleState => {
    const before = kept.get(rule.id);
    return before?.kind === rule.kind ? { ...before, ...rule } : newRule(rule);
  });
  const gone = state.rules.findLast(({ id, isOn }) => isOn && !settings.rules.some((rule) => rule.id === id));
  const sources = state.sources.map((source) => ({
    ...source,
    on: new Map([...source.on].filter(([id]) => settings.rules.some((rule) => rule.id === id))),
  }));
  const left = gone === undefined ? state.left : plainRule(gone);
  return { ...state, settings, rules, sources, left };
}

const plainRule = ({ id, name, kind }: RuleState): RuleSettings['rules'][number] => ({ id, name, kind });

const newRule = (rule: RuleSettings['rules'][number]): RuleState => ({
  ...rule,
  isReported: false,
  isOn: false,
  isKnown: false,
  onAt: 0,
  offSince: null,
  isOverridden: false,
  toggledAt: [],
});

/** The levels at `now`; a rule that turns on ends the silence of the others. */
export function settleLevels(state: RuleMachineState, now: number): RuleStep {
  const levels = state.rules.map((rule) => levelOf(rule, state.sources, now));
  const turnedOn = new Set(
    levels.filter((rule, at) => rule.isOn && state.rules[at]?.isOn === false).map(({ id }) => id),
  );
  const turnedOff = levels.findLast((rule, at) => !rule.isOn && state.rules[at]?.isOn === true);
  const isOverridden = (rule: RuleState): boolean =>
    rule.isOverridden && rule.isOn && [...turnedOn].every((id) => id === rule.id);
  const effects = levels.flatMap((rule, at): RuleEffect[] => {
    const before = state.rules[at];
    const isNew = isRestless(rule, now) && (before === undefined || !isRestless(before, now));
    return isNew ? [{ type: 'restless', ruleId: rule.id }] : [];
  });
  return {
    state: {
      ...state,
      rules: levels.map((rule) => ({ ...rule, isOverridden: isOverridden(rule) })),
      left: turnedOff === undefined ? state.left : plainRule(turnedOff),
    },
    effects,
  };
}

function levelOf(rule: RuleState, sources: readonly SourceState[], now: number): RuleState {
  const watching = sources.filter(({ kind }) => kind === sourceKindOf(rule.kind));
  const isReported = watching.some((source) => !source.isLost && reportsOn(source, rule.id, now));
  const wasReported = watching.some(({ isLost, on }) => isLost && on.has(rule.id));
  const isHeld = isReported || wasReported;
  const offSince = isHeld || !rule.isOn ? null : (rule.offSince ?? now);
  const isOn = isHeld || (offSince !== null && now - offSince < ruleTimes.offMs);
  const isWatched = rule.isUnseen !== true && watching.length > 0 && watching.every(({ isLost }) => !isLost);
  return {
    ...rule,
    isReported,
    isOn,
    isKnown: isOn ? isReported || !wasReported : isWatched,
    onAt: isOn && !rule.isOn ? now : rule.onAt,
    offSince: isOn ? offSince : null,
    toggledAt:
      isReported === rule.isReported ? rule.toggledAt : [...rule.toggledAt, now].slice(-ruleTimes.restlessToggles - 1),
  };
}

function reportsOn({ kind, on }: SourceState, ruleId: string, now: number): boolean {
  const since = on.get(ruleId);
  return since !== undefined && (kind !== 'window' || now - since >= ruleTimes.windowOnMs);
}

/** More than ten toggles within a minute. */
export function isRestless({ toggledAt }: RuleState, now: number): boolean {
  const [first] = toggledAt;
  return first !== undefined && toggledAt.length > ruleTimes.restlessToggles && now - first < ruleTimes.restlessMs;
}
