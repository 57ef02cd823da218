// B4 of the vendor's contract: a recording made elsewhere is uploaded, checked, counted and hashed on the way.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { waveFits } from '../audio/wave-head.ts';
import type { Answer, Asked, Failures } from './answer.ts';
import { guidText, parseDateTime } from '../formats.ts';
import { boundaryOf, MultipartError, readMultipart, type PartHead, type PartSink } from './multipart.ts';
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

/** What came in an upload. */
class UploadBody {
  contentType = '';
  audioBytes = 0;
  /** The first bytes of the audio, up to `headLimit`. */
  head = Buffer.alloc(0);
  readonly #hash = createHash('sha256');
  readonly #kept: Buffer[] = [];
  readonly #text: Buffer[] = [];
  #textBytes = 0;

  /** @throws MultipartError when the body ends early or a head cannot be read */
  static async read(pieces: AsyncIterable<Buffer>, boundary: string): Promise<UploadBody> {
    const body = new UploadBody();
    await readMultipart(pieces, boundary, (part) => body.#sink(part));
    return body;
  }

  /** @throws SyntaxError when it is not JSON */
  metadata(): unknown {
    return JSON.parse(Buffer.concat(this.#text).toString('utf8'));
  }

  /** The audio, where it is an MP3 that is small enough to be kept; else null. */
  keptAudio(): Buffer | null {
    return /^audio\/mpeg/i.test(this.contentType) && this.audioBytes <= keptLimit ? Buffer.concat(this.#kept) : null;
  }

  /** SHA-256 of the audio in hexadecimal digits. Call once. */
  sha256(): string {
    return this.#hash.digest('hex');
  }

  #sink({ name, contentType }: PartHead): PartSink {
    if (name === 'jsondata' && contentType.toLowerCase().startsWith('application/json')) {
      return (bytes) => {
        this.#textBytes += bytes.length;
        if (this.#textBytes <= metadataLimit) this.#text.push(bytes);
      };
    }
    if (name !== 'attachment') return () => undefined;
    this.contentType = contentType;
    return (bytes) => {
      this.#takeAudio(bytes);
    };
  }

  #takeAudio(bytes: Buffer): void {
    this.audioBytes += bytes.length;
    this.#hash.update(bytes);
    const missing = headLimit - this.head.length;
    if (missing > 0) this.head = Buffer.concat([this.head, bytes.subarray(0, missing)]);
    // A copy: the piece belongs to the socket's buffer pool.
    if (this.audioBytes <= keptLimit) this.#kept.push(Buffer.from(bytes));
  }
}

type Upload = {
  readonly metadata: unknown;
  readonly fields: v.InferOutput<typeof metadataSchema>;
  readonly start: number;
  readonly durationMs: number;
  readonly owner: SimulatorUser;
};

/** What the metadata says, or the refusal. */
function readMetadata({ quirks, failures, users }: Parts, body: UploadBody): Upload | Answer {
  let metadata: unknown;
  try {
    metadata = body.metadata();
  } catch {
    return failures.completed(400, 0, 'The metadata cannot be read.');
  }
  if (metadata === null) return failures.completed(400, 0, 'The metadata is null.');
  const parsed = v.safeParse(metadataSchema, metadata);
  if (!parsed.success) return failures.completed(400, 1, `The metadata is invalid: ${parsed.issues[0].message}`);
  const fields = parsed.output;
  const start = parseDateTime(fields.startDateTime, quirks['start-time-zone']);
  const durationMs = parseDuration(fields.duration);
  const owner = users.find((candidate) => candidate.username === fields.localParty.username);
  if (start === null) return failures.completed(400, 1, 'startDateTime is not a date-time.');
  if (durationMs === null) return failures.completed(400, 1, 'duration is not a duration.');
  if (owner === undefined) return failures.completed(400, 1, 'localParty.username is not a user.');
  return { metadata, fields, start, durationMs, owner };
}

/** Puts the upload among the finished recordings. Answers its new id. */
function store(
  parts: Parts,
  user: SimulatorUser,
  { fields, start, durationMs, owner }: Upload,
  body: UploadBody,
): string {
  const id = parts.newId();
  parts.store.add({
    id,
    referenceNumber: parts.newReference(start),
    start,
    durationMs,
    direction: fields.direction,
    localNumber: fields.localParty.phoneNumber,
    remoteNumber: fields.remoteParty?.phoneNumber ?? '',
    owner,
    note: typeof fields.notes === 'string' ? { author: user, text: fields.notes } : null,
    preservedBy: fields.preserved === true ? user : null,
    pauses: [],
    bytes: body.keptAudio(),
  });
  return id;
}

/** The handler of POST / of the completed API. */
export function uploadHandler(parts: Parts): (asked: Asked) => Promise<Answer> {
  const { quirks, conditions, failures, clock } = parts;

  return async ({ user, headers, pieces }) => {
    if (user.level < Number(quirks['upload-level'])) return failures.bare(403);
    if (!conditions.licenceValid) return failures.bare(501);
    const boundary = boundaryOf(headers['content-type']);
    if (boundary === null) return failures.completed(400, 0, 'The body is not multipart/form-data.');
    let body: UploadBody;
    try {
      body = await UploadBody.read(pieces, boundary);
    } catch (error) {
      if (error instanceof MultipartError) return failures.completed(400, 0, error.message);
      throw error;
    }
    const upload = readMetadata(parts, body);
    if ('status' in upload) return upload;
    const { contentType, audioBytes: bytes } = body;
    if (bytes > audioLimit || !audioFits(contentType, body.head)) {
      return failures.completed(400, 2, 'The audio is missing, too large or of a kind that is not supported.');
    }
    if (upload.start < clock.now() - conditions.retentionDays * day) return failures.bare(409);
    const id = store(parts, user, upload, body);
    const { metadata } = upload;
    parts.received({ id, username: user.username, metadata, contentType, bytes, sha256: body.sha256() });
    return { status: 201, json: { [quirks['upload-id-key']]: guidText(id, quirks['guid-case']) } };
  };
}
