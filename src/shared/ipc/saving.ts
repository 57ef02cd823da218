// Many recordings at once: what the queue tells of itself, what an order would cost, and what was saved.
import * as v from 'valibot';
import { problemSchema } from '../domain/problem.ts';

/** About 300 kB a minute of call: ucx-api.md part E. */
export const bytesPerMinute = 300_000;

/** Bytes of a recording of that length, where the server did not say. */
export const estimatedBytes = (durationMs: number): number => Math.round((durationMs / 60_000) * bytesPerMinute);

/** The queue as a whole, from the first recording that was asked for until all of that order have ended. */
export const savingViewSchema = v.object({
  total: v.number(),
  /** Of these, on their way now. */
  running: v.number(),
  saved: v.number(),
  failed: v.number(),
  cancelled: v.number(),
  /** Nothing new is begun: somebody asked for that, or `heldBecause` says why. What runs goes on. */
  held: v.boolean(),
  heldBecause: v.nullable(problemSchema),
  /** It goes on by itself as soon as the server is there: one file is tried from time to time. */
  triesAgain: v.boolean(),
  /** Bytes a second over the last seconds; null before there is anything to count. */
  bytesPerSecond: v.nullable(v.number()),
  /** Milliseconds to the end of the queue at that speed; null while it cannot be said. */
  leftMs: v.nullable(v.number()),
});
export type SavingView = v.InferOutput<typeof savingViewSchema>;

export const nothingSaving: SavingView = {
  total: 0,
  running: 0,
  saved: 0,
  failed: 0,
  cancelled: 0,
  held: false,
  heldBecause: null,
  triesAgain: false,
  bytesPerSecond: null,
  leftMs: null,
};

/** How far a list is read that is to be saved or written down: recordings read so far, of how many. */
export const gatheringSchema = v.nullable(v.object({ done: v.number(), total: v.number() }));
export const gatheringsSchema = v.object({ save: gatheringSchema, list: gatheringSchema });
export type Gatherings = v.InferOutput<typeof gatheringsSchema>;
export type GatheringFor = keyof Gatherings;

/** The most that one order may hold: two requests a second for more than an hour are a matter for the server's own export. */
export const mostInOneOrder = 10_000;
/** The most that can be chosen one by one; bounded so that the call stays a small message. */
export const mostChosen = 1_000;

export const saveEstimateSchema = v.object({
  count: v.number(),
  estimatedBytes: v.number(),
  /** False: the length of some was reckoned from that of others. */
  exact: v.boolean(),
  /** Recordings of those that were looked at whose pause was late or not confirmed; null when the journal cannot be read. */
  notProven: v.nullable(v.number()),
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
