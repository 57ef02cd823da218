// Inspects a file before anything of it is sent: its format by its own bytes, never by its name, its duration, when it was recorded.
import { problem, type Problem, type ProblemCode } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { mostUploadBytes, type UploadAudioFacts } from '../../../shared/ipc/uploads.ts';
import type { FileFacts, Files } from '../platform/ports.ts';
import { mp3Seconds } from './mp3-duration.ts';
import type { readTags as ReadTags } from './upload-tags.ts';
import { readWave, type ReadPart } from './upload-wave.ts';

export type Inspected = {
  readonly bytes: number;
  /** Epoch milliseconds of the last change of the file. */
  readonly modifiedMs: number;
  readonly audio: UploadAudioFacts;
  readonly contentType: 'audio/wav' | 'audio/mpeg';
  /** When it was recorded, where its tags say day and time; null where they do not. */
  readonly recordedAt: Date | null;
};

/** A refusal, with the length of the file where it is known. */
export type Refused = { readonly problem: Problem; readonly bytes: number | null };

const headBytes = 64;
/** The first bytes of other audio formats. */
const otherFormats: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^OggS/, 'Ogg'],
  [/^fLaC/, 'FLAC'],
  [/^[\s\S]{4}ftyp/, 'mpeg4'],
  [/^FORM[\s\S]{4}AIF[FC]/, 'AIFF'],
  [/^#!AMR/, 'AMR'],
  [/^ADIF/, 'AAC'],
  [/^\.snd/, 'AU'],
  [/^\x30\x26\xb2\x75/, 'Windows Media Audio'],
  // eslint-disable-next-line no-control-regex -- the first bytes of a file, not text
  [/^\x1a\x45\xdf\xa3/, 'WebM or Matroska'],
  [/^(RF64|RIFX|BW64)/, 'extended-wave'],
  [/^caff/, 'CAF'],
  // A synchronisation of eleven bits with layer 0 is AAC in ADTS.
  [/^\xff[\xf0\xf1\xf8\xf9]/, 'AAC'],
];

/** Inspects the file at `path`. Never rejects: a disk that fails is `upload/file-unreadable`. */
export async function inspectUpload(files: Files, path: string): Promise<Result<Inspected, Refused>> {
  let facts: FileFacts;
  try {
    facts = await files.facts(path);
  } catch {
    return err({ problem: problem('upload/file-unreadable'), bytes: null });
  }
  const { kind, bytes, modifiedMs } = facts;
  const refuse = (code: ProblemCode, values?: Record<string, string>): Result<never, Refused> =>
    err({ problem: problem(code, values), bytes: kind === 'file' ? bytes : null });
  if (kind === 'folder') return refuse('upload/file-is-folder');
  if (kind === 'other') return refuse('upload/file-unreadable');
  if (bytes === 0) return refuse('upload/file-empty');
  if (bytes > mostUploadBytes) return err({ problem: tooLarge(bytes), bytes });
  const read: ReadPart = (from, length) => files.readPart(path, from, length);
  try {
    const found = await inspectBytes(read, bytes);
    return found.ok ? ok({ ...found.value, bytes, modifiedMs }) : err({ problem: found.error, bytes });
  } catch {
    return refuse('upload/file-unreadable');
  }
}

type Found = Pick<Inspected, 'audio' | 'contentType' | 'recordedAt'>;

async function inspectBytes(read: ReadPart, bytes: number): Promise<Result<Found, Problem>> {
  const head = Buffer.from(await read(0, headBytes)).toString('latin1');
  if (/^RIFF[\s\S]{4}WAVE/.test(head)) {
    const audio = await readWave(read, bytes);
    if (!audio.ok) return audio;
    // Tags that cannot be read are no reason to refuse it: only the sound counts.
    const tags = await readTags(read, bytes, 'audio/wav');
    return ok({ audio: audio.value, contentType: 'audio/wav', recordedAt: tags?.recordedAt ?? null });
  }
  const other = otherFormats.find(([pattern]) => pattern.test(head));
  if (other !== undefined) return err(problem('upload/other-audio', { format: other[1] }));
  // Two bytes that look like a frame are also how text in UTF-16 begins.
  if (/^ID3/.test(head) || /^\xff[\xe2-\xfd]/.test(head)) return inspectMp3(read, bytes, head);
  return err(problem('upload/not-audio'));
}

async function inspectMp3(read: ReadPart, bytes: number, head: string): Promise<Result<Found, Problem>> {
  const unreadable = err(problem(head.startsWith('ID3') ? 'upload/mp3-unreadable' : 'upload/not-audio'));
  const tags = await readTags(read, bytes, 'audio/mpeg');
  if (tags === null) return unreadable;
  const { container, codec, sampleRate, numberOfChannels } = tags;
  if (container !== undefined && /ADTS/i.test(container)) return err(problem('upload/other-audio', { format: 'AAC' }));
  if (codec === undefined || !/^MPEG .* Layer 3$/i.test(codec) || sampleRate === undefined) return unreadable;
  const duration = tags.duration ?? (await mp3Seconds(read, bytes, sampleRate));
  if (!Number.isFinite(duration)) return unreadable;
  if (duration <= 0) return err(problem('upload/no-sound'));
  const durationMs = Math.max(1, Math.round(duration * 1000));
  const audio = { encoding: 'mp3', durationMs, sampleRate, channels: numberOfChannels ?? 1 } as const;
  return ok({ audio, contentType: 'audio/mpeg', recordedAt: tags.recordedAt });
}

/** The tag reader is large and seldom needed: it is loaded with the first file, not with the app. */
const readTags: typeof ReadTags = async (...input) => (await import('./upload-tags.ts')).readTags(...input);

/** The problem of a file with more bytes than the server accepts. */
export const tooLarge = (bytes: number): Problem =>
  problem('upload/file-too-large', { size: sizeText(bytes), largest: sizeText(mostUploadBytes) });

/** Rounded up, so that what is too large never looks as if it fitted. */
function sizeText(bytes: number): string {
  const megabytes = bytes / (1024 * 1024);
  if (megabytes >= 1024) return `${(Math.ceil((megabytes / 1024) * 10) / 10).toFixed(1)} GB`;
  return `${String(Math.ceil(megabytes * 10) / 10)} MB`;
}
