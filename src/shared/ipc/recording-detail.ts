// Everything the server and our own journal know of one finished recording, as a window may have it.
import * as v from 'valibot';
import { audioFindingSchema } from '../domain/audio-finding.ts';
import { triggerSchema } from '../domain/journal.ts';
import { completedRecordingSchema } from '../domain/recording.ts';

const text = v.nullable(v.string());

/** How the pauses of a recording went, by our own journal. Null: the journal knows of none. */
export const pauseMarkSchema = v.nullable(
  v.object({
    /** The worst of them. */
    outcome: v.picklist(['confirmed', 'late', 'notConfirmed']),
    /** Milliseconds that it was confirmed as paused, all pauses together; null when that is not known. */
    pausedForMs: v.nullable(v.number()),
    /** Late pauses: milliseconds from the request to its confirmation, the longest of them. Null for the other outcomes. */
    exposureMs: v.nullable(v.number()),
    /** A check of the audio found sound in a pause. */
    soundFound: v.optional(v.literal(true)),
  }),
);
export type PauseMark = v.InferOutput<typeof pauseMarkSchema>;

const pauseSpanSchema = v.object({
  /** Permanent id of the pause, as in the journal. */
  pauseId: v.string(),
  outcome: v.picklist(['confirmed', 'late', 'notConfirmed']),
  trigger: v.nullable(triggerSchema),
  /** Milliseconds from the press to the confirming read; null when there was none. */
  exposureMs: v.nullable(v.number()),
  /**
   * Positions in the recording, in milliseconds, exact to about a second: where the pause was asked for, where it was confirmed, where it
   * ended. Between the first two it was still recorded. Null when it is not known, or never was.
   */
  askedMs: v.nullable(v.number()),
  fromMs: v.nullable(v.number()),
  toMs: v.nullable(v.number()),
});
export type PauseSpan = v.InferOutput<typeof pauseSpanSchema>;

const userSchema = v.object({
  username: text,
  firstName: text,
  lastName: text,
  phoneNumber: text,
  group: text,
  department: text,
});
export type RecordingUser = v.InferOutput<typeof userSchema>;

export const recordingDetailSchema = v.object({
  ...completedRecordingSchema.entries,
  pbxCallId: text,
  /** `type` and members as the server sent them, also of undocumented types; null where it sent no type. */
  pbxInfo: v.nullable(v.object({ type: text, fields: v.record(v.string(), v.string()) })),
  owner: v.nullable(userSchema),
  preservingUser: v.nullable(userSchema),
  note: v.nullable(v.object({ author: v.nullable(userSchema), text: v.string() })),
  sizeBytes: v.nullable(v.number()),
  sha256: text,
  /** What the server sent as the hash where it is no SHA-256. */
  otherHash: text,
  pauses: v.array(pauseSpanSchema),
  /** What the last check of its audio found; absent where there was none. */
  audioCheck: v.optional(audioFindingSchema),
});
export type RecordingDetail = v.InferOutput<typeof recordingDetailSchema>;
