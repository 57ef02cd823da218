// Saving many recordings: the state of the queue, the estimate of a request, and the saved files.
import * as v from 'valibot';
import { problemSchema } from '../domain/problem-schema.ts';

/** About 300 kB a minute of call: docs/ucx-api.md part E. */
const bytesPerMinute = 300_000;
/** Milliseconds assumed for a call of unknown length. */
const usualDurationMs = 180_000;

/** Bytes of a recording of that length in milliseconds, where the server did not say; null: of unknown length. */
export const estimatedBytes = (durationMs: number | null): number =>
  Math.round(((durationMs ?? usualDurationMs) / 60_000) * bytesPerMinute);

/** The queue as a whole, from the first request until everything in it has ended. */
export const savingViewSchema = v.object({
  total: v.number(),
  /** Of these, under way now. */
  running: v.number(),
  saved: v.number(),
  failed: v.number(),
  cancelled: v.number(),
  /** Nothing new is started: a person paused it, or `heldBecause` says why. What runs continues. */
  held: v.boolean(),
  heldBecause: v.nullable(problemSchema),
  /** It continues automatically once the server is reachable: one file is tried from time to time. */
  triesAgain: v.boolean(),
  /** Bytes a second over the last seconds; null before it is known. */
  bytesPerSecond: v.nullable(v.number()),
  /** Milliseconds to the end of the queue at that speed; null while it is not known. */
  leftMs: v.nullable(v.number()),
});
export type SavingView = v.InferOutput<typeof savingViewSchema>;

/** How far a search is read that is to be saved or exported: recordings read so far, of how many. */
const progressSchema = v.nullable(v.object({ done: v.number(), total: v.number() }));
export const collectingProgressSchema = v.object({
  save: progressSchema,
  list: progressSchema,
  /** What is looked through for marks that the API has no filter for. */
  search: progressSchema,
});
export type CollectingProgress = v.InferOutput<typeof collectingProgressSchema>;
export type CollectingFor = Exclude<keyof CollectingProgress, 'search'>;

/** The most that one request may save: two requests a second for more than an hour are a matter for the server's own export. */
export const mostInOneRequest = 10_000;
/** The most that can be chosen one by one; bounded so that the call stays a small message. */
export const mostChosen = 1_000;

export const saveEstimateSchema = v.object({
  count: v.number(),
  estimatedBytes: v.number(),
  /** False: the length of some was extrapolated from that of others. */
  exact: v.boolean(),
  /** Recordings of the sample whose pause was late or not confirmed; null when the journal cannot be read. */
  notProven: v.nullable(v.number()),
  /** Those of all that are on this computer already; null for more than one request may save, which are not looked through. */
  saved: v.nullable(
    v.object({
      count: v.number(),
      estimatedBytes: v.number(),
      /** Those of them that `notProven` counts too. */
      notProven: v.number(),
    }),
  ),
  /** Bytes that are free where they would be saved; absent where the system does not say. */
  freeBytes: v.optional(v.number()),
  /** Bytes a second of what was saved last; absent before anything was. */
  bytesPerSecond: v.optional(v.number()),
});
export type SaveEstimate = v.InferOutput<typeof saveEstimateSchema>;

export const savedEntrySchema = v.object({
  recordingId: v.string(),
  referenceNumber: v.string(),
  fileName: v.string(),
  folder: v.string(),
  /** When it was saved, ISO 8601 in UTC; null for what an older version wrote. */
  savedAt: v.nullable(v.string()),
  bytes: v.nullable(v.number()),
  startTime: v.nullable(v.string()),
  durationMs: v.nullable(v.number()),
  remotePartyNumber: v.nullable(v.string()),
  /** False: its SHA-256 was not the one the server named. */
  verified: v.boolean(),
});
export type SavedEntry = v.InferOutput<typeof savedEntrySchema>;
