// What the pause machine says, as the rule machine remembers it: the call that is going on, and the pause in force.
import { forgetLost, rememberLastRun } from './rule-sources.ts';
import { ruleTimes } from './rule-types.ts';
import type { ObservedCall, PauseInForce, RuleMachineState } from './rule-types.ts';

type Recordings = ObservedCall['recordings'];

/** True when a recording is there that is not of the call known so far. An unknown number is nobody's. */
export function isNewCall(known: Recordings, recordings: Recordings): boolean {
  return recordings.some(
    ({ id, remoteNumber }) =>
      !known.some((one) => one.id === id || (remoteNumber !== null && one.remoteNumber === remoteNumber)),
  );
}

/** A new call ends the silence of rules that were overridden, and whatever only a lost source knows. */
export function observed(before: RuleMachineState, call: ObservedCall, at: number): RuleMachineState {
  const hasNewCall = isNewCall(before.knownCall, call.recordings);
  const state = hasNewCall ? forgetLost(before) : before;
  const rules = hasNewCall ? state.rules.map((rule) => ({ ...rule, isOverridden: false })) : state.rules;
  const isOver = call.recordings.length === 0;
  const pause = pauseInForce(state, call, hasNewCall);
  const next = {
    ...state,
    rules,
    call,
    pause,
    knownCall: isOver ? state.knownCall : call.recordings,
    callEndedAt: isOver ? (state.callEndedAt ?? at) : null,
    sent: call.pause === null && call.isSignedIn && !isOver ? state.sent : null,
  };
  // One that this machine didn't make is from before a restart.
  const isNew = pause !== null && before.pause?.pauseId !== pause.pauseId;
  return isNew && !pause.isOurs && pause.ruleId !== null ? rememberLastRun(next, pause.ruleId, at) : next;
}

function pauseInForce(state: RuleMachineState, { pause }: ObservedCall, hasNewCall: boolean): PauseInForce | null {
  if (pause === null) return null;
  const { pauseId, ruleId } = pause;
  if (state.pause?.pauseId === pauseId) {
    return { ...state.pause, isOtherCall: state.pause.isOtherCall || hasNewCall };
  }
  return {
    pauseId,
    ruleId,
    isOurs: ruleId !== null && state.sent?.wasPaused === false,
    isPressed: false,
    isDoubted: false,
    isOtherCall: false,
    isKept: false,
  };
}

/** The call that ended is forgotten when no transfer brought it back. */
export function forgetCall(state: RuleMachineState, now: number): RuleMachineState {
  const isOver = state.callEndedAt !== null && now - state.callEndedAt >= ruleTimes.transferMs;
  return isOver && state.knownCall.length > 0 ? { ...state, knownCall: [] } : state;
}
