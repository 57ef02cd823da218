// Recordings made elsewhere that are brought in: what is asked about each, and what a window is shown of it.
import * as v from 'valibot';
import { problemSchema } from '../domain/problem.ts';
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
export type PbxType = (typeof pbxTypes)[number];

const number = v.pipe(v.string(), v.maxLength(100));

/** What goes with the audio, as far as somebody has filled it in. The length comes from the file and is not asked for. */
export const uploadDetailsSchema = v.strictObject({
  /** ISO 8601 in UTC; null while it is not a date and time yet. */
  start: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
  direction: directionSchema,
  localUsername: v.pipe(v.string(), v.maxLength(320)),
  localNumber: number,
  remoteNumber: number,
  notes: v.pipe(v.string(), v.maxLength(4000)),
  preserved: v.boolean(),
  pbxType: v.nullable(v.picklist(pbxTypes)),
  /** By name; those that are not of `pbxType` are kept while somebody chooses, and not sent. */
  pbxFields: v.record(v.pipe(v.string(), v.maxLength(40)), v.pipe(v.string(), v.maxLength(200))),
});
export type UploadDetails = v.InferOutput<typeof uploadDetailsSchema>;

export const uploadPhases = [
  'inspecting',
  'refused',
  'draft',
  'waiting',
  'sending',
  'done',
  'failed',
  'cancelled',
] as const;
export type UploadPhase = (typeof uploadPhases)[number];

/** What a problem is about: the audio, one box of the form, or the form as a whole. */
export const uploadFields = ['file', 'start', 'localUsername', 'localNumber', 'details'] as const;
export type UploadField = (typeof uploadFields)[number];

export const encodings = ['pcm8', 'pcm16', 'alaw', 'ulaw', 'mp3'] as const;

export const uploadAudioSchema = v.object({
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
  /** Null until the file was looked at. */
  bytes: v.nullable(v.number()),
  audio: v.nullable(uploadAudioSchema),
  phase: v.picklist(uploadPhases),
  /** Bytes of the audio that the connection has taken. */
  sentBytes: v.number(),
  problem: v.nullable(problemSchema),
  field: v.nullable(v.picklist(uploadFields)),
  /** It may be at the server although it did not end well: somebody should look before it is sent again. */
  uncertain: v.boolean(),
  /** Nothing that the server demands is missing. */
  ready: v.boolean(),
  /** Grows whenever the core changed the details by itself: a form fetches them anew. */
  edition: v.number(),
  /** What finds it in the list, once it is there. */
  found: v.nullable(v.object({ recordingId: v.string(), start: v.string(), remoteNumber: v.string() })),
});
export type UploadView = v.InferOutput<typeof uploadViewSchema>;

/** Files that a window handed over: how many were taken, and how many were too many. */
export const filesTakenSchema = v.object({ added: v.number(), leftOut: v.number() });
export type FilesTaken = v.InferOutput<typeof filesTakenSchema>;
