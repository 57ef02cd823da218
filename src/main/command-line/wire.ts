// What a second start and the running app say to each other: one line of JSON each way, over a local socket.
import * as v from 'valibot';
import { problemSchema } from '../../shared/domain/problem-schema.ts';
import { recordingStateSchema } from '../../shared/domain/recording.ts';
import { verbs } from './arguments.ts';
import { linkVerbs } from './link.ts';

/** Longest line in bytes that either end reads. */
export const maxLineBytes = 4096;

const secret = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** What the running app leaves in its profile for later starts: where it listens, and the word that proves that they may read the profile. */
export const endpointSchema = v.object({ address: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)), secret });
export type Endpoint = v.InferOutput<typeof endpointSchema>;

/** How a lasting connection begins: with a secret of its own, which opens nothing else. See rule-source-messages.ts for what follows. */
export const rulesOpeningSchema = v.strictObject({ kind: v.literal('rules'), secret });

export const requestSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('verb'), verb: v.picklist(verbs), secret }),
  v.strictObject({ kind: v.literal('link'), verb: v.picklist(linkVerbs), secret }),
]);
export type Command =
  | { readonly kind: 'verb'; readonly verb: (typeof verbs)[number] }
  | { readonly kind: 'link'; readonly verb: (typeof linkVerbs)[number] };

export const responseSchema = v.object({
  /** What was asked is true now, by the recorder's own word; for `status` and `show`: it was done. */
  confirmed: v.boolean(),
  state: recordingStateSchema,
  /** A pause that waits for a recording to begin. */
  armed: v.boolean(),
  /** Why a start or stop is not confirmed, or a resume was refused. */
  problem: v.optional(problemSchema),
});
export type CommandResponse = v.InferOutput<typeof responseSchema>;
