// Measures an MP3 once all of it has arrived: its loudness, and what must stand before it so that a media element knows where its moments are.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { Mp3Reader } from '../platform/audio/mp3-reader.ts';
import { LoudnessMeter, type Loudness } from './audio-peaks.ts';
import type { CachedAudio } from './cached-audio.ts';
import { Mp3Index } from './mp3-in-mp4.ts';

export type MeasuredMp3 = {
  readonly loudness: Loudness | null;
  /** Stands before the bytes of the MP3; null where they must be served as they are. */
  readonly head: Uint8Array | null;
};

/** Fails with the reason why the audio never was whole. */
export async function measureMp3(audio: CachedAudio): Promise<Result<MeasuredMp3, Problem>> {
  const whole = await audio.whole();
  if (!whole.ok) return whole.error.code === 'file-cut-short' ? err(problem('audio-cut-short')) : whole;
  const meter = new LoudnessMeter();
  const index = new Mp3Index();
  const reader = new Mp3Reader((frame, bytes, at, position) => {
    meter.add(frame, bytes, at);
    index.add(frame, position);
  });
  try {
    for await (const part of audio.stream(0, whole.value)) if (part instanceof Uint8Array) reader.take(part);
  } catch {
    return err(problem('file-gone'));
  }
  reader.end();
  return ok({ loudness: meter.result(), head: index.head(whole.value) });
}
