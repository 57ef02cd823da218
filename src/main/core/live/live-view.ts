// Draws what the pause machine knows as the part of the snapshot that people see. Every rule of "which state is shown" is here.
import { assertNever } from '../../../shared/domain/result.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import { problem } from '../../../shared/domain/problem.ts';
import type { RecordingState } from '../../../shared/domain/recording.ts';
import type { LiveRecordingView, LiveView } from '../../../shared/ipc/snapshot.ts';
import { freshForMs, isFresh } from './pause-time.ts';
import { defaultLimits, type MachineLimits, type MachineState, type Target } from './pause-types.ts';

/** The one state of product.md. `now` is monotonic milliseconds. */
export function shownState(state: MachineState, now: number, limits: MachineLimits = defaultLimits): RecordingState {
  const { intent, targets } = state;
  if (!state.signedIn) return intent?.kind === 'pause' && targets.length > 0 ? 'unconfirmed' : 'signedOut';
  const fresh = isFresh(state, now, limits);
  const allPaused = targets.length > 0 && targets.every((target) => target.truth === 'paused');
  if (intent?.kind === 'pause') {
    if (allPaused) return fresh ? 'paused' : 'offline';
    if (targets.length === 0 && fresh) return 'idle';
    if (isLoud(state, now, limits)) return 'unconfirmed';
    // What the pause means is paused; something else began to record and was left alone, as the user chose.
    const meantIsPaused = targets.every((target) => !target.covered || target.truth === 'paused');
    if (targets.length > 0 && meantIsPaused) return fresh ? 'recording' : 'offline';
    return 'pausing';
  }
  if (!fresh) return 'offline';
  if (intent?.kind === 'resume') return 'resuming';
  if (targets.length === 0) return 'idle';
  if (targets.some((target) => target.truth === 'unknown' || target.truth === 'void')) return 'offline';
  return allPaused ? 'paused' : 'recording';
}

/** True when a pause that stands is overdue, was refused, or was undone by somebody else. */
function isLoud(state: MachineState, now: number, limits: MachineLimits): boolean {
  const { intent, targets } = state;
  if (intent?.kind !== 'pause') return false;
  if (targets.length === 0) return now - intent.pressedAt >= limits.notConfirmedMs;
  return targets.some(
    (target) =>
      target.covered &&
      target.truth !== 'paused' &&
      (target.refused !== null ||
        target.resumedElsewhere ||
        (target.askedAt !== null && now - target.askedAt >= limits.notConfirmedMs)),
  );
}

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
    freshForMs: shown === 'offline' || shown === 'signedOut' ? null : freshForMs(state, now, limits),
    pausedForMs: shown === 'paused' && state.pausedSince !== null ? now - state.pausedSince : null,
    armedMs,
    countdown: shown === 'paused' ? countdown(state, now, limits) : null,
    // A resume of ours that failed leaves a pause of ours.
    pausedElsewhere: shown === 'paused' && pause === null && state.commandProblem === null,
    ...button(shown, armedMs !== null),
    canCancel: armedMs !== null || shown === 'unconfirmed',
    problem: shownProblem(state, shown),
  };
}

function countdown(state: MachineState, now: number, limits: MachineLimits): LiveView['countdown'] {
  const { intent } = state;
  if (intent?.kind !== 'pause' || intent.resume === null || intent.confirmedAt === null) return null;
  const { from, at } = intent.resume;
  const canAdd = at < intent.confirmedAt + limits.autoResumeMostMs;
  return { leftMs: Math.max(0, at - now), totalMs: at - from, canAdd };
}

/** Over old knowledge nothing is said of a single recording either: `unconfirmed` stays loud without any answer. */
function recordingView(target: Target, state: MachineState, now: number, fresh: boolean): LiveRecordingView {
  const { recording, truth } = target;
  const counting = fresh && truth !== 'paused' && recording.durationMs !== null;
  const age = state.lastGoodAt === null ? 0 : now - state.lastGoodAt;
  return {
    id: recording.id,
    remoteName: recording.remoteName,
    remoteNumber: recording.remoteNumber,
    paused: fresh && truth !== 'void' && truth !== 'unknown' ? truth === 'paused' : null,
    elapsedMs: recording.durationMs === null ? null : recording.durationMs + (counting ? age : 0),
    counting,
  };
}

function lastKnown(state: MachineState, now: number): LiveView['lastKnown'] {
  if (state.lastGoodAt === null) return null;
  const ageMs = now - state.lastGoodAt;
  if (state.targets.length === 0) return { state: 'idle', ageMs };
  if (state.targets.some((target) => target.truth === 'unknown' || target.truth === 'void')) return null;
  return { state: state.targets.every((target) => target.truth === 'paused') ? 'paused' : 'recording', ageMs };
}

function button(shown: RecordingState, armed: boolean): Pick<LiveView, 'button' | 'buttonEnabled'> {
  switch (shown) {
    case 'idle':
      // Pause before the recording begins: it waits for it.
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
  const refused = state.targets.find((target) => target.refused !== null)?.refused ?? null;
  switch (shown) {
    case 'unconfirmed':
      return refused ?? state.commandProblem ?? state.readProblem ?? stillRecording(state);
    case 'offline': {
      if (state.readProblem !== null) return state.readProblem;
      const unclear = state.targets.some((target) => target.truth === 'unknown');
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

const stillRecording = (state: MachineState): Problem | null =>
  state.targets.some((target) => target.truth === 'recording')
    ? problem('recorder-did-not-obey')
    : state.targets.some((target) => target.truth === 'unknown')
      ? problem('recorder-state-unknown')
      : null;
