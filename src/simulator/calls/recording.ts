// A finished recording as the simulator holds it, and what may be asked of the list.
import type { InstantRange, TextFilter } from '../api/rhs-colon.ts';
import type { SimulatorUser } from '../types.ts';

/** Spans of audio that were paused, in milliseconds from its beginning, in order, not overlapping. Silent unless a tone was written there. */
export type Pauses = readonly { readonly from: number; readonly to: number; readonly sound?: 'tone' }[];

export type Recording = {
  /** GUID in lower case. */
  readonly id: string;
  readonly referenceNumber: string;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly durationMs: number;
  /** 0 unknown, 1 incoming, 2 outgoing. */
  readonly direction: number;
  readonly localNumber: string;
  readonly remoteNumber: string;
  readonly owner: SimulatorUser;
  /** Who wrote the note, and the note. */
  readonly note: { readonly author: SimulatorUser; readonly text: string } | null;
  readonly preservedBy: SimulatorUser | null;
  readonly pauses: Pauses;
  /** The very bytes that were uploaded; null: the audio is generated from the id. */
  readonly bytes: Buffer | null;
};

export type RecordingQuery = {
  /** Only recordings of these users: what the caller may see and asked for. */
  readonly owners: readonly SimulatorUser[];
  readonly startTime: InstantRange | null;
  readonly endTime: InstantRange | null;
  readonly remoteParty: TextFilter | null;
  readonly localNumber: string | null;
  readonly direction: number | null;
};

/** Whether a remote number fits. `contains` is tried without case, as the names of a SIP address are. */
export function textFits(filter: TextFilter | null, text: string): boolean {
  if (filter === null) return true;
  if (filter.operator === 'equals') return text.toLowerCase() === filter.value.toLowerCase();
  return text.toLowerCase().includes(filter.value.toLowerCase());
}

export function instantFits(range: InstantRange | null, epochMs: number): boolean {
  return range === null || (epochMs >= range.from && epochMs < range.to);
}
