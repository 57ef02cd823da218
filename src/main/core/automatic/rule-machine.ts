// The rule machine: which rule is on, and what that asks of the recording. Pure: it takes a state and an event and returns a state and
// effects. It never says that anything is paused: it sends the ordinary pause, and the pause machine shows what the recorder says.
//
// 1. While a rule is on that nobody has overridden, and something is recorded, a pause is in force.
// 2. A rule resumes only what rules alone have paused, and only when every condition of `mayResume` has held for as long as the settings say.
// 3. What isn't known is never taken for off.
import { forgetCall, isNewCall, observed } from './rule-call.ts';
import { configured, settleLevels, isRestless } from './rule-levels.ts';
import { expireSources, heard, hello, matchedAnew, sourceLost } from './rule-sources.ts';
import { demands, isNeeded, ruleTimes } from './rule-types.ts';
import type { RuleEffect, RuleEvent, RuleEventOf, RuleMachineState, RuleState, RuleStep } from './rule-types.ts';

/** Takes one event and returns the next state with what must be done. The same input gives the same output. */
export function stepRules(before: RuleMachineState, event: RuleEvent): RuleStep {
  const now = event.at;
  // First what time alone has changed: a press must find the rules as they are.
  const due = expireSources(before, forgetCall(before, now), now);
  const current = then(due, (state) => settleLevels(state, now));
  const applied = then(current, (state) => applyEvent(state, event));
  const expired = then(applied, (state) => expireSources(current.state, state, now));
  const levelled = then(expired, (state) => settleLevels(state, now));
  const hasNewCall = event.type === 'observed' && isNewCall(current.state.knownCall, event.call.recordings);
  const paused = then(levelled, (state) => sendPause(withMarks(state), hasNewCall, now));
  return then(paused, (state) => countDown(state, now));
}

function then({ state: before, effects: first }: RuleStep, next: (state: RuleMachineState) => RuleStep): RuleStep {
  const { state, effects } = next(before);
  return { state, effects: [...first, ...effects] };
}

const only = (state: RuleMachineState): RuleStep => ({ state, effects: [] });

function applyEvent(state: RuleMachineState, event: RuleEvent): RuleStep {
  switch (event.type) {
    case 'configured':
      return only(configured(state, event.settings));
    case 'hello':
      return only(hello(state, event));
    case 'matchedAnew':
      return only(matchedAnew(state, event));
    case 'heartbeat':
    case 'ruleOn':
    case 'ruleOff':
      return only(heard(state, event));
    case 'sourceLost':
      return only(sourceLost(state, event));
    case 'observed':
      return only(observed(state, event.call, event.at));
    case 'pressed':
      return pressed(state, event);
    case 'tick':
      return only(state);
  }
}

/** A press of a person. A resume while a rule is on overrides that rule, or is refused where the organisation has it so. */
function pressed(state: RuleMachineState, { at, command }: RuleEventOf<'pressed'>): RuleStep {
  const pause = state.pause === null ? null : { ...state.pause, isPressed: true };
  if (command === 'pause') return only({ ...state, pause, sent: null });
  const isOnCall = state.call.recordings.length > 0;
  const pauseId = state.pause?.pauseId ?? null;
  const refusing = isOnCall && state.settings.refusesOverride ? state.rules.filter(demands) : [];
  if (refusing.length > 0) {
    const ruleIds = refusing.map(({ id }) => id);
    return { state: { ...state, refusedAt: at }, effects: [{ type: 'refused', ruleIds, pauseId }] };
  }
  const overridden = isOnCall ? state.rules.filter(({ isOn, isOverridden }) => isOn && !isOverridden) : [];
  if (overridden.length === 0) return only(state);
  const ruleIds = overridden.map(({ id }) => id);
  const rules = state.rules.map((rule) => (ruleIds.includes(rule.id) ? { ...rule, isOverridden: true } : rule));
  return { state: { ...state, rules, sent: null }, effects: [{ type: 'overridden', ruleIds, pauseId }] };
}

/** What was once so while the pause is in force marks it for as long as it lasts: a source that was lost, and a rule that never resumes. */
function withMarks(state: RuleMachineState): RuleMachineState {
  const { pause, sources, rules } = state;
  if (pause === null) return state;
  const isDoubted = pause.isDoubted || sources.some(({ kind, isLost }) => isLost && isNeeded(state, kind));
  const isOfIt = ({ id, isOn }: RuleState): boolean => isOn || id === pause.ruleId;
  const isKept = pause.isKept || rules.some((rule) => rule.neverResumes === true && isOfIt(rule));
  return { ...state, pause: { ...pause, isDoubted, isKept } };
}

function sendPause(state: RuleMachineState, hasNewCall: boolean, now: number): RuleStep {
  const { isSignedIn, recordings, pause, shown } = state.call;
  const rule = newest(state.rules.filter(demands));
  if (rule !== null && isSignedIn && pause !== null && shown === 'recording') return pressAgain(state, rule, now);
  if (rule === null || !isSignedIn || recordings.length === 0 || pause !== null || state.sent !== null)
    return only(state);
  const wasPaused = recordings.some(({ paused }) => paused !== false);
  return {
    state: { ...state, sent: { wasPaused } },
    effects: [{ type: 'pause', ruleId: rule.id, isNewCall: hasNewCall }],
  };
}

/** A pause is in force that left a newer recording alone: pressed again, it takes in all of them. */
function pressAgain(state: RuleMachineState, { id: ruleId }: RuleState, now: number): RuleStep {
  if (state.againAt !== null && now - state.againAt < ruleTimes.againMs) return only(state);
  return { state: { ...state, againAt: now }, effects: [{ type: 'pause', ruleId, isNewCall: false }] };
}

/** The rule that turned on last; null where there is none. */
export function newest(rules: readonly RuleState[]): RuleState | null {
  return rules.reduce<RuleState | null>((last, rule) => (last === null || rule.onAt >= last.onAt ? rule : last), null);
}

/** Every condition under which a rule may resume. */
function mayResume({ settings, pause, call, rules }: RuleMachineState): boolean {
  if (!settings.resumes || pause === null || call.shown !== 'paused') return false;
  const isOfRulesAlone = pause.isOurs && !pause.isPressed && rules.some(({ id }) => id === pause.ruleId);
  const isSound = !pause.isDoubted && !pause.isOtherCall && !pause.isKept;
  return isOfRulesAlone && isSound && rules.every(({ isOn, isKnown }) => isKnown && !isOn);
}

function countDown(state: RuleMachineState, now: number): RuleStep {
  if (!mayResume(state)) return only(state.resumeFrom === null ? state : { ...state, resumeFrom: null });
  const resumeFrom = state.resumeFrom ?? now;
  if (now - resumeFrom < state.settings.resumeMs) return only({ ...state, resumeFrom });
  const ruleId = state.left?.id ?? state.pause?.ruleId ?? '';
  const effects: RuleEffect[] = [{ type: 'resume', ruleId }];
  // One resume a pause: from here on it is a person's.
  const pause = state.pause === null ? null : { ...state.pause, isOurs: false };
  return { state: { ...state, pause, resumeFrom: null }, effects };
}

/** The next moment at which `tick` must come although nothing happened, as monotonic milliseconds; null when there is none. */
export function nextRuleWake(state: RuleMachineState, now: number): number | null {
  const { windowOnMs, offMs, silenceMs, transferMs, refusedMs, restlessMs } = ruleTimes;
  const after = (moment: number | null, ms: number): number[] => (moment === null ? [] : [moment + ms]);
  const moments = [
    ...after(state.resumeFrom, state.settings.resumeMs),
    ...after(state.callEndedAt, transferMs),
    ...after(state.refusedAt, refusedMs),
    ...Object.values(state.missingSince).flatMap((since) => after(since, silenceMs)),
    ...state.sources.filter(({ isLost }) => !isLost).map(({ heardAt }) => heardAt + silenceMs),
    ...state.sources.flatMap(({ kind, on }) =>
      kind === 'window' ? [...on.values()].map((at) => at + windowOnMs) : [],
    ),
    ...state.rules.flatMap(({ offSince }) => after(offSince, offMs)),
    ...state.rules.flatMap((rule) => (isRestless(rule, now) ? after(rule.toggledAt[0] ?? null, restlessMs) : [])),
  ].filter((moment) => moment > now);
  return moments.length === 0 ? null : Math.min(...moments);
}
