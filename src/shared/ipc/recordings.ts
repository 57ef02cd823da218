// The part of the IPC table about past recordings: finding, playing and saving them.
import * as v from 'valibot';
import { day, nothing, recordingId, type CallTable } from './parts.ts';
import { completedRecordingSchema, directionSchema, historyMarks } from '../domain/recording.ts';
import { audioFindingSchema } from '../domain/audio-finding.ts';
import { pauseMarkSchema, recordingDetailSchema } from './recording-detail.ts';
import { downloadViewSchema } from './download.ts';
import { mostChosen, savedEntrySchema, saveEstimateSchema } from './saving.ts';

const historyFilterSchema = v.strictObject({
  /** The remote party's number or a part of it, see `remotePartyIs`; empty means any. */
  remoteParty: v.pipe(v.string(), v.maxLength(100)),
  /** Absent means `contains`. */
  remotePartyIs: v.optional(v.picklist(['contains', 'equals'])),
  /** The whole local number, and the whole user name of the owner; absent or empty means any. */
  localPartyNumber: v.optional(v.pipe(v.string(), v.maxLength(100))),
  ownerUsername: v.optional(v.pipe(v.string(), v.maxLength(320))),
  /** First and last day, both included, in the time zone of this computer; null means open. */
  from: v.nullable(day),
  to: v.nullable(day),
  direction: v.nullable(directionSchema),
  /** All of these; absent or empty means any. What the rest of the filter finds is looked through for them, up to a limit. */
  marks: v.optional(v.pipe(v.array(v.picklist(historyMarks)), v.maxLength(historyMarks.length))),
});
export type HistoryFilter = v.InferOutput<typeof historyFilterSchema>;

const historyRowSchema = v.object({
  ...completedRecordingSchema.entries,
  /** Name of the saved file on this computer; null when there is none. */
  savedAs: v.nullable(v.string()),
  pause: pauseMarkSchema,
});
export type HistoryRow = v.InferOutput<typeof historyRowSchema>;

const historyPageSchema = v.object({
  page: v.number(),
  pageSize: v.number(),
  /** Number of all recordings that match, not of this page. */
  totalCount: v.number(),
  rows: v.array(historyRowSchema),
  /** With marks in the filter: how many recordings were looked through, of how many. */
  looked: v.optional(v.object({ read: v.number(), of: v.number() })),
});
export type HistoryPage = v.InferOutput<typeof historyPageSchema>;

/** Identifies a request for `history.cancel`. Chosen by the window and unique. */
const request = v.pipe(v.string(), v.maxLength(80));

/** The last search, and the position in its results. */
const searchSchema = v.strictObject({
  filter: historyFilterSchema,
  /** 0-based index of the first row that was visible. */
  row: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type Search = v.InferOutput<typeof searchSchema>;

/** Recordings by id, or all that a search finds. */
const saveRequest = v.strictObject({
  recordingIds: v.nullable(v.pipe(v.array(recordingId), v.maxLength(mostChosen))),
  filter: v.nullable(historyFilterSchema),
});
/** Of what a search finds a random part: so many, drawn evenly by a seed. With `skipSaved` others are drawn in place of what is saved. */
const sampleSchema = v.strictObject({
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostChosen)),
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff)),
  skipSaved: v.boolean(),
});
const bulkSaveRequest = v.strictObject({ ...saveRequest.entries, sample: v.optional(sampleSchema) });
export type BulkSaveRequest = v.InferOutput<typeof bulkSaveRequest>;
export type SaveRequest = v.InferOutput<typeof saveRequest>;

export const recordingCalls = {
  'history.page': {
    input: v.strictObject({
      filter: historyFilterSchema,
      /** 0-based. */
      page: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000)),
      pageSize: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
      request: v.optional(request),
    }),
    output: historyPageSchema,
  },
  /** Everything of one recording. Leaves no audit entry at the server, unlike its audio. */
  'history.detail': {
    input: v.strictObject({ recordingId, request: v.optional(request) }),
    output: recordingDetailSchema,
  },
  /** Ends the request to the server; its call is answered by `request-cancelled`. */
  'history.cancel': { input: v.strictObject({ request }), output: nothing },
  /**
   * Keeps a search for the next window: a window that was hidden for long is closed. In memory only,
   * until the session ends: it may hold a customer's number.
   */
  'history.keepSearch': { input: searchSchema, output: nothing },
  /** The search that was kept, or null. */
  'history.keptSearch': { input: nothing, output: v.object({ search: v.nullable(searchSchema) }) },
  /** Writes these recordings, or what a search finds, as CSV to a new file in the folder for recordings. */
  'history.exportCsv': {
    input: saveRequest,
    output: v.object({ fileName: v.string(), rows: v.number() }),
  },
  /**
   * `pause-not-proven` unless `acknowledged`, when the pause of this recording was late or not confirmed; `pauses-unknown`
   * when the journal cannot be read; `sound-in-pause` when a check of the audio found sound in a pause.
   */
  'downloads.start': {
    input: v.strictObject({
      recordingId,
      referenceNumber: v.pipe(v.string(), v.maxLength(2000)),
      acknowledged: v.optional(v.boolean()),
    }),
    output: v.object({ downloadId: v.string() }),
  },
  /** Estimates the save of these recordings, or of all that a search finds. Requests lists only from the server. */
  'downloads.estimate': { input: bulkSaveRequest, output: saveEstimateSchema },
  /**
   * Queues them all. `leaveOutNotProven` leaves out those whose pause was late or not confirmed, `skipSaved` those that are on this
   * computer already; `leftOut` counts both.
   */
  'downloads.startMany': {
    input: v.strictObject({ ...bulkSaveRequest.entries, leaveOutNotProven: v.boolean(), skipSaved: v.boolean() }),
    output: v.object({ queued: v.number(), leftOut: v.number() }),
  },
  /** Pauses the queue (what runs continues), or resumes it. */
  'downloads.hold': { input: v.strictObject({ held: v.boolean() }), output: nothing },
  /** Stops reading through a search: nothing of it is queued or written, and its own call is answered by `request-cancelled`. */
  'downloads.cancelCollecting': { input: v.strictObject({ what: v.picklist(['save', 'list']) }), output: nothing },
  'downloads.cancelAll': { input: nothing, output: nothing },
  /** Queues all that failed once more. */
  'downloads.retryFailed': { input: nothing, output: nothing },
  /** Everything that could not be saved and was not dealt with, with its reason: a snapshot shows only the newest. */
  'downloads.failures': { input: nothing, output: v.object({ failures: v.array(downloadViewSchema) }) },
  /** Removes one that has ended from the list. */
  'downloads.forget': { input: v.strictObject({ downloadId: v.pipe(v.string(), v.maxLength(80)) }), output: nothing },
  /** Removes what has ended from the list; the files stay. */
  'downloads.forgetEnded': { input: nothing, output: nothing },
  'downloads.cancel': { input: v.strictObject({ downloadId: v.pipe(v.string(), v.maxLength(80)) }), output: nothing },
  'downloads.showInFolder': { input: v.strictObject({ recordingId }), output: nothing },
  /**
   * Opens the saved file in the default audio app. `file-open-missing` where the shell cannot;
   * `pause-not-proven` unless `acknowledged`, as for playing it here.
   */
  'downloads.open': {
    input: v.strictObject({ recordingId, acknowledged: v.optional(v.boolean()) }),
    output: nothing,
  },
  /** Every saved file that still exists on this computer, newest first. Works without a server. */
  'saved.list': { input: nothing, output: v.object({ entries: v.array(savedEntrySchema) }) },
  /**
   * Deletes the saved file and its metadata sidecar. The recording at the server stays. `file-changed` unless `acknowledged`, where the
   * file is no longer what was saved.
   */
  'saved.delete': {
    input: v.strictObject({ recordingId, acknowledged: v.optional(v.boolean()) }),
    output: nothing,
  },
  /** Compares a saved file with what was saved: its size and its SHA-256. `file-gone` where nothing was saved. */
  'saved.verify': {
    input: v.strictObject({ recordingId }),
    output: v.object({ found: v.picklist(['unchanged', 'changed', 'missing']) }),
  },
  /** Lets the user choose the folder for recordings in the system's dialog; null: nothing was chosen. */
  'folder.choose': { input: nothing, output: v.object({ folder: v.nullable(v.string()) }) },
  /**
   * Fetches the audio once for this session (an audit entry at the server), unless it is cached. It is then served to the window
   * under `audio/ID`. `pause-not-proven`, `sound-in-pause` or `pauses-unknown` unless `acknowledged`, as for saving it. Its pauses are checked
   * for sound unless they were before.
   */
  'audio.open': {
    input: v.strictObject({
      recordingId,
      acknowledged: v.optional(v.boolean()),
      /** Only what is on this computer already; `file-gone` where it is not. The server is not asked, and notes nothing. */
      localOnly: v.optional(v.boolean()),
    }),
    output: v.object({
      path: v.string(),
      from: v.picklist(['server', 'file']),
      /** What was found in its pauses; absent where it has none, or they could not be checked. */
      audioCheck: v.optional(audioFindingSchema),
    }),
  },
  /** Loudness over the whole length, 0 to 1, once all of the audio has arrived; null when it is no MP3 that can be read. */
  'audio.peaks': {
    input: v.strictObject({ recordingId }),
    output: v.object({ peaks: v.nullable(v.array(v.number())), durationMs: v.nullable(v.number()) }),
  },
} as const satisfies CallTable;
