// All live recordings of everybody, as those with complete management see them on the Live page.
import * as v from 'valibot';
import { problemSchema } from '../domain/problem-schema.ts';

const word = v.pipe(v.string(), v.trim(), v.maxLength(320));

/** The filters that the server itself knows; all given ones must fit, an empty one means any. */
export const boardFilterSchema = v.strictObject({
  username: word,
  directoryNumber: word,
  deviceName: word,
  numericUserId: word,
});
export type BoardFilter = v.InferOutput<typeof boardFilterSchema>;

export const noBoardFilter: BoardFilter = { username: '', directoryNumber: '', deviceName: '', numericUserId: '' };

/** `notKnown`: the recorder's state could not be read, or the last read is too old. */
const boardStates = ['recording', 'paused', 'notKnown', 'pausing', 'resuming', 'unconfirmed', 'stopping'] as const;
export type BoardState = (typeof boardStates)[number];

const boardRowSchema = v.object({
  id: v.string(),
  /** Whose recording it is; null when the server did not say. */
  username: v.nullable(v.string()),
  remoteName: v.nullable(v.string()),
  remoteNumber: v.nullable(v.string()),
  state: v.picklist(boardStates),
  /** For `notKnown`: what was true when the list was young. Never drawn as present. */
  was: v.nullable(v.picklist(['recording', 'paused'])),
  /** Length so far in milliseconds at the moment of the answer. */
  elapsedMs: v.nullable(v.number()),
  /** True while the length grows: the window counts on. */
  counting: v.boolean(),
  /** While it is paused: for how long (milliseconds) it has been seen so; not the whole of it where it was paused before anybody looked. */
  paused: v.nullable(v.object({ forMs: v.number(), isWhole: v.boolean() })),
  /** While a pause is requested and not confirmed: for how long (milliseconds). */
  requestedForMs: v.nullable(v.number()),
  /** The problem of the last command for this recording. */
  problem: v.nullable(problemSchema),
  /** A pause that could not be confirmed is still being retried and can be cancelled. */
  canCancelPause: v.boolean(),
  /** One's own: pausing it is pausing all of one's own. */
  mine: v.boolean(),
});
export type BoardRow = v.InferOutput<typeof boardRowSchema>;

export const boardViewSchema = v.object({
  /** Grows with each change of what is shown. */
  revision: v.number(),
  /** The filter of these rows. */
  filter: boardFilterSchema,
  /** Names this answer, for the next question of the same window. */
  mark: v.string(),
  /** True: `rows` are all there are. False: those that are new or changed since the answer that the question named. */
  isWhole: v.boolean(),
  /** Oldest known first; a row keeps its place while its recording is live. */
  rows: v.array(boardRowSchema),
  /** Ids of recordings of that answer that are over. */
  gone: v.array(v.string()),
  /** Milliseconds since the newest good read began; null before the first. */
  ageMs: v.nullable(v.number()),
  /** Beyond this age (milliseconds) nothing of the list may be drawn as present. */
  staleAfterMs: v.number(),
  old: v.boolean(),
  /** A read is under way. */
  refreshing: v.boolean(),
  /** Why the list could not be read; null after a good read. */
  problem: v.nullable(problemSchema),
  /** Whether the account may see everybody's recordings. After `no` the list is read again only when a person requests it. */
  allowed: v.picklist(['unknown', 'yes', 'no']),
});
export type BoardView = v.InferOutput<typeof boardViewSchema>;

/** Outcome of a command: confirmed by a read, or why not. Neither: a newer command replaced it. */
export const boardEndSchema = v.object({ confirmed: v.boolean(), problem: v.nullable(problemSchema) });
export type BoardEnd = v.InferOutput<typeof boardEndSchema>;

/** Something of the list changed (`revision` grew), or a read began or ended: rows are fetched by `board.read`. */
export const boardChangedSchema = v.object({ revision: v.number(), refreshing: v.boolean() });
export type BoardChanged = v.InferOutput<typeof boardChangedSchema>;
