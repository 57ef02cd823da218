// The part of the IPC table about the app itself: about, diagnostics and copying.
import * as v from 'valibot';
import { alertChannels } from '../domain/alert.ts';
import { problemSchema } from '../domain/problem-schema.ts';
import { nothing, type CallTable } from './parts.ts';

export const licenceSchema = v.object({ name: v.string(), version: v.string(), licence: v.string(), text: v.string() });
export type Licence = v.InferOutput<typeof licenceSchema>;

const aboutSchema = v.object({
  version: v.string(),
  /** What it runs on, by name: Electron, Chromium, Node, the system. */
  runsOn: v.array(v.object({ name: v.string(), version: v.string() })),
  profileFolder: v.string(),
  /** Null where this shell keeps no log file. */
  logFile: v.nullable(v.string()),
  /** Null where no policy is honoured. */
  policyFile: v.nullable(v.string()),
  /** The organisation's policy was found. */
  policyFound: v.boolean(),
  /** The key that signs the journal. */
  journalKey: v.object({
    /** 64 hexadecimal digits; null where there is no key, or not yet. */
    fingerprint: v.nullable(v.string()),
    /** It is gone when Sidetone quits. */
    forSession: v.boolean(),
    /** Code of the keychain's problem for which there is none. */
    problem: v.nullable(v.string()),
  }),
  /** The ways on which the policy wants alerts to be sent: how many wait, and why the last try failed (null also where nobody knows). */
  alerts: v.array(
    v.object({
      channel: v.picklist(alertChannels),
      waiting: v.number(),
      problem: v.nullable(problemSchema),
    }),
  ),
  /** What is shipped with Sidetone and whose work it is. */
  licences: v.array(licenceSchema),
});
export type About = v.InferOutput<typeof aboutSchema>;

export const appCalls = {
  'app.about': { input: nothing, output: aboutSchema },
  /** A text for support: versions, states and the end of the log. It contains no password, name or phone number. */
  'app.diagnostics': { input: nothing, output: v.object({ text: v.string() }) },
  /** Writes the diagnostics and the log files to a new ZIP file in the folder for recordings. Problems: what the disk says. */
  'app.saveLogs': { input: nothing, output: v.object({ fileName: v.string() }) },
  /** Puts a text on the clipboard. `copy-missing` where this shell leaves that to the browser. */
  'app.copy': { input: v.strictObject({ text: v.pipe(v.string(), v.maxLength(500_000)) }), output: nothing },
  /** Shows the log file in its folder. `place-missing` where this shell cannot. */
  'app.showLog': { input: nothing, output: nothing },
} as const satisfies CallTable;
