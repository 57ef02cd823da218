// Inspects a file before anything of it is sent: its format by its own bytes, never by its name, its duration, when it was recorded.
import { problem, type Problem, type ProblemCode } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { mostUploadBytes, type UploadAudioFacts } from '../../../shared/ipc/uploads.ts';
import { audioHeadBytes, audioHeadOf } from '../platform/audio/audio-head.ts';
import type { FileFacts, Files } from '../platform/ports.ts';
import { readMp3 } from './upload-mp3.ts';
import type { readMoment as ReadMoment } from './upload-tags.ts';
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

/** How a refusal names what the server does not take. */
const otherFormats = {
  'free-mp3': 'free-mp3',
  'long-wav': 'extended-wave',
  mp2: 'mp2',
  w64: 'w64',
  ogg: 'Ogg',
  flac: 'FLAC',
  m4a: 'mpeg4',
  aac: 'AAC',
  amr: 'AMR',
  au: 'AU',
  aiff: 'AIFF',
  wma: 'Windows Media Audio',
  caf: 'CAF',
  webm: 'WebM or Matroska',
} as const;

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
  const { kind, isTagged } = audioHeadOf(await read(0, audioHeadBytes));
  if (kind === 'text' || kind === 'packed' || kind === 'bin')
    return err(problem(isTagged ? 'upload/mp3-unreadable' : 'upload/not-audio'));
  if (kind === 'wav' && isTagged) return err(problem('upload/other-audio', { format: 'tagged-wave' }));
  if (kind !== 'wav' && kind !== 'mp3') return err(problem('upload/other-audio', { format: otherFormats[kind] }));
  const audio = kind === 'wav' ? await readWave(read, bytes) : await readMp3(read, bytes);
  if (!audio.ok) {
    const hasNoFrames = kind === 'mp3' && audio.error.code === 'upload/no-sound' && isTagged;
    return hasNoFrames ? err(problem('upload/mp3-unreadable')) : audio;
  }
  const contentType = kind === 'wav' ? 'audio/wav' : 'audio/mpeg';
  // Tags that cannot be read are no reason to refuse it: only the sound counts.
  const recordedAt = await readMoment(read, bytes, contentType);
  return ok({ audio: audio.value, contentType, recordedAt });
}

/** The tag reader is large and seldom needed: it is loaded with the first file, not with the app. */
const readMoment: typeof ReadMoment = async (...input) => (await import('./upload-tags.ts')).readMoment(...input);

/** The problem of a file with more bytes than the server accepts. */
export const tooLarge = (bytes: number): Problem =>
  problem('upload/file-too-large', { size: sizeText(bytes), largest: sizeText(mostUploadBytes) });

/** Rounded up, so that what is too large never looks as if it fitted. */
function sizeText(bytes: number): string {
  const megabytes = bytes / (1024 * 1024);
  if (megabytes >= 1024) return `${(Math.ceil((megabytes / 1024) * 10) / 10).toFixed(1)} GB`;
  return `${String(Math.ceil(megabytes * 10) / 10)} MB`;
}
