// The journal as people read it: one row for each pause, made of the entries that belong to it.
import * as v from 'valibot';
import { attemptSchema, pauseEnds, triggers } from './journal.ts';

/**
 * How a pause went: `confirmed` in time, `late`, `notConfirmed` at all, `noRecording` (it waited and nothing began),
 * `waiting` (it stands, nothing confirmed yet).
 */
export const pauseOutcomes = ['confirmed', 'late', 'notConfirmed', 'noRecording', 'waiting'] as const;
export type PauseOutcome = (typeof pauseOutcomes)[number];

export const journalRowSchema = v.object({
  pauseId: v.string(),
  /** Number of its first entry. */
  sequence: v.number(),
  /** When it was asked: by this computer's clock and by the server's, ISO 8601 in UTC. */
  at: v.string(),
  serverAt: v.nullable(v.string()),
  trigger: v.nullable(v.picklist(triggers)),
  recordingIds: v.array(v.string()),
  /** The recording was another person's. */
  forAnother: v.optional(v.boolean()),
  outcome: v.picklist(pauseOutcomes),
  /** The longest exposure of its recordings in milliseconds, from the press to the confirming read; null when one was never confirmed. */
  exposureMs: v.nullable(v.number()),
  attempts: v.array(attemptSchema),
  /** Null while it stands. */
  how: v.nullable(v.picklist(pauseEnds)),
  pausedForMs: v.nullable(v.number()),
  appVersion: v.string(),
});
export type JournalRow = v.InferOutput<typeof journalRowSchema>;

export const journalPageSchema = v.object({
  rows: v.array(journalRowSchema),
  /** All pauses of the journal, whatever the filter. */
  total: v.number(),
  /** Null: the chain is intact. Else the first line that does not fit, counted over the whole journal from 1, and why. */
  breakAt: v.nullable(v.object({ line: v.number(), why: v.picklist(['unreadable', 'changed', 'missing']) })),
});
export type JournalPage = v.InferOutput<typeof journalPageSchema>;
