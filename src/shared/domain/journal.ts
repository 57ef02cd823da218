// The journal's entries and their hash chain: what is written for every pause, start and stop, and how to check that nothing was
// changed or lost. The schema has no field for names, phone numbers or users.
import * as v from 'valibot';
import { audioFindingSchema } from './audio-finding.ts';

const triggers = ['hotkey', 'button', 'tray', 'command', 'link', 'automatic', 'arming'] as const;
/** A rule of the automatic pause, by its id. */
export type RuleTrigger = `rule:${string}`;
const ruleTriggerSchema = v.custom<RuleTrigger>(
  (value) => typeof value === 'string' && /^rule:[\w.-]{1,64}$/u.test(value),
);
export const triggerSchema = v.union([v.picklist(triggers), ruleTriggerSchema]);
export type AnyTrigger = v.InferOutput<typeof triggerSchema>;
/** What made a command. `arming` is of pauses alone: a pending one included a new recording. */
export type Trigger = Exclude<AnyTrigger, 'arming'>;
export const isRuleTrigger = (trigger: AnyTrigger): trigger is RuleTrigger => trigger.startsWith('rule:');
/** The id of the rule; null where no rule made the command. */
export const ruleOf = (trigger: AnyTrigger): string | null =>
  isRuleTrigger(trigger) ? trigger.slice('rule:'.length) : null;
export const pauseEnds = [
  'resumed',
  'resumed-automatically',
  'resumed-by-rule',
  'resumed-elsewhere',
  'call-ended',
  'given-up',
  'waited-in-vain',
  'signed-out',
  'interrupted',
] as const;
/** Manual commands other than pauses. */
export const manualCommands = ['start', 'stop'] as const;
export type ManualCommand = (typeof manualCommands)[number];
/**
 * How a manual start or stop ended: a read showed it, the server refused it, no read showed it in time, or it was no longer followed
 * (signed out, Sidetone closed).
 */
const manualCommandOutcomes = ['confirmed', 'refused', 'not-seen', 'given-up'] as const;
export type ManualCommandOutcome = (typeof manualCommandOutcomes)[number];

const audioCheckTriggers = ['play', 'save', 'automatic'] as const;
export type AudioCheckTrigger = (typeof audioCheckTriggers)[number];

const base = {
  /** Grows by one with each entry, over all files. */
  sequence: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Time of this computer's clock, ISO 8601 in UTC. */
  at: v.string(),
  /**
   * Time of the server's clock, estimated from the `Date` of its answers, ISO 8601 in UTC; never before that of an earlier entry of the
   * same run. Null when no answer came yet, and while its clock is set back.
   */
  serverAt: v.nullable(v.string()),
  /** Milliseconds by which `serverAt` may be off; absent where it is null, and in the first journals, which took the latest `Date`. */
  serverWithinMs: v.optional(v.number()),
  appVersion: v.string(),
};

const pauseId = v.string();
const orderId = v.string();

export const attemptSchema = v.object({
  /** Milliseconds after the press. */
  afterMs: v.number(),
  /** How the request ended: `ok`, or the name of the problem. */
  outcome: v.string(),
});
export type JournalAttempt = v.InferOutput<typeof attemptSchema>;

export const journalFactSchema = v.variant('kind', [
  v.object({ kind: v.literal('started') }),
  /** A pause was requested; for another person's recording `forAnother` is true. */
  v.object({
    kind: v.literal('asked'),
    pauseId,
    trigger: triggerSchema,
    recordingIds: v.array(v.string()),
    forAnother: v.optional(v.boolean()),
  }),
  /** A read showed this recording as paused. Exposure: milliseconds from the press, or from its appearance, to that read. */
  v.object({
    kind: v.literal('confirmed'),
    pauseId,
    recordingId: v.string(),
    exposureMs: v.number(),
    attempts: v.array(attemptSchema),
  }),
  /** The time allowed for a confirmation has passed, or the server refused. */
  v.object({
    kind: v.literal('not-confirmed'),
    pauseId,
    recordingIds: v.array(v.string()),
    problem: v.nullable(v.string()),
  }),
  v.object({
    kind: v.literal('ended'),
    pauseId,
    how: v.picklist(pauseEnds),
    /** Milliseconds from the first confirmation of all to the end; null when it was never confirmed. */
    pausedForMs: v.nullable(v.number()),
    attempts: v.array(attemptSchema),
  }),
  /** A resume was requested. */
  v.object({
    kind: v.literal('resume-asked'),
    pauseId: v.nullable(pauseId),
    trigger: triggerSchema,
    recordingIds: v.array(v.string()),
    forAnother: v.optional(v.boolean()),
  }),
  /** A person resumed, or cancelled the pause, while these rules of the automatic pause were on. */
  v.object({ kind: v.literal('rule-overridden'), pauseId: v.nullable(pauseId), ruleIds: v.array(v.string()) }),
  /** A person wanted to, and the organisation doesn't allow it while these rules are on. */
  v.object({ kind: v.literal('resume-refused'), pauseId: v.nullable(pauseId), ruleIds: v.array(v.string()) }),
  v.object({ kind: v.literal('resume-failed'), pauseId: v.nullable(pauseId), problem: v.nullable(v.string()) }),
  /** After a restart: a pause was in force; `found` is what the recorder reported then. */
  v.object({
    kind: v.literal('found-after-restart'),
    pauseId,
    found: v.picklist(['paused', 'recording', 'nothing', 'unknown']),
  }),
  /** A manual start or stop was requested; a stop names what is recorded then. For another person's line `forAnother` is true. */
  v.object({
    kind: v.literal('hand-asked'),
    orderId,
    what: v.picklist(manualCommands),
    trigger: triggerSchema,
    recordingIds: v.array(v.string()),
    forAnother: v.optional(v.boolean()),
  }),
  /** Its outcome, with the recordings that a read showed as started or as gone. `problem` says why it is not confirmed. */
  v.object({
    kind: v.literal('hand-ended'),
    orderId,
    how: v.picklist(manualCommandOutcomes),
    problem: v.nullable(v.string()),
    recordingIds: v.array(v.string()),
  }),
  /** A recording of mine that was paused is no longer active: what a check of its audio needs. Times are in milliseconds. */
  v.object({
    kind: v.literal('recording-over'),
    recordingId: v.string(),
    /** From the beginning of the recording to this entry. */
    sinceStartMs: v.number(),
    /** Its length by the clock, pauses included, and by how much that may be wrong. */
    lengthMs: v.number(),
    withinMs: v.number(),
    /** By how much the recorder's own count fell behind the clock while nothing was paused; null where it gave no count. */
    heldMs: v.nullable(v.number()),
  }),
  /** The audio of a recording was checked for sound in its pauses. */
  v.object({
    kind: v.literal('audio-checked'),
    recordingId: v.string(),
    /** What fetched the audio. */
    trigger: v.picklist(audioCheckTriggers),
    ...audioFindingSchema.entries,
  }),
  /** Bytes at the end of a file that were not a whole entry were moved to another file. */
  v.object({ kind: v.literal('torn'), bytes: v.number(), keptAs: v.string() }),
  /** The entry before, and with it all earlier ones, signed with this installation's key: docs/evidence.md. */
  v.object({
    kind: v.literal('checkpoint'),
    /** The key that verifies the note (https://c2sp.org/signed-note, "Verifier keys"). */
    publicKey: v.string(),
    /** A signed note. */
    note: v.string(),
    /** The key was kept for one run alone. */
    forSession: v.optional(v.boolean()),
  }),
  /**
   * The journal that was found at the start ended before entry `signed`, or with another one, though this installation had signed it with
   * that hash: an older copy was restored, or the end was removed.
   */
  v.object({ kind: v.literal('older-copy'), signed: v.number(), head: v.string() }),
  /** A checkpoint was due, and there is no key: the keychain's problem. Once a run for each reason. */
  v.object({ kind: v.literal('not-signed'), problem: v.string() }),
]);
export type JournalFact = v.InferOutput<typeof journalFactSchema>;

const chain = {
  /** The `hash` of the entry before; 64 zeros for the very first. */
  previous: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** SHA-256 of this entry's line without this member. */
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
};

export const journalEntrySchema = v.object({ ...base, fact: journalFactSchema, ...chain });
export type JournalEntry = v.InferOutput<typeof journalEntrySchema>;

export const firstPrevious = '0'.repeat(64);

/** The text whose SHA-256 is the entry's hash: the members in this order, without `hash`. */
export function hashedText(entry: Omit<JournalEntry, 'hash'>): string {
  const { sequence, at, serverAt, serverWithinMs, appVersion, fact, previous } = entry;
  return JSON.stringify({ sequence, at, serverAt, serverWithinMs, appVersion, fact, previous });
}
