// What of all live recordings is shown: filters that the server knows, and those that narrow its answer in the window.
import { noBoardFilter, type BoardFilter, type BoardRow } from '../../../shared/ipc/board.ts';
import type { ListedRow } from './board-merge.ts';

/** Milliseconds without a key before the server is asked. */
export const typingDebounceMs = 400;

export const segments = ['everyone', 'attention', 'paused'] as const;
export type Segment = (typeof segments)[number];
export const minuteSteps = [5, 15, 30, 60] as const;
/** A pause that is longer than this (milliseconds) may have been forgotten. */
const longPauseMs = 120_000;

/** For how long it has been paused, `passedMs` after its list came; null where it is not. */
export const pausedForMs = ({ paused }: BoardRow, passedMs: number): number | null =>
  paused === null ? null : paused.forMs + Math.max(0, passedMs);

export const isPausedLong = (row: BoardRow, passedMs: number): boolean =>
  (pausedForMs(row, passedMs) ?? 0) > longPauseMs;

/** A pause that is not confirmed, or one that may have been forgotten. */
export const needsAttention = (row: BoardRow, passedMs: number): boolean =>
  row.state === 'unconfirmed' || isPausedLong(row, passedMs);

export type SegmentCounts = Readonly<Record<Segment, number>>;

/** How many there are of each. Null of an old list (`old`): how many are paused now is not known then. */
export function countSegments(rows: readonly ListedRow[], passedMs: number, old: boolean): SegmentCounts | null {
  if (old) return null;
  const there = rows.filter(({ endedAt }) => endedAt === null);
  return {
    everyone: there.length,
    attention: there.filter(({ row }) => needsAttention(row, passedMs)).length,
    paused: there.filter(({ row }) => row.state === 'paused').length,
  };
}

/** What needs attention first: not confirmed, then the longest of the long pauses, then the longest recordings. */
export function byUrgency(left: BoardRow, right: BoardRow, passedMs: number): number {
  const urgency = (row: BoardRow): number =>
    row.state === 'unconfirmed' ? Infinity : isPausedLong(row, passedMs) ? (row.paused?.forMs ?? 0) : 0;
  const [first, second] = [urgency(left), urgency(right)];
  return first === second ? (right.elapsedMs ?? 0) - (left.elapsedMs ?? 0) : second > first ? 1 : -1;
}

export class BoardFilterState {
  /** As typed. */
  typed = $state<BoardFilter>({ ...noBoardFilter });
  segment = $state<Segment>('everyone');
  /** A part of the user or of the remote party. */
  text = $state('');
  /** Minutes, as the list box has them; empty means any. */
  atLeast = $state('');

  /** The filter that is sent to the server. */
  get server(): BoardFilter {
    const { username, directoryNumber, deviceName, numericUserId } = this.typed;
    return {
      username: username.trim(),
      directoryNumber: directoryNumber.trim(),
      deviceName: deviceName.trim(),
      numericUserId: numericUserId.trim(),
    };
  }

  get filtersServer(): boolean {
    return Object.values(this.server).some((value) => value !== '');
  }

  get filtersHere(): boolean {
    return this.segment !== 'everyone' || this.text.trim() !== '' || this.atLeast !== '';
  }

  get usesMore(): boolean {
    return this.filtersServer || this.atLeast !== '';
  }

  clear(): void {
    this.typed = { ...noBoardFilter };
    this.segment = 'everyone';
    this.text = '';
    this.atLeast = '';
  }

  /** `passedMs`: milliseconds since the list came. */
  matches(row: BoardRow, passedMs: number): boolean {
    // What was paused when the list was young stays in sight, told in the past.
    if (this.segment === 'paused' && row.state !== 'paused' && row.was !== 'paused') return false;
    if (this.segment === 'attention' && !needsAttention(row, passedMs)) return false;
    const { username, remoteName, remoteNumber, elapsedMs } = row;
    const typed = this.text.trim().toLowerCase();
    const inside = `${username ?? ''}\n${remoteName ?? ''}\n${remoteNumber ?? ''}`.toLowerCase();
    if (typed !== '' && !inside.includes(typed)) return false;
    return this.atLeast === '' || (elapsedMs ?? 0) >= Number(this.atLeast) * 60_000;
  }
}
