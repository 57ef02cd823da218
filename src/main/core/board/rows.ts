// The rows that show what is known of everybody's live recordings. Every rule of "which state a row shows" is here.
import type { BoardRow, BoardState } from '../../../shared/ipc/board.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import { assertNever } from '../../../shared/domain/result.ts';
import type { LiveView } from '../../../shared/ipc/snapshot.ts';
import type { ControllerView } from './pause-controllers.ts';
import type { StartStopCommands } from './start-stop-commands.ts';

type RowKnowledge = {
  /** `ageMs`: milliseconds since the read that brought the list began. */
  readonly list: { readonly ageMs: number; readonly isOld: boolean };
  readonly isMine: boolean;
  /** My own recordings, as the widget shows them. */
  readonly own: LiveView;
  /** What the controller says of a recording that was paused or resumed here. */
  readonly controller: ControllerView | null;
  readonly commands: Pick<StartStopCommands, 'isStopping' | 'problemOf'>;
};

type Shown = Pick<BoardRow, 'state' | 'problem' | 'canCancelPause'>;

export function boardRow(recording: LiveRecording, knowledge: RowKnowledge): BoardRow {
  const { id, localUsername: username, remoteName, remoteNumber, isPaused, durationMs } = recording;
  const { list, isMine, commands } = knowledge;
  const shown = shownOf(recording, knowledge);
  const state = commands.isStopping(id) ? 'stopping' : shown.state;
  const counting = state !== 'paused' && state !== 'notKnown' && isPaused !== true && durationMs !== null;
  return {
    id,
    username,
    remoteName,
    remoteNumber,
    state,
    was: state !== 'notKnown' || isPaused === 'unknown' || !list.isOld ? null : isPaused ? 'paused' : 'recording',
    elapsedMs: durationMs === null ? null : durationMs + (counting ? list.ageMs : 0),
    counting,
    paused: null,
    requestedForMs: null,
    problem: commands.problemOf(id) ?? shown.problem,
    canCancelPause: shown.canCancelPause,
    mine: isMine,
  };
}

function shownOf({ id, isPaused }: LiveRecording, { list, isMine, own, controller }: RowKnowledge): Shown {
  if (isMine && own.recordings.some((recording) => recording.id === id)) {
    const shown = shownOfOwn(id, own);
    // Paused before anybody knew whose it is: it is shown as paused only where both controllers say so.
    const isContradicted = shown.state === 'paused' && controller !== null && controller.state !== 'paused';
    return isContradicted ? notKnown : shown;
  }
  if (controller !== null) {
    const { state, problem, canCancel } = controller;
    return { state: stateOf(state), problem, canCancelPause: canCancel };
  }
  // My own is shown as paused by my own controller alone: it knows of a resume that may still act.
  const isUncertain = isPaused === 'unknown' || (isMine && isPaused);
  if (list.isOld || isUncertain) return notKnown;
  return { state: isPaused ? 'paused' : 'recording', problem: null, canCancelPause: false };
}

const notKnown: Shown = { state: 'notKnown', problem: null, canCancelPause: false };

/** The state of a controller that follows one recording. */
function stateOf(state: LiveView['state']): BoardState {
  switch (state) {
    case 'recording':
    case 'pausing':
    case 'paused':
    case 'resuming':
    case 'unconfirmed':
      return state;
    case 'idle':
    case 'offline':
    case 'signedOut':
      return 'notKnown';
    default:
      return assertNever(state);
  }
}

/** One of my own: where the widget says "Recording" because of another one, this one may be paused. */
function shownOfOwn(id: string, own: LiveView): Shown {
  const paused = own.recordings.find((recording) => recording.id === id)?.paused ?? null;
  const state =
    own.state === 'recording' && paused !== false ? (paused === true ? 'paused' : 'notKnown') : stateOf(own.state);
  return { state, problem: own.problem, canCancelPause: own.state === 'unconfirmed' && own.canCancel };
}
