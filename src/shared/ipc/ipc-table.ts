// The one table of what crosses between the core and a window: calls go up and are answered by a Result, events come down.
// Types on both ends, validation at the border, the Electron binding and the preview's socket are all made from this table.
import * as v from 'valibot';
import { attentionSchema } from './attention.ts';
import { appCalls } from './app.ts';
import { automaticCalls } from './automatic.ts';
import { boardChangedSchema } from './board.ts';
import { boardCalls } from './board-calls.ts';
import { liveCalls } from './live.ts';
import { day, nothing, pageName, type CallTable } from './parts.ts';
import { recordingCalls } from './recordings.ts';
import { uploadCalls } from './upload-calls.ts';
import { updateCalls } from './updates.ts';
import { papers } from '../domain/paper.ts';
import { journalOutcomes, journalPageSchema, reportFormats } from './journal-page.ts';
import { preferenceNames } from '../domain/preferences.ts';
import type { Problem } from '../domain/problem.ts';
import { problemSchema } from '../domain/problem-schema.ts';
import type { Result } from '../domain/result.ts';
import { hotkeyNames, snapshotSchema } from './snapshot.ts';
import type { FilesTaken } from './uploads.ts';

export type { BulkSaveRequest, HistoryFilter, HistoryPage, HistoryRow, SaveRequest, Search } from './recordings.ts';

/** Calls: from a window to the core. Each is answered by Result<output, Problem>. */
export const calls = {
  ...appCalls,
  ...liveCalls,
  ...automaticCalls,
  ...boardCalls,
  ...recordingCalls,
  ...uploadCalls,
  ...updateCalls,
  'snapshot.get': { input: nothing, output: snapshotSchema },
  'session.signIn': {
    input: v.strictObject({
      server: v.pipe(v.string(), v.maxLength(2000)),
      username: v.pipe(v.string(), v.maxLength(320)),
      password: v.pipe(v.string(), v.maxLength(4096)),
      /** The user was warned about plain http and allowed it for this server. */
      allowPlainHttp: v.boolean(),
      /** Keep the password in memory until the app ends, because the keychain cannot be used. */
      thisSessionOnly: v.boolean(),
    }),
    output: nothing,
  },
  /** Tries the password of the keychain again. */
  'session.retry': { input: nothing, output: nothing },
  'session.signOut': { input: nothing, output: nothing },
  /** One preference; the value is checked against its own schema. Problems: `preference-locked`, `input-invalid`, `hotkey-…`. */
  'preferences.set': {
    input: v.strictObject({ name: v.picklist(preferenceNames), value: v.unknown() }),
    output: nothing,
  },
  /** Keeps the password for the proxy; an empty one is forgotten. Problems: `proxy-username-missing`, those of the keychain. */
  'network.setProxyPassword': {
    input: v.strictObject({ password: v.pipe(v.string(), v.maxLength(4096)) }),
    output: nothing,
  },
  /** While a new combination is pressed in Settings our own keys are let go, for at most fifteen seconds: else they would act instead of being seen. */
  'hotkey.capture': { input: v.strictObject({ active: v.boolean() }), output: nothing },
  /** "Press it now": waits up to ten seconds for the key, which does nothing else meanwhile. */
  'hotkey.prove': { input: v.strictObject({ name: v.picklist(hotkeyNames) }), output: v.object({ seen: v.boolean() }) },
  /** Pauses, starts and stops of a range of days, newest first, and what the check of the chain says. */
  'journal.read': {
    input: v.strictObject({
      from: v.nullable(day),
      to: v.nullable(day),
      outcome: v.nullable(v.picklist(journalOutcomes)),
    }),
    output: journalPageSchema,
  },
  /** Writes the whole journal to a new file in the folder for recordings. */
  'journal.export': {
    input: v.strictObject({ format: v.picklist(['csv', 'json']) }),
    output: v.object({ fileName: v.string(), entries: v.number() }),
  },
  /** Writes the evidence report of a range of days to a new file there. `paper` is that of the PDF. */
  'journal.report': {
    input: v.strictObject({
      format: v.picklist(reportFormats),
      paper: v.picklist(papers),
      from: v.nullable(day),
      to: v.nullable(day),
    }),
    output: v.object({ fileName: v.string(), entries: v.number() }),
  },
  'notices.dismiss': { input: nothing, output: nothing },
  'window.openMain': {
    input: v.strictObject({ page: pageName }),
    output: nothing,
  },
  'window.openWidget': { input: nothing, output: nothing },
  /**
   * Moves the widget with the pointer, where the system moves no window that takes no focus (X11): taken hold of, moved, let go. Where the
   * pointer is, the shell knows itself.
   */
  'window.dragWidget': { input: v.strictObject({ step: v.picklist(['begin', 'move', 'end']) }), output: nothing },
  /** An error in a window that nobody caught, to be logged. `drawing`: the window now says that it cannot show the state. */
  'window.fault': {
    input: v.strictObject({
      window: v.picklist(['main', 'widget']),
      drawing: v.boolean(),
      name: v.pipe(v.string(), v.maxLength(100)),
      stack: v.pipe(v.string(), v.maxLength(4000)),
    }),
    output: nothing,
  },
} as const satisfies CallTable;

/** Events: from the core to every window. */
export const events = {
  snapshot: snapshotSchema,
  /** The agent's attention is called for: a sound, if sounds are on. */
  attention: attentionSchema,
  /** Everybody's live recordings changed; tiny, so that thousands of rows go only to the window that shows them. */
  boardChanged: boardChangedSchema,
  /** Asks the main window to show a page. */
  navigate: v.object({ page: pageName }),
  /** The main window was shown, or hidden: closing hides it, and nothing may sound out of a closed window. */
  mainWindow: v.object({ shown: v.boolean() }),
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

/** What a window sees as `window.sidetone`: one function for all calls, one for all events, both typed by the table, and one for files. */
export type Bridge = {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallResult<N>>;
  /** Returns the function that unsubscribes. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  /**
   * Passes files that the user dropped or chose on for upload. The window never learns or names a path.
   * Problems: `credentials-missing`, `upload/no-files`, `upload/too-many`, and what the disk says.
   */
  addFiles(files: readonly File[]): Promise<Result<FilesTaken, Problem>>;
};

export const problemResultSchema = v.object({ ok: v.literal(false), error: problemSchema });
