// How both shells serve audio to their window: only what the core has opened for it, whole or one range of it.
import type { Readable } from 'node:stream';
import { rangeHeaders, rangeOf } from './core/playback/audio-range.ts';
import type { AudioSource } from './core/playback/audio-source.ts';

/** Gives what a window opened before; null for anything else. */
export type FindAudio = (recordingId: string) => Promise<AudioSource | null>;

export type AudioAnswer = {
  readonly status: 200 | 206 | 404 | 416;
  readonly headers: Readonly<Record<string, string>>;
  /** Null where there is nothing to send. The reader owns it. */
  readonly body: Readable | null;
};

const audioPath = /^\/audio\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** The recording that a URL path such as `/audio/GUID` means, or null when it is no path of audio. */
export function audioIdOf(urlPath: string): string | null {
  return audioPath.exec(urlPath)?.[1] ?? null;
}

/** @param range the Range header, or null */
export async function answerAudio(find: FindAudio, recordingId: string, range: string | null): Promise<AudioAnswer> {
  const source = await find(recordingId);
  if (source === null) return { status: 404, headers: {}, body: null };
  const answer = rangeOf(range, source.length);
  const headers = rangeHeaders(answer, source.length, source.contentType);
  if (answer.status === 416) return { status: 416, headers, body: null };
  return { status: answer.status, headers, body: source.stream(answer.from, answer.to) };
}
