// The whole state of the core at one moment, as every window and the tray receive it. Windows draw it and compute nothing.
import * as v from 'valibot';
import { platforms } from '../domain/platform.ts';
import { automaticViewSchema } from './automatic.ts';
import { downloadViewSchema } from './download.ts';
import { manualViewSchema } from './manual.ts';
import { preferenceNames, preferencesSchema } from '../domain/preferences.ts';
import { problemSchema } from '../domain/problem-schema.ts';
import { recordingStateSchema } from '../domain/recording.ts';
import { rightsSchema } from '../domain/permissions.ts';
import { collectingProgressSchema, savingViewSchema } from './saving.ts';
import { updatesViewSchema } from './updates.ts';
import { uploadViewSchema } from './uploads.ts';

export type { DownloadView } from './download.ts';

/** One live recording as shown. Times are relative to the moment the snapshot was taken, so no two clocks are compared. */
const liveRecordingViewSchema = v.object({
  id: v.string(),
  remoteName: v.nullable(v.string()),
  remoteNumber: v.nullable(v.string()),
  /** The recorder's state, or null when it could not be read. */
  paused: v.nullable(v.boolean()),
  /** Length so far in milliseconds at the moment of the snapshot. */
  elapsedMs: v.nullable(v.number()),
  /** True while the length grows: the window counts on from `elapsedMs`. */
  counting: v.boolean(),
});
export type LiveRecordingView = v.InferOutput<typeof liveRecordingViewSchema>;

const liveViewSchema = v.object({
  state: recordingStateSchema,
  recordings: v.array(liveRecordingViewSchema),
  /** For `offline`: what was true when the server last answered, and how long ago in milliseconds. Never drawn as present. */
  lastKnown: v.nullable(v.object({ state: v.picklist(['idle', 'recording', 'paused']), ageMs: v.number() })),
  /**
   * For how many milliseconds this may be drawn as present without another word from the core; null where it is not drawn as present.
   * The core sends a snapshot before that, so a window that gets none has lost it.
   */
  freshForMs: v.nullable(v.number()),
  /** Offline in the middle of a pause: what it was for may be heard now, and nobody can say. */
  pauseAtRisk: v.boolean(),
  /** How long (ms) the server took for its last answer, where that is long; null where it is not. */
  serverSlowMs: v.nullable(v.number()),
  /** A new call is recorded that began in place of a paused one: said for a moment. */
  isNewCall: v.boolean(),
  /** Milliseconds since the pause was confirmed; null when not paused. */
  pausedForMs: v.nullable(v.number()),
  /** Pause was pressed with nothing being recorded: it waits this long for a recording to begin. */
  armedMs: v.nullable(v.number()),
  /** Automatic resume: milliseconds left of how many in all. */
  countdown: v.nullable(v.object({ leftMs: v.number(), totalMs: v.number(), canAdd: v.boolean() })),
  /** Paused by hold, by a colleague or before we started: not by this Sidetone. */
  pausedElsewhere: v.boolean(),
  /** The command of the main button; null: there is none. */
  button: v.nullable(v.picklist(['pause', 'resume', 'cancel'])),
  /** False while the button's own command is under way. */
  buttonEnabled: v.boolean(),
  /** A pause in force can be cancelled (it is being retried, or the recorder resumed on its own). */
  canCancel: v.boolean(),
  /** Why it is not confirmed, offline or signed out. */
  problem: v.nullable(problemSchema),
});
export type LiveView = v.InferOutput<typeof liveViewSchema>;

const sessionViewSchema = v.object({
  phase: v.picklist(['signedOut', 'signingIn', 'signedIn']),
  /** Address of the server as it is shown, for example `https://ucx.example.com`. */
  server: v.nullable(v.string()),
  username: v.nullable(v.string()),
  /** Where the password of this session is kept; null when signed out. */
  passwordKept: v.nullable(v.picklist(['keychain', 'session'])),
  /** Why the last session ended or could not start. */
  problem: v.nullable(problemSchema),
  /** Why the keychain cannot be used; null when it can, or was not tried yet. */
  keychainProblem: v.nullable(problemSchema),
  /** The user allowed plain http to this server, knowing what it means. */
  plainHttpAllowed: v.boolean(),
  /** The organisation has set the server: no other one can be signed in to. */
  serverLocked: v.boolean(),
  /** Signed out with a password in the keychain: it can be tried again. */
  canRetry: v.boolean(),
});
export type SessionView = v.InferOutput<typeof sessionViewSchema>;

export const hotkeyNames = ['pause', 'resume', 'toggle', 'showWidget'] as const;
export type HotkeyName = (typeof hotkeyNames)[number];

const hotkeyViewSchema = v.object({
  name: v.picklist(hotkeyNames),
  /** In Electron's form, such as `Control+Shift+F9`; null when none is set. */
  combination: v.nullable(v.string()),
  /** The system took it. That alone proves nothing: some systems take a key and never deliver it. */
  registered: v.boolean(),
  /** It was seen to work on this computer. */
  proven: v.boolean(),
  /** Why it does not work. */
  problem: v.nullable(problemSchema),
});
export type HotkeyView = v.InferOutput<typeof hotkeyViewSchema>;

export const snapshotSchema = v.object({
  /** Grows by one with each change; a window drops what is older than what it has. */
  revision: v.number(),
  session: sessionViewSchema,
  live: liveViewSchema,
  /** Rules that pause while a page, a field or a program is in front. */
  automatic: automaticViewSchema,
  /** Manual start and stop of my own line. */
  manual: manualViewSchema,
  /** What the server's answers have shown of what this account may do. */
  rights: rightsSchema,
  /** What runs, what waits next, and what ended last; `saving` counts them all. */
  downloads: v.array(downloadViewSchema),
  saving: savingViewSchema,
  /** Searches that are being read through, to save or to list all that they find. */
  collecting: collectingProgressSchema,
  /** Uploads, in the order in which they were added. */
  uploads: v.array(uploadViewSchema),
  /** Newer versions of Sidetone. */
  updates: updatesViewSchema,
  /** Empty where this shell has no global hotkeys. */
  hotkeys: v.array(hotkeyViewSchema),
  preferences: preferencesSchema,
  /** Preferences that the organisation has set: shown, and not to be changed. */
  lockedPreferences: v.array(v.picklist(preferenceNames)),
  /** The organisation's defaults, which hold until the user chooses. */
  policyDefaults: v.optional(v.partial(preferencesSchema)),
  /** Why entries of the journal wait in memory; null while all is on the disk. */
  journalProblem: v.nullable(problemSchema),
  /** Things to say once at start, such as damaged settings that were set aside. */
  notices: v.array(problemSchema),
  /** What this shell can do. */
  shell: v.object({
    kind: v.picklist(['electron', 'preview']),
    /** Names the keychain and writes key combinations. */
    platform: v.picklist(platforms),
    /** The system's regional format (BCP 47), for dates, times and numbers; null where the browser knows it. */
    locale: v.nullable(v.string()),
    canShowInFolder: v.boolean(),
    canChooseFolder: v.optional(v.boolean()),
    /** The shell makes PDFs. */
    canPrintPdf: v.optional(v.boolean()),
    /** The shell has a dialog for audio files; else the window uses its own. */
    canChooseAudio: v.optional(v.boolean()),
    downloadFolder: v.string(),
    /** Where recordings are saved while no other folder is chosen. */
    usualFolder: v.optional(v.string()),
    version: v.string(),
  }),
});
export type Snapshot = v.InferOutput<typeof snapshotSchema>;
