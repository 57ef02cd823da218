// Draws what is known of everybody's live recordings as rows. Every rule of "which state a row shows" is here.
import type { BoardRow, BoardState } from '../../../shared/ipc/board.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import { assertNever } from '../../../shared/domain/result.ts';
import type { LiveView } from '../../../shared/ipc/snapshot.ts';
import type { ActedView } from './pause-controllers.ts';

export type RowKnowledge = {
  /** Milliseconds since the read that brought the list began. */
  readonly ageMs: number;
  readonly old: boolean;
  /** What the machine of the promise says of a recording that was acted upon here. */
  readonly acted: (id: string) => ActedView | null;
  readonly isMine: (recording: LiveRecording) => boolean;
  /** My own recordings, as the widget shows them. */
  readonly own: LiveView;
  readonly isStopping: (id: string) => boolean;
  readonly stopProblem: (id: string) => Problem | null;
};

type Shown = { readonly state: BoardState; readonly problem: Problem | null; readonly canGiveUp: boolean };

export function boardRow(recording: LiveRecording, knowledge: RowKnowledge): BoardRow {
  const { id, localUsername: username, remoteName, remoteNumber, isPaused, durationMs } = recording;
  const { ageMs, old, isStopping, stopProblem } = knowledge;
  const mine = knowledge.isMine(recording);
  const shown = shownOf(recording, mine, knowledge);
  const state = isStopping(id) ? 'stopping' : shown.state;
  const counting = state !== 'paused' && state !== 'notKnown' && isPaused !== true && durationMs !== null;
  return {
    id,
    username,
    remoteName,
    remoteNumber,
    state,
    was: state !== 'notKnown' || isPaused === 'unknown' || !old ? null : isPaused ? 'paused' : 'recording',
    elapsedMs: durationMs === null ? null : durationMs + (counting ? ageMs : 0),
    counting,
    problem: stopProblem(id) ?? shown.problem,
    canGiveUp: shown.canGiveUp,
    mine,
  };
}

function shownOf(recording: LiveRecording, mine: boolean, { old, acted, own }: RowKnowledge): Shown {
  const machine = acted(recording.id);
  if (mine && own.recordings.some(({ id }) => id === recording.id)) {
    const shown = ofOwn(recording.id, own);
    // Acted upon before anybody knew whose it is: paused is what both machines say.
    const contradicted = shown.state === 'paused' && machine !== null && machine.state !== 'paused';
    return contradicted ? notKnown : shown;
  }
  if (machine !== null)
    return { state: ofMachine(machine.state), problem: machine.problem, canGiveUp: machine.canCancel };
  // My own is shown as paused by my own machine alone: it knows of a resume that may still act.
  const doubtful = recording.isPaused === 'unknown' || (mine && recording.isPaused);
  if (old || doubtful) return notKnown;
  return { state: recording.isPaused ? 'paused' : 'recording', problem: null, canGiveUp: false };
}

const notKnown: Shown = { state: 'notKnown', problem: null, canGiveUp: false };

/** The state of a machine that follows one recording. */
function ofMachine(state: LiveView['state']): BoardState {
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
function ofOwn(id: string, own: LiveView): Shown {
  const paused = own.recordings.find((recording) => recording.id === id)?.paused ?? null;
  const state =
    own.state === 'recording' && paused !== false ? (paused === true ? 'paused' : 'notKnown') : ofMachine(own.state);
  return { state, problem: own.problem, canGiveUp: own.state === 'unconfirmed' && own.canCancel };
}
