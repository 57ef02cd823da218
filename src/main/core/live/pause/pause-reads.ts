// What an answer to a read of my live recordings does to the pause machine.
import { problem } from '../../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../../shared/domain/recording.ts';
import type { MachineLimits } from './pause-limits.ts';
import { chain, endCommand, stepTo } from './pause-step.ts';
import { newTarget, retryTime } from './pause-targets.ts';
import type { EventOf, MachineState, PauseIntent, Step, Target } from './pause-types.ts';

/** Of two reads the one that began later counts; an older one that arrives late is dropped. */
export function readSucceeded(before: MachineState, event: EventOf<'readSucceeded'>, limits: MachineLimits): Step {
  if (!before.signedIn || event.startedSequence <= before.appliedRead) return stepTo(before);
  if (!isAnotherCall(before, event, limits)) return applyRead(before, event, limits);
  const ended = chain(endCommand(before, 'callEnded'), (state) => applyRead(state, event, limits));
  return { ...ended, state: { ...ended.state, newCallAt: event.at } };
}

/** A pause outlives its call for a moment, and takes in only what is the same call. */
function isAnotherCall(
  { intent, targets }: MachineState,
  event: EventOf<'readSucceeded'>,
  limits: MachineLimits,
): boolean {
  if (intent?.kind !== 'pause' || event.recordings.length === 0) return false;
  const isBound = targets.length === 0 ? hadCall(intent) : isBoundToCall(intent, event.at, limits);
  return isBound && !event.recordings.some((recording) => isSameCall(recording, intent, targets));
}

/**
 * A pause belongs to the call it was confirmed in. One that never was belongs to the call it was requested in, unless that call was gone within
 * the time of a transfer: then the press may have been meant for the call that came next.
 */
function isBoundToCall({ confirmedAt, requestedAt }: PauseIntent, at: number, { transferMs }: MachineLimits): boolean {
  return confirmedAt !== null || at - requestedAt > transferMs;
}

const hadCall = ({ confirmedAt, ended }: PauseIntent): boolean => confirmedAt !== null || ended.length > 0;

/** The recording was paused already, or it is with the same remote number. An unknown number is nobody's. */
function isSameCall({ id, remoteNumber }: LiveRecording, { ended }: PauseIntent, targets: readonly Target[]): boolean {
  const paused = targets.length === 0 ? ended : targets.map(({ recording }) => recording);
  return paused.some((one) => one.id === id || (remoteNumber !== null && one.remoteNumber === remoteNumber));
}

function applyRead(before: MachineState, event: EventOf<'readSucceeded'>, limits: MachineLimits): Step {
  const { at, startedSequence, startedAt, recordings } = event;
  const known = new Map(before.targets.map((target) => [target.recording.id, target]));
  const { intent } = before;
  const targets = recordings.map((recording) => {
    const last = known.get(recording.id) ?? newTarget(recording);
    const seen = observedIn(recording, before, event, limits);
    const doubted = seen === 'paused' && isDoubted(last, before, event, limits);
    // A pause that is doubted changes nothing that was observed, and brings one more read.
    const observed = doubted ? last.observed : seen;
    const target = { ...last, recording, observed, doubted };
    if (intent?.kind !== 'pause' || (doubted && known.has(recording.id))) return target;
    if (observed === 'paused') return readAsPaused(target, intent, startedSequence, known.has(recording.id));
    if (known.has(recording.id)) return readAsNotPaused(target, event, limits);
    const meant = isMeant(recording, intent, before.targets, limits);
    return meant ? { ...target, inScope: true, requestedAt: at, retryAt: at } : target;
  });
  const state = {
    ...before,
    targets,
    appliedRead: startedSequence,
    lastGoodAt: startedAt,
    lastTookMs: at - startedAt,
    readProblem: null,
  };
  const armed = intent?.kind === 'pause' ? armAfterRead(state, intent, event, limits, before.targets) : state;
  return stepTo(armed, targets.some(({ doubted }) => doubted) ? [{ type: 'read' }] : []);
}

/** True of the first of the two reads in a row that it takes to prove a pause soon after a resume of ours. */
function isDoubted(
  { observed, doubted }: Target,
  { resumeSettledAt }: MachineState,
  { startedAt }: EventOf<'readSucceeded'>,
  { doubtMs }: MachineLimits,
): boolean {
  return !doubted && observed !== 'paused' && resumeSettledAt !== null && startedAt < resumeSettledAt + doubtMs;
}

/** A failure changes nothing that is observed; one that began before the newest answer says nothing any more. */
export function readFailed(state: MachineState, event: EventOf<'readFailed'>): Step {
  return stepTo(event.startedSequence > state.appliedRead ? { ...state, readProblem: event.problem } : state);
}

/**
 * Only the boolean `true`, in a read that began after every resume had settled, means paused; and only while it can be shown as
 * present: an answer that took longer than that tells what is recorded, and that nothing is known of its pause.
 */
function observedIn(
  recording: LiveRecording,
  state: MachineState,
  { at, startedAt, startedSequence }: EventOf<'readSucceeded'>,
  limits: MachineLimits,
): Target['observed'] {
  if (recording.isPaused === 'unknown') return 'unknown';
  if (!recording.isPaused) return 'recording';
  if (at - startedAt > limits.stalenessMs) return 'invalidated';
  const resumeMayStillAct = state.resumesInFlight.length > 0 || startedSequence <= state.resumeSettledSequence;
  return resumeMayStillAct ? 'invalidated' : 'paused';
}

/** True of a new recording that the pause in force is for. */
function isMeant(
  recording: LiveRecording,
  intent: PauseIntent,
  targets: readonly Target[],
  { pauseNewRecordings }: MachineLimits,
): boolean {
  if (targets.length > 0) return pauseNewRecordings;
  // The first recordings of a pending pause are what it was for; after one that had its call only the same call, transferred.
  return !hadCall(intent) || isSameCall(recording, intent, targets);
}

function readAsPaused(target: Target, intent: PauseIntent, startedSequence: number, isKnown: boolean): Target {
  return {
    ...target,
    inScope: target.inScope || !isKnown,
    confirmed: target.confirmed || startedSequence > intent.requestedSequence,
    retryAt: null,
    refusal: null,
    resumedElsewhere: false,
  };
}

/** A known recording that the read does not show as paused during a pause. */
function readAsNotPaused(target: Target, event: EventOf<'readSucceeded'>, limits: MachineLimits): Target {
  if (!target.inScope || target.pauseAttempt !== null || target.retryAt !== null || target.resumedElsewhere)
    return target;
  if (target.confirmed) {
    // Somebody else resumed it. Pausing it again would fight over it; it is shown as not confirmed instead.
    return { ...target, confirmed: false, resumedElsewhere: true, refusal: problem('resumed-elsewhere') };
  }
  const showsTheRequest = event.startedSequence > target.pauseSettledSequence;
  return showsTheRequest ? { ...target, retryAt: retryTime(target, event.at, limits) } : target;
}

/** Ends the waiting of a pending pause when there are recordings, and begins it when the call is over. */
function armAfterRead(
  state: MachineState,
  intent: PauseIntent,
  { at, startedSequence }: EventOf<'readSucceeded'>,
  limits: MachineLimits,
  targetsBefore: readonly Target[],
): MachineState {
  if (startedSequence <= intent.requestedSequence) return state;
  if (state.targets.length > 0) return { ...state, intent: { ...intent, armedUntil: null } };
  if (intent.armedUntil !== null) return state;
  // A transfer may bring the same customer back under a new recording: the pause is kept for a moment, and for the whole time of arming
  // when it was never confirmed.
  const until = intent.confirmedAt === null ? intent.requestedAt + limits.armMs : at + limits.transferMs;
  const ended = isBoundToCall(intent, at, limits) ? targetsBefore.map(({ recording }) => recording) : [];
  return { ...state, intent: { ...intent, armedUntil: Math.max(until, at), ended } };
}
