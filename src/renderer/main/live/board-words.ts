// What a row of all live recordings says. It draws a state, it computes none: an old list is told in the past.
import type { BoardRow, BoardState } from '../../../shared/ipc/board.ts';
import { phone } from '../../lib/phone.svelte.ts';
import { words } from '../../lib/words.ts';
import type { ListedRow } from './board-merge.ts';

type RowLook = BoardState | 'ended';
export type RowFace = { readonly look: RowLook; readonly word: string };

/** `old`: the window has seen that too much time went by since the answer. */
export function rowFace({ row, endedAt }: ListedRow, old: boolean): RowFace {
  const text = words.board;
  if (endedAt !== null) return { look: 'ended', word: text.states.ended };
  const lived = row.state === 'recording' || row.state === 'paused' ? row.state : null;
  if (old && lived !== null) return { look: 'notKnown', word: text.was[lived] };
  if (row.state === 'notKnown')
    return { look: 'notKnown', word: row.was === null ? text.states.notKnown : text.was[row.was] };
  return { look: row.state, word: text.states[row.state] };
}

/** Whole seconds of a length at `now`, or null where it is not known. */
export function rowSeconds({ elapsedMs, counting }: BoardRow, passedMs: number): number | null {
  return elapsedMs === null ? null : Math.floor((elapsedMs + (counting ? Math.max(0, passedMs) : 0)) / 1000);
}

export const whoOf = ({ username }: BoardRow): string => username ?? words.board.noUser;
export const partyOf = ({ remoteName, remoteNumber }: BoardRow): string =>
  remoteName ?? (remoteNumber === null ? words.recording.unknownParty : phone.of(remoteNumber));

/** The one button of a row, and whether it must wait. */
export function rowAction({
  row,
  endedAt,
}: ListedRow): { readonly verb: 'pause' | 'resume'; readonly waiting: boolean } | null {
  if (endedAt !== null) return null;
  const { state } = row;
  const verb = state === 'paused' || state === 'resuming' ? 'resume' : 'pause';
  return { verb, waiting: state === 'pausing' || state === 'resuming' || state === 'stopping' };
}
