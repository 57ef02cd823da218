// Recordings: their states, ids and parties.
import * as v from 'valibot';

/** The states that people see. The core keeps one of them; windows and the tray only draw it. */
export const recordingStates = [
  'idle',
  'recording',
  'pausing',
  'paused',
  'resuming',
  'unconfirmed',
  'offline',
  'signedOut',
] as const;
export const recordingStateSchema = v.picklist(recordingStates);
export type RecordingState = (typeof recordingStates)[number];

export const directions = ['unknown', 'incoming', 'outgoing'] as const;
export const directionSchema = v.picklist(directions);
export type Direction = (typeof directions)[number];

/**
 * A recording that the server holds as active, after parsing.
 * `isPaused` is the recorder's own boolean; anything else the server may have sent is `'unknown'` and never counts as paused.
 */
export type LiveRecording = {
  /** GUID in lower case: ids are compared without case. */
  readonly id: string;
  readonly isPaused: boolean | 'unknown';
  /** Length so far in milliseconds as the server counts it, or null when it sent none that can be read. */
  readonly durationMs: number | null;
  readonly localUsername: string | null;
  readonly remoteName: string | null;
  readonly remoteNumber: string | null;
};

/** A finished recording as the list of the server shows it. */
export const completedRecordingSchema = v.object({
  id: v.string(),
  referenceNumber: v.string(),
  /** ISO 8601 instant with zone, or the server's local date-time without one where it sent none; null when unreadable. */
  startTime: v.nullable(v.string()),
  durationMs: v.nullable(v.number()),
  direction: directionSchema,
  localPartyNumber: v.nullable(v.string()),
  remotePartyNumber: v.nullable(v.string()),
  ownerUsername: v.nullable(v.string()),
});
export type CompletedRecording = v.InferOutput<typeof completedRecordingSchema>;

/** What the API has no filter for: paused (by the journal), its pause late or not confirmed, no file of it on this computer. */
export const historyMarks = ['paused', 'unproven', 'unsaved'] as const;
export type HistoryMark = (typeof historyMarks)[number];
