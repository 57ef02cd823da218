// B4 of the vendor's contract: a recording made elsewhere is uploaded, checked, counted and hashed on the way.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { waveFits } from '../audio/wave-head.ts';
import type { Answer, Asked, Failures } from './answer.ts';
import { guidText, parseDateTime } from '../formats.ts';
import { boundaryOf, MultipartError, readMultipart } from './multipart.ts';
import type { Quirks } from '../faults/quirks.ts';
import type { RecordingStore } from '../calls/recording-store.ts';
import type { Conditions, SimulatorClock, SimulatorUser, UploadEntry } from '../types.ts';

type Parts = {
  readonly store: RecordingStore;
  readonly quirks: Quirks;
  readonly conditions: Conditions;
  readonly failures: Failures;
  readonly users: readonly SimulatorUser[];
  readonly clock: SimulatorClock;
  readonly newId: () => string;
  readonly newReference: (start: number) => string;
  readonly received: (upload: UploadEntry) => void;
};

const day = 86_400_000;
const metadataLimit = 1024 * 1024;
const audioLimit = 256 * 1024 * 1024;
/** Larger uploads are counted and hashed but not kept; their media is generated at the right length. */
const keptLimit = 8 * 1024 * 1024;
/** As much of the audio as is looked at: other programs put their own chunks in front of the format. */
const headLimit = 64 * 1024;
const waveTypes = ['audio/wave', 'audio/vnd.wav', 'audio/vnd.wave', 'audio/wav', 'audio/x-pn-wav', 'audio/x-wav'];

const metadataSchema = v.object({
  startDateTime: v.string(),
  duration: v.string(),
  direction: v.picklist([0, 1, 2]),
  localParty: v.object({ username: v.string(), phoneNumber: v.string() }),
  remoteParty: v.nullish(v.object({ phoneNumber: v.nullish(v.string()) })),
  notes: v.nullish(v.string()),
  preserved: v.nullish(v.boolean()),
  pbxCallId: v.nullish(v.string()),
  pbxInfo: v.nullish(v.record(v.string(), v.unknown())),
});

/** Reads an ISO 8601 duration of days and smaller, in milliseconds; null when it is none. */
function parseDuration(text: string): number | null {
  const match = /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (match === null || text === 'P') return null;
  const [, d = '0', h = '0', m = '0', s = '0'] = match;
  return Math.round((((Number(d) * 24 + Number(h)) * 60 + Number(m)) * 60 + Number(s)) * 1000);
}

/** True when the first bytes are those of audio the vendor takes: PCM-8, PCM-16, A-law, u-law, or MP3. */
function audioFits(contentType: string, head: Buffer): boolean {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'audio/mpeg') {
    return head.subarray(0, 3).toString('latin1') === 'ID3' || (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0);
  }
  return waveTypes.includes(type) && waveFits(head);
}

/** The handler of POST / of the completed API. */
export function uploadHandler(parts: Parts): (asked: Asked) => Promise<Answer> {
  const { store, quirks, conditions, failures, users, clock } = parts;

  return async ({ user, headers, pieces }) => {
    if (user.level < Number(quirks['upload-level'])) return failures.bare(403);
    if (!conditions.licenceValid) return failures.bare(501);
    const boundary = boundaryOf(headers['content-type']);
    if (boundary === null) return failures.completed(400, 0, 'The body is not multipart/form-data.');

    const text: Buffer[] = [];
    const kept: Buffer[] = [];
    const hash = createHash('sha256');
    const got = { text: 0, audio: 0, type: '' };
    let head = Buffer.alloc(0);
    try {
      await readMultipart(pieces, boundary, (part) => {
        if (part.name === 'jsondata' && part.contentType.toLowerCase().startsWith('application/json')) {
          return (bytes) => {
            got.text += bytes.length;
            if (got.text <= metadataLimit) text.push(bytes);
          };
        }
        if (part.name !== 'attachment') return () => undefined;
        got.type = part.contentType;
        return (bytes) => {
          got.audio += bytes.length;
          hash.update(bytes);
          if (head.length < headLimit) head = Buffer.concat([head, bytes.subarray(0, headLimit - head.length)]);
          // A copy: the piece belongs to the socket's buffer pool.
          if (got.audio <= keptLimit) kept.push(Buffer.from(bytes));
        };
      });
    } catch (error) {
      if (error instanceof MultipartError) return failures.completed(400, 0, error.message);
      throw error;
    }

    let metadata: unknown;
    try {
      metadata = JSON.parse(Buffer.concat(text).toString('utf8'));
    } catch {
      return failures.completed(400, 0, 'The metadata cannot be read.');
    }
    if (metadata === null) return failures.completed(400, 0, 'The metadata is null.');
    const parsed = v.safeParse(metadataSchema, metadata);
    if (!parsed.success) return failures.completed(400, 1, `The metadata is invalid: ${parsed.issues[0].message}`);
    const { output } = parsed;
    const start = parseDateTime(output.startDateTime, quirks['start-time-zone']);
    const durationMs = parseDuration(output.duration);
    const owner = users.find((candidate) => candidate.username === output.localParty.username);
    if (start === null) return failures.completed(400, 1, 'startDateTime is not a date-time.');
    if (durationMs === null) return failures.completed(400, 1, 'duration is not a duration.');
    if (owner === undefined) return failures.completed(400, 1, 'localParty.username is not a user.');
    if (got.audio > audioLimit || !audioFits(got.type, head)) {
      return failures.completed(400, 2, 'The audio is missing, too large or of a kind that is not supported.');
    }
    if (start < clock.now() - conditions.retentionDays * day) return failures.bare(409);

    const id = parts.newId();
    const isMp3 = /^audio\/mpeg/i.test(got.type);
    store.add({
      id,
      referenceNumber: parts.newReference(start),
      start,
      durationMs,
      direction: output.direction,
      localNumber: output.localParty.phoneNumber,
      remoteNumber: output.remoteParty?.phoneNumber ?? '',
      owner,
      note: typeof output.notes === 'string' ? { author: user, text: output.notes } : null,
      preservedBy: output.preserved === true ? user : null,
      pauses: [],
      bytes: isMp3 && got.audio <= keptLimit ? Buffer.concat(kept) : null,
    });
    const sha256 = hash.digest('hex');
    parts.received({ id, username: user.username, metadata, contentType: got.type, bytes: got.audio, sha256 });
    return { status: 201, json: { [quirks['upload-id-key']]: guidText(id, quirks['guid-case']) } };
  };
}
