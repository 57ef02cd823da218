// The sound of an MP3, counted frame by frame: its head may promise more or less than is there, and the first bit rate need not hold.
import type { UploadAudioFacts } from '../../../shared/ipc/uploads.ts';
import { clockLength } from '../../../shared/domain/text/duration.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { Mp3Frame } from '../platform/audio/mp3-frame.ts';
import { Mp3Reader } from '../platform/audio/mp3-reader.ts';
import type { ReadPart } from './upload-wave.ts';

/** Bytes read at once. */
const windowBytes = 256 * 1024;
/** Frames by which heads and files differ although nothing is missing: some programs count the head itself, some the encoder's delay. */
const countTolerance = 2;

/** Facts of an MP3 of `bytes` bytes. One that is cut short is a problem, as with WAV: the rest of the call would be lost unnoticed. */
export async function readMp3(read: ReadPart, bytes: number): Promise<Result<UploadAudioFacts, Problem>> {
  let first: Pick<Mp3Frame, 'sampleRate' | 'channels'> = { sampleRate: 0, channels: 1 };
  let seconds = 0;
  let frames = 0;
  const reader = new Mp3Reader((frame) => {
    if (frames === 0) first = frame;
    seconds += frame.samples / frame.sampleRate;
    frames += 1;
  });
  for (let at = 0; at < bytes;) {
    const part = await read(at, Math.min(windowBytes, bytes - at));
    if (part.length === 0) break;
    reader.take(part);
    at += part.length;
  }
  reader.end();
  const { sampleRate, channels } = first;
  const isShort = reader.statedFrames !== null && frames + countTolerance < reader.statedFrames;
  if (reader.isTorn || isShort)
    return err(problem('upload/mp3-cut-short', { found: clockLength(Math.floor(seconds)) }));
  if (frames === 0) return err(problem('upload/no-sound'));
  return ok({ encoding: 'mp3', durationMs: Math.max(1, Math.round(seconds * 1_000)), sampleRate, channels });
}
