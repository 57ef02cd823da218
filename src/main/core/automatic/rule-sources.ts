// What the sources of the rule machine say, and when one counts as lost.
import { isNeeded, maxSources, ruleTimes, sourceKindOf } from './rule-types.ts';
import type { RuleEffect, RuleEventOf, RuleMachineState, RuleStep, SourceState } from './rule-types.ts';

/** The whole state of a source takes the place of what was known of it. What it reports still keeps the time since when. */
export function hello(state: RuleMachineState, event: RuleEventOf<'hello'>): RuleMachineState {
  const { at, sourceId, instance, kind, browser, on } = event;
  const before = state.sources.find(({ id }) => id === sourceId);
  const others = state.sources.filter((one) => one.id !== sourceId && !isReplaced(one, event));
  const kept = others.length < maxSources ? others : withoutOldest(others);
  if (kept === null) return state;
  const known = on.filter((ruleId) => state.rules.some(({ id }) => id === ruleId));
  // What was on when the source was lost is on until now, so that it isn't forgotten where the source is lost again at once.
  const since = (ruleId: string): number => before?.on.get(ruleId) ?? at;
  const source: SourceState = {
    id: sourceId,
    instance,
    kind,
    browser,
    isLost: false,
    heardAt: at,
    on: new Map(known.map((ruleId) => [ruleId, since(ruleId)])),
  };
  return { ...state, sources: [...kept, source] };
}

/** The same one is back, or one of the kind that only the last run knew. One that is there is never replaced by another. */
function isReplaced(one: SourceState, { instance, kind }: RuleEventOf<'hello'>): boolean {
  return one.kind === kind && one.isLost && (one.instance === instance || isFromLastRun(one));
}

const lastRun = 'last-run ';
const isFromLastRun = ({ id }: SourceState): boolean => id.startsWith(lastRun);

/**
 * A pause that a rule made before a restart: that rule was on, and nobody knows yet whether it is. It is kept as if its source was lost,
 * until a source of that kind says what is true.
 */
export function rememberLastRun(state: RuleMachineState, ruleId: string, at: number): RuleMachineState {
  const rule = state.rules.find(({ id }) => id === ruleId);
  if (rule === undefined || rule.isKnown || state.sources.some(isFromLastRun)) return state;
  const kind = sourceKindOf(rule.kind);
  const source: SourceState = {
    id: `${lastRun}${kind}`,
    instance: '',
    kind,
    browser: null,
    isLost: true,
    heardAt: at,
    on: new Map([[ruleId, at]]),
  };
  return { ...state, sources: [...state.sources, source] };
}

/** Makes room by a lost source that reported nothing; null where there is none. */
function withoutOldest(sources: readonly SourceState[]): SourceState[] | null {
  const [oldest] = sources.filter(({ isLost, on }) => isLost && on.size === 0).sort((a, b) => a.heardAt - b.heardAt);
  return oldest === undefined ? null : sources.filter((one) => one !== oldest);
}

/** A sign of life, with what it says about a rule. What comes from a source that never said hello, or names no rule, changes nothing. */
export function heard(
  state: RuleMachineState,
  event: RuleEventOf<'heartbeat' | 'ruleOn' | 'ruleOff'>,
): RuleMachineState {
  const { at, sourceId } = event;
  const changed = state.sources.map((source): SourceState => {
    if (source.id !== sourceId) return source;
    const alive = { ...source, isLost: false, heardAt: at };
    if (event.type === 'heartbeat' || !state.rules.some(({ id }) => id === event.ruleId)) return alive;
    const on = new Map(source.on);
    if (event.type === 'ruleOff') on.delete(event.ruleId);
    else if (!on.has(event.ruleId)) on.set(event.ruleId, at);
    return { ...alive, on };
  });
  return { ...state, sources: changed };
}

export function matchedAnew(
  state: RuleMachineState,
  { at, sourceId, on }: RuleEventOf<'matchedAnew'>,
): RuleMachineState {
  const sources = state.sources.map((source) => {
    if (source.id !== sourceId || source.isLost) return source;
    return { ...source, on: new Map(on.map((ruleId) => [ruleId, source.on.get(ruleId) ?? at])) };
  });
  return { ...state, sources };
}

/** A window that was in front for too short a time when its source was lost is forgotten. */
function lost(source: SourceState, at: number): SourceState {
  const on = [...source.on].filter(([, since]) => source.kind !== 'window' || at - since >= ruleTimes.windowOnMs);
  return { ...source, isLost: true, on: new Map(on) };
}

/** The connection of a source ends. It is forgotten where the same one is back already under another connection. */
export function sourceLost(state: RuleMachineState, { at, sourceId }: RuleEventOf<'sourceLost'>): RuleMachineState {
  const source = state.sources.find(({ id }) => id === sourceId);
  if (source === undefined || source.isLost) return state;
  const isBack = state.sources.some(
    ({ id, isLost, kind, instance }) =>
      id !== sourceId && !isLost && kind === source.kind && instance === source.instance,
  );
  const pause =
    state.pause === null || !isNeeded(state, source.kind) ? state.pause : { ...state.pause, isDoubted: true };
  const others = state.sources.filter((one) => one !== source);
  return { ...state, pause, sources: isBack ? others : [...others, lost(source, at)] };
}

/** Finds out who is silent for too long, and which kind of source is needed and was never there. */
export function expireSources(before: RuleMachineState, state: RuleMachineState, now: number): RuleStep {
  const sources = state.sources.map((source) =>
    !source.isLost && now - source.heardAt >= ruleTimes.silenceMs ? lost(source, now) : source,
  );
  const wasLost = new Set(before.sources.filter(({ isLost }) => isLost).map(({ id }) => id));
  const isNewlyLost = sources.some(
    (one) => one.isLost && !wasLost.has(one.id) && isNeeded(state, one.kind) && !isFromLastRun(one),
  );
  const effects: RuleEffect[] = isNewlyLost ? [{ type: 'sourceLost' }] : [];
  const missing = (kind: SourceState['kind']): number | null =>
    isNeeded(state, kind) && !sources.some((one) => one.kind === kind && !isFromLastRun(one))
      ? (state.missingSince[kind] ?? now)
      : null;
  return {
    state: { ...state, sources, missingSince: { window: missing('window'), browser: missing('browser') } },
    effects,
  };
}

/** Another call: what nobody can say any more is no reason to pause it. */
export function forgetLost(state: RuleMachineState): RuleMachineState {
  const sources = state.sources.flatMap((source): SourceState[] => {
    if (!source.isLost) return [source];
    return isFromLastRun(source) ? [] : [{ ...source, on: new Map() }];
  });
  return {
    ...state,
    sources,
    rules: state.rules.map((rule) => (rule.isOn && !rule.isKnown ? { ...rule, isOn: false, offSince: null } : rule)),
  };
}
