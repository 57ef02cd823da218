// The journal as people read it: one row for each pause, start and stop, made of the entries that belong to it.
import * as v from 'valibot';
import { audioFindingSchema } from '../domain/audio-finding.ts';
import { attemptSchema, manualCommands, pauseEnds, triggerSchema } from '../domain/journal.ts';

/**
 * How it went: `confirmed` in time, `waiting` (nothing confirmed yet); a pause also `late`, `notConfirmed` at all, `noRecording` (it
 * waited and nothing began); a start or stop also `refused` by the server, `notSeen` (no read showed it).
 */
export const journalOutcomes = [
  'confirmed',
  'late',
  'notConfirmed',
  'noRecording',
  'refused',
  'notSeen',
  'waiting',
] as const;
export type JournalOutcome = (typeof journalOutcomes)[number];

const journalRowSchema = v.object({
  /** Permanent id of the pause or the manual command. */
  id: v.string(),
  what: v.picklist(['pause', ...manualCommands]),
  /** Number of its first entry. */
  sequence: v.number(),
  /** Time of the request by this computer's clock and by the server's, ISO 8601 in UTC. */
  at: v.string(),
  serverAt: v.nullable(v.string()),
  /** Milliseconds by which `serverAt` may be off; absent where that isn't known. */
  serverWithinMs: v.optional(v.number()),
  trigger: v.nullable(triggerSchema),
  /** A pause: all that it was for. A start: what a read showed as started. A stop: what was recorded when it was requested. */
  recordingIds: v.array(v.string()),
  /** The recording was another person's. */
  forAnother: v.optional(v.boolean()),
  outcome: v.picklist(journalOutcomes),
  /** Why a start or a stop is not confirmed; null for pauses, whose attempts say it. */
  problem: v.nullable(v.string()),
  /** The longest exposure of its recordings in milliseconds, from the press to the confirming read; null when one was never confirmed. */
  exposureMs: v.nullable(v.number()),
  attempts: v.array(attemptSchema),
  /** Null while it is in force, and for a start or a stop that was followed to its end. */
  how: v.nullable(v.picklist(pauseEnds)),
  pausedForMs: v.nullable(v.number()),
  /** What the last check of the audio found, of the recording where it is worst; absent where none was checked. */
  audioCheck: v.optional(audioFindingSchema),
  /** The rules of the automatic pause that a person overrode during it. */
  overrode: v.optional(v.array(v.string())),
  appVersion: v.string(),
});
export type JournalRow = v.InferOutput<typeof journalRowSchema>;

/** The forms of the evidence report. */
export const reportFormats = ['html', 'pdf', 'csv', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** Upper limits of the classes of exposure, in milliseconds; the last class is what is longer. */
export const exposureClassesMs = [50, 100, 200, 500, 1_000, 1_500, 5_000] as const;

/** The pauses of the range of days, whatever the filter by outcome. Milliseconds; null where no pause was confirmed. */
const journalSummarySchema = v.object({
  requested: v.number(),
  confirmed: v.number(),
  late: v.number(),
  notConfirmed: v.number(),
  medianMs: v.nullable(v.number()),
  /** 95 of 100 were no longer than this. */
  ninetyFifthMs: v.nullable(v.number()),
  longestMs: v.nullable(v.number()),
  /** One number for each class of `exposureClassesMs`, and one for what is longer. */
  histogram: v.array(v.number()),
  /** What was open longer than this was late. */
  lateMs: v.number(),
});
export type JournalSummary = v.InferOutput<typeof journalSummarySchema>;

export const journalPageSchema = v.object({
  rows: v.array(journalRowSchema),
  /** All rows of the journal, whatever the filter. */
  total: v.number(),
  summary: journalSummarySchema,
  /** Null: the chain is intact. Else the first line that does not fit, counted over the whole journal from 1, and why. */
  signatures: v.object({
    /** Fingerprint of the key that signed last; null: nothing is signed. */
    key: v.nullable(v.string()),
    /** Number of the first entry that nothing signs; null where all are signed. */
    unsignedFrom: v.nullable(v.number()),
    /** The first entry whose signature speaks against the journal; null where none does. */
    brokenAt: v.nullable(v.number()),
  }),
  breakAt: v.nullable(v.object({ line: v.number(), why: v.picklist(['unreadable', 'changed', 'missing']) })),
});
export type JournalPage = v.InferOutput<typeof journalPageSchema>;
