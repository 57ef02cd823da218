// The one table of what crosses between the core and a window: calls go up and are answered by a Result, events come down.
// Types on both ends, validation at the border, the Electron binding and the preview's socket are all made from this table.
import * as v from 'valibot';
import { attentionSchema } from './attention.ts';
import { journalPageSchema, pauseOutcomes } from './journal-page.ts';
import { preferenceNames } from './preferences.ts';
import { problemSchema, type Problem } from './problem.ts';
import { completedRecordingSchema, directionSchema, recordingStateSchema } from './recording.ts';
import { pauseMarkSchema, recordingDetailSchema } from './recording-detail.ts';
import type { Result } from './result.ts';
import { mostChosen, savedEntrySchema, saveEstimateSchema } from './saving.ts';
import { hotkeyNames, snapshotSchema } from './snapshot.ts';

const nothing = v.strictObject({});
const recordingId = v.pipe(v.string(), v.uuid());
/** A local date as `YYYY-MM-DD`. */
const day = v.pipe(v.string(), v.isoDate());

export const historyFilterSchema = v.strictObject({
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
});
export type HistoryFilter = v.InferOutput<typeof historyFilterSchema>;

export const historyRowSchema = v.object({
  ...completedRecordingSchema.entries,
  /** Name of the local copy that exists on this computer; null when there is none. */
  savedAs: v.nullable(v.string()),
  pause: pauseMarkSchema,
});
export type HistoryRow = v.InferOutput<typeof historyRowSchema>;

export const historyPageSchema = v.object({
  page: v.number(),
  pageSize: v.number(),
  /** Number of all recordings that match, not of this page. */
  totalCount: v.number(),
  rows: v.array(historyRowSchema),
});
export type HistoryPage = v.InferOutput<typeof historyPageSchema>;

/** Recordings by id, or all that a search finds. */
const order = v.strictObject({
  recordingIds: v.nullable(v.pipe(v.array(recordingId), v.maxLength(mostChosen))),
  filter: v.nullable(historyFilterSchema),
});
export type SaveOrder = v.InferOutput<typeof order>;

const stateAfter = v.object({ state: recordingStateSchema });

/** Calls: from a window to the core. Each is answered by Result<output, Problem>. */
export const calls = {
  'snapshot.get': { input: nothing, output: snapshotSchema },
  'session.signIn': {
    input: v.strictObject({
      server: v.pipe(v.string(), v.maxLength(2000)),
      username: v.pipe(v.string(), v.maxLength(320)),
      password: v.pipe(v.string(), v.maxLength(4096)),
      /** The user was told what plain http means and allowed it for this server. */
      allowPlainHttp: v.boolean(),
      /** Keep the password in memory until the app ends, because the keychain cannot be used. */
      thisSessionOnly: v.boolean(),
    }),
    output: nothing,
  },
  'session.signOut': { input: nothing, output: nothing },
  'live.pause': { input: nothing, output: stateAfter },
  'live.resume': { input: nothing, output: stateAfter },
  /** Gives up a pause that is armed or not confirmed. */
  'live.cancel': { input: nothing, output: stateAfter },
  /** "Add 30 seconds" to the time until the automatic resume. */
  'live.add': { input: nothing, output: stateAfter },
  /** Asks the server now instead of at the next turn. */
  'live.refresh': { input: nothing, output: nothing },
  'history.page': {
    input: v.strictObject({
      filter: historyFilterSchema,
      /** 0-based. */
      page: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000)),
      pageSize: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
    output: historyPageSchema,
  },
  /** Everything of one recording. Leaves no audit entry at the server, unlike its audio. */
  'history.detail': { input: v.strictObject({ recordingId }), output: recordingDetailSchema },
  /** Writes what a search finds as CSV to a new file in the folder for recordings. */
  'history.exportCsv': {
    input: v.strictObject({ filter: historyFilterSchema }),
    output: v.object({ fileName: v.string(), rows: v.number() }),
  },
  /** `pause-not-proven` unless `acknowledged`, when the pause of this recording was late or not confirmed. */
  'downloads.start': {
    input: v.strictObject({
      recordingId,
      referenceNumber: v.pipe(v.string(), v.maxLength(2000)),
      acknowledged: v.optional(v.boolean()),
    }),
    output: v.object({ downloadId: v.string() }),
  },
  /** What saving these recordings, or all that a search finds, would cost. Asks the server for lists only. */
  'downloads.estimate': { input: order, output: saveEstimateSchema },
  /** Puts them all into the queue. `leaveOutNotProven` leaves out those whose pause was late or not confirmed. */
  'downloads.startMany': {
    input: v.strictObject({ ...order.entries, leaveOutNotProven: v.boolean() }),
    output: v.object({ queued: v.number(), leftOut: v.number() }),
  },
  /** Holds the queue (what runs goes on), or lets it go on. */
  'downloads.hold': { input: v.strictObject({ held: v.boolean() }), output: nothing },
  'downloads.cancelAll': { input: nothing, output: nothing },
  /** Queues all that failed once more. */
  'downloads.retryFailed': { input: nothing, output: nothing },
  /** Takes what has ended off the list; the files stay. */
  'downloads.forgetEnded': { input: nothing, output: nothing },
  'downloads.cancel': { input: v.strictObject({ downloadId: v.pipe(v.string(), v.maxLength(80)) }), output: nothing },
  'downloads.showInFolder': { input: v.strictObject({ recordingId }), output: nothing },
  /** Every recording that was saved on this computer and is still there, newest first. Works without a server. */
  'saved.list': { input: nothing, output: v.object({ entries: v.array(savedEntrySchema) }) },
  /** Deletes the local copy, and what was written beside it. The recording at the server stays. */
  'saved.delete': { input: v.strictObject({ recordingId }), output: nothing },
  /** Asks for the folder for recordings in the system's own dialog; null: nothing was chosen. */
  'folder.choose': { input: nothing, output: v.object({ folder: v.nullable(v.string()) }) },
  /**
   * Fetches the audio once for this session (an audit entry at the server), unless it is here already. It is then served to the window
   * under `audio/ID`. `pause-not-proven` unless `acknowledged`, when the pause of this recording was late or not confirmed.
   */
  'audio.open': {
    input: v.strictObject({ recordingId, acknowledged: v.optional(v.boolean()) }),
    output: v.object({ path: v.string(), from: v.picklist(['server', 'file']) }),
  },
  /** Loudness over the whole length, 0 to 1, once all of the audio is here; null when it is no MP3 that can be read. */
  'audio.peaks': {
    input: v.strictObject({ recordingId }),
    output: v.object({ peaks: v.nullable(v.array(v.number())), durationMs: v.nullable(v.number()) }),
  },
  /** One preference; the value is checked against its own schema. Problems: `preference-locked`, `input-invalid`, `hotkey-…`. */
  'preferences.set': {
    input: v.strictObject({ name: v.picklist(preferenceNames), value: v.unknown() }),
    output: nothing,
  },
  /** While a new combination is pressed in Settings our own keys are let go, for at most fifteen seconds: else they would act instead of being seen. */
  'hotkey.capture': { input: v.strictObject({ active: v.boolean() }), output: nothing },
  /** "Press it now": waits up to ten seconds for the key, which does nothing else meanwhile. */
  'hotkey.prove': { input: v.strictObject({ name: v.picklist(hotkeyNames) }), output: v.object({ seen: v.boolean() }) },
  /** Pauses of a range of days, newest first, and what the check of the chain says. */
  'journal.read': {
    input: v.strictObject({
      from: v.nullable(day),
      to: v.nullable(day),
      outcome: v.nullable(v.picklist(pauseOutcomes)),
    }),
    output: journalPageSchema,
  },
  /** Writes the whole journal to a new file in the folder for recordings. */
  'journal.export': {
    input: v.strictObject({ format: v.picklist(['csv', 'json']) }),
    output: v.object({ fileName: v.string(), entries: v.number() }),
  },
  'notices.dismiss': { input: nothing, output: nothing },
  'window.openMain': {
    input: v.strictObject({ page: v.picklist(['history', 'live', 'journal', 'settings']) }),
    output: nothing,
  },
  'window.openWidget': { input: nothing, output: nothing },
} as const satisfies Record<string, { input: v.GenericSchema; output: v.GenericSchema }>;

/** Events: from the core to every window. */
export const events = {
  snapshot: snapshotSchema,
  /** The agent's attention is called for: a sound, if sounds are on. */
  attention: attentionSchema,
  /** Asks the main window to show a page. */
  navigate: v.object({ page: v.picklist(['history', 'live', 'journal', 'settings']) }),
} as const satisfies Record<string, v.GenericSchema>;

export type CallName = keyof typeof calls;
export type CallInput<N extends CallName> = v.InferOutput<(typeof calls)[N]['input']>;
export type CallOutput<N extends CallName> = v.InferOutput<(typeof calls)[N]['output']>;
export type CallResult<N extends CallName> = Result<CallOutput<N>, Problem>;
export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = v.InferOutput<(typeof events)[N]>;

export const callNames = Object.keys(calls) as CallName[];
export const eventNames = Object.keys(events) as EventName[];

/** What the core gives to a shell: one handler for each call. */
export type CallHandlers = { readonly [N in CallName]: (input: CallInput<N>) => Promise<CallResult<N>> };

/** What a window sees as `window.sidetone`: one function for all calls, one for all events, both typed by the table. */
export type Bridge = {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallResult<N>>;
  /** Returns the function that unsubscribes. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
};

export const problemResultSchema = v.object({ ok: v.literal(false), error: problemSchema });
