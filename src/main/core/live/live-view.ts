// The part of the snapshot about live recordings. Every rule of which state is shown is here.
import { assertNever } from '../../../shared/domain/result.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { RecordingState } from '../../../shared/domain/recording.ts';
import type { LiveRecordingView, LiveView } from '../../../shared/ipc/snapshot.ts';
import { defaultLimits, newCallMs, type MachineLimits } from './pause/pause-limits.ts';
import { allObservedPaused } from './pause/pause-targets.ts';
import { freshForMs, isFresh } from './pause/pause-time.ts';
import type { MachineState, Target } from './pause/pause-types.ts';

/** A server that takes this long (ms) for an answer is said to be slow: what is shown is then as old. */
const slowMs = 2_000;

/** The state that is shown at `now` (monotonic milliseconds). */
export function shownState(state: MachineState, now: number, limits: MachineLimits = defaultLimits): RecordingState {
  const { intent, targets } = state;
  if (!state.signedIn) return intent?.kind === 'pause' && targets.length > 0 ? 'unconfirmed' : 'signedOut';
  if (intent?.kind === 'pause') return stateDuringPause(state, now, limits);
  if (!isFresh(state, now, limits)) return 'offline';
  if (intent?.kind === 'resume') return 'resuming';
  if (targets.length === 0) return 'idle';
  if (!targets.every(isKnown)) return 'offline';
  return allObservedPaused(state) ? 'paused' : 'recording';
}

function stateDuringPause(state: MachineState, now: number, limits: MachineLimits): RecordingState {
  const { targets } = state;
  const fresh = isFresh(state, now, limits);
  if (allObservedPaused(state)) return fresh ? 'paused' : 'offline';
  if (targets.length === 0 && fresh) return 'idle';
  if (isNotConfirmed(state, now, limits)) return 'unconfirmed';
  // All that the pause applies to is paused; a newer recording was left alone, as the user chose in the preferences.
  const inScopeIsPaused = targets.every((target) => !target.inScope || target.observed === 'paused');
  if (targets.length > 0 && inScopeIsPaused) return fresh ? 'recording' : 'offline';
  return 'pausing';
}

/** True when the pause in force is overdue, was refused, or was undone by somebody else. */
function isNotConfirmed({ intent, targets }: MachineState, now: number, limits: MachineLimits): boolean {
  if (intent?.kind !== 'pause') return false;
  const isOverdue = (since: number): boolean => now - since >= limits.notConfirmedMs;
  if (targets.length === 0) return isOverdue(intent.requestedAt);
  return targets.some(
    ({ inScope, observed, refusal, resumedElsewhere, requestedAt }) =>
      inScope &&
      observed !== 'paused' &&
      (refusal !== null || resumedElsewhere || (requestedAt !== null && isOverdue(requestedAt))),
  );
}

const isKnown = ({ observed }: Target): boolean => observed === 'paused' || observed === 'recording';

/** The part of the snapshot about live recordings, with ages and lengths as they are at `now` (monotonic milliseconds). */
export function liveView(state: MachineState, now: number, limits: MachineLimits = defaultLimits): LiveView {
  const shown = shownState(state, now, limits);
  const { intent } = state;
  const pause = intent?.kind === 'pause' ? intent : null;
  const armedUntil = shown === 'idle' && pause !== null ? pause.armedUntil : null;
  const armedMs = armedUntil === null ? null : Math.max(0, armedUntil - now);
  return {
    state: shown,
    recordings: state.targets.map((target) => recordingView(target, state, now, isFresh(state, now, limits))),
    lastKnown: shown === 'offline' || shown === 'unconfirmed' ? lastKnown(state, now) : null,
    pauseAtRisk: shown === 'offline' && state.targets.length > 0 && (pause !== null || allObservedPaused(state)),
    serverSlowMs: shown === 'signedOut' || state.lastTookMs < slowMs ? null : state.lastTookMs,
    freshForMs: shown === 'offline' || shown === 'signedOut' ? null : freshForMs(state, now, limits),
    isNewCall: shown === 'recording' && state.newCallAt !== null && now < state.newCallAt + newCallMs,
    pausedForMs: shown === 'paused' && state.pausedSince !== null ? now - state.pausedSince : null,
    armedMs,
    countdown: shown === 'paused' ? countdown(state, now, limits) : null,
    // After a failed resume of ours it is still our pause.
    pausedElsewhere: shown === 'paused' && pause === null && state.commandProblem === null,
    ...button(shown, armedMs !== null),
    canCancel: armedMs !== null || shown === 'unconfirmed',
    problem: shownProblem(state, shown),
  };
}

function countdown(state: MachineState, now: number, limits: MachineLimits): LiveView['countdown'] {
  const { intent } = state;
  if (intent?.kind !== 'pause' || intent.autoResume === null || intent.confirmedAt === null) return null;
  if (limits.holdsResume) return null;
  const { from, at } = intent.autoResume;
  const canAdd = at < intent.confirmedAt + limits.maxAutoResumeMs;
  return { leftMs: Math.max(0, at - now), totalMs: at - from, canAdd };
}

/** On stale knowledge a single recording is not shown as paused or recording either: `unconfirmed` is shown without any answer. */
function recordingView(target: Target, state: MachineState, now: number, fresh: boolean): LiveRecordingView {
  const { recording, observed } = target;
  const counting = fresh && observed !== 'paused' && recording.durationMs !== null;
  const age = state.lastGoodAt === null ? 0 : now - state.lastGoodAt;
  return {
    id: recording.id,
    remoteName: recording.remoteName,
    remoteNumber: recording.remoteNumber,
    paused: fresh && isKnown(target) ? observed === 'paused' : null,
    elapsedMs: recording.durationMs === null ? null : recording.durationMs + (counting ? age : 0),
    counting,
  };
}

function lastKnown(state: MachineState, now: number): LiveView['lastKnown'] {
  if (state.lastGoodAt === null) return null;
  const ageMs = now - state.lastGoodAt;
  if (state.targets.length === 0) return { state: 'idle', ageMs };
  if (!state.targets.every(isKnown)) return null;
  return { state: allObservedPaused(state) ? 'paused' : 'recording', ageMs };
}

function button(shown: RecordingState, armed: boolean): Pick<LiveView, 'button' | 'buttonEnabled'> {
  switch (shown) {
    case 'idle':
      // Pressed before a recording begins, a pause waits for one.
      return armed ? { button: 'cancel', buttonEnabled: true } : { button: 'pause', buttonEnabled: true };
    case 'recording':
    case 'unconfirmed':
    case 'offline':
      return { button: 'pause', buttonEnabled: true };
    case 'pausing':
      return { button: 'pause', buttonEnabled: false };
    case 'paused':
      return { button: 'resume', buttonEnabled: true };
    case 'resuming':
      return { button: 'resume', buttonEnabled: false };
    case 'signedOut':
      return { button: null, buttonEnabled: false };
    default:
      return assertNever(shown);
  }
}

function shownProblem(state: MachineState, shown: RecordingState): Problem | null {
  const refusal = state.targets.find((target) => target.refusal !== null)?.refusal ?? null;
  switch (shown) {
    case 'unconfirmed':
      return refusal ?? state.commandProblem ?? state.readProblem ?? stillRecording(state);
    case 'offline': {
      if (state.readProblem !== null) return state.readProblem;
      const unclear = state.targets.some((target) => target.observed === 'unknown');
      return unclear ? problem('recorder-state-unknown') : null;
    }
    case 'paused':
    case 'recording':
      return state.commandProblem;
    case 'idle':
    case 'pausing':
    case 'resuming':
    case 'signedOut':
      return null;
    default:
      return assertNever(shown);
  }
}

function stillRecording({ targets }: MachineState): Problem | null {
  if (targets.some(({ observed }) => observed === 'recording')) return problem('recorder-did-not-obey');
  return targets.some(({ observed }) => observed === 'unknown') ? problem('recorder-state-unknown') : null;
}
