// Uploads of recordings made elsewhere: their details, and their state as windows see it.
import * as v from 'valibot';
import { problemSchema } from '../domain/problem-schema.ts';
import { directionSchema } from '../domain/recording.ts';

/** Files that may wait at once. */
export const mostUploads = 200;
/** The server's limit in bytes: 256 MB (docs/ucx-api.md B4). */
export const mostUploadBytes = 256 * 1024 * 1024;

/** What the telephone system may tell of a call, by its kind (docs/ucx-api.md C5). */
export const pbxFields = {
  generic: ['localCallId', 'remoteCallId'],
  'media-forking': ['localCallId', 'remoteCallId', 'sessionId'],
  siprec: ['localSessionId', 'remoteSessionId'],
  webex: ['callId', 'externalTrackingId'],
  'ms-teams': ['callId', 'callChainId'],
} as const;
export const pbxTypes = ['generic', 'media-forking', 'siprec', 'webex', 'ms-teams'] as const;

const number = v.pipe(v.string(), v.maxLength(100));

/** The details of the audio, as far as they are filled in. The duration comes from the file. */
export const uploadDetailsSchema = v.strictObject({
  /** ISO 8601 in UTC; null while it is not a date and time yet. */
  start: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
  /** The start is that of the file's date, and nobody has confirmed it yet: it is not sent like this. */
  startGuessed: v.boolean(),
  direction: directionSchema,
  localUsername: v.pipe(v.string(), v.maxLength(320)),
  localNumber: number,
  remoteNumber: number,
  notes: v.pipe(v.string(), v.maxLength(4000)),
  preserved: v.boolean(),
  pbxType: v.nullable(v.picklist(pbxTypes)),
  /** By name; those that are not of `pbxType` are kept while a person chooses, and not sent. */
  pbxFields: v.record(v.pipe(v.string(), v.maxLength(40)), v.pipe(v.string(), v.maxLength(200))),
});
export type UploadDetails = v.InferOutput<typeof uploadDetailsSchema>;

const uploadPhases = ['inspecting', 'refused', 'draft', 'waiting', 'sending', 'done', 'failed', 'cancelled'] as const;

/** What a problem is about: the audio, one box of the form, or the form as a whole. */
const uploadFields = ['file', 'start', 'localUsername', 'localNumber', 'details'] as const;
export type UploadField = (typeof uploadFields)[number];

const encodings = ['pcm8', 'pcm16', 'alaw', 'ulaw', 'mp3'] as const;

const uploadAudioSchema = v.object({
  encoding: v.picklist(encodings),
  durationMs: v.number(),
  /** Samples a second. */
  sampleRate: v.number(),
  channels: v.number(),
});
export type UploadAudioFacts = v.InferOutput<typeof uploadAudioSchema>;

export const uploadViewSchema = v.object({
  uploadId: v.string(),
  fileName: v.string(),
  /** Null until the file was inspected. */
  bytes: v.nullable(v.number()),
  audio: v.nullable(uploadAudioSchema),
  phase: v.picklist(uploadPhases),
  /** Bytes of the audio that the connection has taken. */
  sentBytes: v.number(),
  problem: v.nullable(problemSchema),
  field: v.nullable(v.picklist(uploadFields)),
  /** The server may have stored it although it failed: a person should check before it is sent again. */
  uncertain: v.boolean(),
  /** Nothing that the server demands is missing. */
  ready: v.boolean(),
  /** Grows whenever the core changed the details: a form fetches them anew. */
  edition: v.number(),
  /** What finds it in History, once it was uploaded. */
  found: v.nullable(v.object({ recordingId: v.string(), start: v.string(), remoteNumber: v.string() })),
});
export type UploadView = v.InferOutput<typeof uploadViewSchema>;

/** Files that a window handed over: how many were taken, and how many were too many. */
export const filesTakenSchema = v.object({ added: v.number(), leftOut: v.number() });
export type FilesTaken = v.InferOutput<typeof filesTakenSchema>;
