// Schemas of every answer of the vendor's API, as tolerant as docs/ucx-api.md Part D asks, and strict where it could cause a false "Paused".
import * as v from 'valibot';
import { dateTimeText, parseDateTime } from '../../../shared/domain/text/date-time.ts';
import { parseDuration } from '../../../shared/domain/text/duration.ts';
import { parseGuid } from '../../../shared/domain/text/guid.ts';
import { plainIdentifier, plainLine, plainLines } from '../../../shared/domain/text/plain-text.ts';
import type { CompletedRecording, Direction, LiveRecording } from '../../../shared/domain/recording.ts';
import type { RecordingDetail, User } from './client-types.ts';
import { asSent, findSha256, pbxInfo } from './sent-values.ts';

/** A field made of text, or null for anything else: one that we can do without must not cost the whole answer. */
function textBy(shape: (value: string) => string) {
  return v.optional(v.fallback(v.nullable(v.pipe(v.string(), v.transform(shape))), null), null);
}
const text = textBy(plainLine);
const username = textBy(plainIdentifier);
/** The same where a number in place of a text is no doubt. */
const textOrNumber = v.optional(
  v.fallback(
    v.nullable(v.union([v.pipe(v.string(), v.transform(plainLine)), v.pipe(v.number(), v.transform(String))])),
    null,
  ),
  null,
);
const anything = v.optional(v.unknown(), null);

/** A GUID in any case, lower case afterwards. There is no fallback: without an id nothing can be done to a recording. */
const guidSchema = v.pipe(
  v.unknown(),
  v.rawTransform(({ dataset, addIssue, NEVER }): string => {
    const guid = parseGuid(dataset.value);
    if (guid !== null) return guid;
    addIssue({ message: 'not a GUID' });
    return NEVER;
  }),
);

const duration = v.pipe(
  text,
  v.transform((value) => (value === null ? null : parseDuration(value))),
);

const lineOf = (value: unknown): string | null => (typeof value === 'string' ? plainLine(value) : null);

/** Read in one step: a list of thousands has two of them in each entry, and a schema for each of their texts takes most of the time. */
const party = v.optional(
  v.pipe(
    v.unknown(),
    v.transform((value) => {
      if (typeof value !== 'object' || value === null) return null;
      const member = (name: string): unknown => Reflect.get(value, name);
      const name = member('username');
      return {
        username: typeof name === 'string' ? plainIdentifier(name) : null,
        firstName: lineOf(member('firstName')),
        lastName: lineOf(member('lastName')),
        phoneNumber: lineOf(member('phoneNumber')),
      };
    }),
  ),
  null,
);

function blankToNull(value: string | null | undefined): string | null {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

/** A live recording (C1). Only the booleans themselves count for isPaused: the text "false" is as true as any other text. */
const liveRecordingSchema = v.pipe(
  v.object({ id: guidSchema, isPaused: anything, duration, localParty: party, remoteParty: party }),
  v.transform(({ id, isPaused, duration: durationMs, localParty, remoteParty }): LiveRecording => {
    const names = [blankToNull(remoteParty?.firstName), blankToNull(remoteParty?.lastName)].filter(
      (name) => name !== null,
    );
    return {
      id,
      isPaused: typeof isPaused === 'boolean' ? isPaused : 'unknown',
      durationMs,
      localUsername: blankToNull(localParty?.username),
      remoteName: names.length === 0 ? null : names.join(' '),
      remoteNumber: blankToNull(remoteParty?.phoneNumber),
    };
  }),
);

/** One entry where a list was expected counts as a list of one (A7). */
function listOf<const S extends v.GenericSchema>(entry: S) {
  return v.union([
    v.array(entry),
    v.pipe(
      entry,
      v.transform((one) => [one]),
    ),
  ]);
}

/**
 * The live list (A7, A8). One entry without a usable id makes all of it unreadable: leaving it out would hide a recording that
 * goes on. An id that comes twice with two states is neither paused nor recording for sure.
 */
export const liveListSchema = v.pipe(
  listOf(liveRecordingSchema),
  v.transform((recordings) => {
    const byId = new Map<string, { recording: LiveRecording; readonly entries: number[] }>();
    for (const [entry, recording] of recordings.entries()) {
      const known = byId.get(recording.id);
      if (known === undefined) {
        byId.set(recording.id, { recording, entries: [entry] });
        continue;
      }
      const differs = known.recording.isPaused !== recording.isPaused;
      known.recording = differs ? { ...recording, isPaused: 'unknown' } : recording;
      known.entries.push(entry);
    }
    return [...byId.values()];
  }),
);
/** Each with the places in the list at which it was named. */
export type LiveRecordings = v.InferOutput<typeof liveListSchema>;

const direction = v.pipe(
  anything,
  v.transform((value): Direction => (value === 1 ? 'incoming' : value === 2 ? 'outgoing' : 'unknown')),
);

const startTime = v.pipe(
  text,
  v.transform((value) => {
    const parsed = value === null ? null : parseDateTime(value);
    return parsed === null ? null : dateTimeText(parsed);
  }),
);

const completedEntries = {
  referenceNumber: textOrNumber,
  startTime,
  duration,
  direction,
  localPartyNumber: text,
  remotePartyNumber: text,
  ownerUsername: username,
};

/** A completed recording (C2). */
export const completedRecordingAnswerSchema = v.pipe(
  v.object({ id: guidSchema, ...completedEntries }),
  v.transform(({ duration: durationMs, referenceNumber, ...rest }): CompletedRecording => ({
    ...rest,
    referenceNumber: referenceNumber ?? '',
    durationMs,
    localPartyNumber: blankToNull(rest.localPartyNumber),
    remotePartyNumber: blankToNull(rest.remotePartyNumber),
    ownerUsername: blankToNull(rest.ownerUsername),
  })),
);

/** A page of completed recordings (B1). `entries` are unread: one bad entry must not cost the page. */
export const completedPageSchema = v.object({
  totalCount: v.pipe(v.number(), v.integer(), v.minValue(0)),
  recordings: v.union([
    v.array(v.unknown()),
    v.pipe(
      v.looseObject({}),
      v.transform((one): unknown[] => [one]),
    ),
    v.pipe(
      v.null(),
      v.transform((): unknown[] => []),
    ),
  ]),
});

const userEntries = {
  username,
  firstName: text,
  lastName: text,
  phoneNumber: text,
  group: text,
  department: text,
};
const user = v.optional(v.fallback(v.nullable(v.object(userEntries)), null), null);
/** note.owner: a User or only a name (C3). */
const userOrName = v.optional(
  v.fallback(
    v.nullable(
      v.union([
        v.object(userEntries),
        v.pipe(
          v.string(),
          v.transform((name): User => ({
            username: plainIdentifier(name),
            firstName: null,
            lastName: null,
            phoneNumber: null,
            group: null,
            department: null,
          })),
        ),
      ]),
    ),
    null,
  ),
  null,
);

const note = v.optional(
  v.fallback(
    v.nullable(
      v.pipe(
        v.object({ owner: userOrName, text: textBy(plainLines) }),
        v.transform((value) =>
          blankToNull(value.text) === null ? null : { author: value.owner, text: value.text ?? '' },
        ),
      ),
    ),
    null,
  ),
  null,
);

const detailSchema = v.object({
  ...completedEntries,
  pbxCallId: text,
  pbxInfo,
  owner: user,
  preservingUser: user,
  note,
  size: v.optional(v.fallback(v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))), null), null),
  hash: anything,
  id: anything,
});

/** The detail (C3) of the recording `id`, or null when the answer is no object or is about another one. The owner's name is taken from `owner`. */
export function parseDetail(json: unknown, id: string): RecordingDetail | null {
  const parsed = v.safeParse(detailSchema, json);
  // An answer without an id counts as the requested recording's: nobody has documented one (B2).
  if (!parsed.success || (parseGuid(parsed.output.id) ?? id) !== id) return null;
  const { duration: durationMs, referenceNumber, size, hash, ...rest } = parsed.output;
  const sha256 = findSha256(hash);
  return {
    ...rest,
    id,
    referenceNumber: referenceNumber ?? '',
    durationMs,
    localPartyNumber: blankToNull(rest.localPartyNumber),
    remotePartyNumber: blankToNull(rest.remotePartyNumber),
    ownerUsername: blankToNull(rest.ownerUsername) ?? rest.owner?.username ?? null,
    sizeBytes: size,
    sha256,
    otherHash: sha256 === null ? asSent(hash) : null,
  };
}

/** The new id in the answer to a start: `{"id": GUID}` (A1). */
export const startedSchema = v.pipe(
  v.object({ id: guidSchema }),
  v.transform(({ id }) => ({ id })),
);

/** The new id in the answer to an upload. The key is presumably `id` (B4); else any key that holds a GUID. */
export function parseUploadedId(json: unknown): string | null {
  if (typeof json !== 'object' || json === null) return parseGuid(json);
  const direct = 'id' in json ? parseGuid(json.id) : null;
  if (direct !== null) return direct;
  for (const value of Object.values(json)) {
    const guid = parseGuid(value);
    if (guid !== null) return guid;
  }
  return null;
}
