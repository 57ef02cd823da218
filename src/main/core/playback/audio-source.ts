// Source of a recording's audio: the saved file if there is one, else this session's cache, else the server, once.
import type { Readable } from 'node:stream';
import { contentTypeOf } from '../../../shared/domain/audio-format.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { AudioCache } from './audio-cache.ts';
import { CachedAudio } from './cached-audio.ts';
import { LoudnessMeter, type Loudness } from './audio-peaks.ts';
import { audioHeadBytes, audioHeadOf, formatOf } from '../platform/audio-head.ts';
import { sha256OfFile } from '../platform/checksum.ts';
import type { Files } from '../platform/ports.ts';

/** Saved files, by recording id. */
type SavedFiles = { entryOf(recordingId: string): { readonly path: string; readonly sha256: string } | null };
/** Saves under way, by recording id. */
type Saves = { whenWritten(recordingId: string): Promise<void> };

/** Audio that a shell may serve to its window. */
export type AudioSource = {
  readonly contentType: string;
  /** Bytes of the whole. */
  readonly length: number;
  /** From `from` to before `to`. */
  stream(from: number, to: number): Readable;
};

type Opened = { readonly audio: CachedAudio; readonly from: 'server' | 'file' };

export class AudioSources {
  readonly #cache: AudioCache;
  readonly #saved: SavedFiles;
  readonly #downloads: Saves;
  readonly #files: Files;
  /** Opened for a window; nothing else is ever served. */
  readonly #opened = new Map<string, Opened>();
  readonly #loudness = new Map<string, Loudness | null>();

  constructor(cache: AudioCache, saved: SavedFiles, downloads: Saves, files: Files) {
    this.#cache = cache;
    this.#saved = saved;
    this.#downloads = downloads;
    this.#files = files;
  }

  /** Makes the audio of a recording ready to be served. */
  async open(recordingId: string): Promise<Result<{ from: 'server' | 'file' }, Problem>> {
    const id = recordingId.toLowerCase();
    // While it is being saved its bytes are arriving already: waiting for them avoids a second fetch.
    await this.#downloads.whenWritten(id);
    const local = await this.#savedAudio(id);
    if (local !== null) {
      this.#opened.set(id, { audio: local, from: 'file' });
      return ok({ from: 'file' });
    }
    const audio = await this.#cache.open(id);
    if (!audio.ok) return audio;
    this.#opened.set(id, { audio: audio.value, from: 'server' });
    return ok({ from: 'server' });
  }

  /** What was opened before, for a shell to serve; null for anything else. Waits for the end where the length is not known. */
  async source(recordingId: string): Promise<AudioSource | null> {
    const audio = this.#opened.get(recordingId.toLowerCase())?.audio;
    if (audio === undefined) return null;
    let { length } = audio;
    if (length === null) {
      const whole = await audio.whole();
      if (!whole.ok) return null;
      length = whole.value;
    }
    return { contentType: contentTypeOf(audio.format), length, stream: (from, to) => audio.stream(from, to) };
  }

  /** Loudness of what was opened, once all of it has arrived; null when it is no MP3. */
  async peaks(recordingId: string): Promise<Result<Loudness | null, Problem>> {
    const id = recordingId.toLowerCase();
    const known = this.#loudness.get(id);
    if (known !== undefined) return ok(known);
    const audio = this.#opened.get(id)?.audio;
    if (audio === undefined) return err(problem('file-gone'));
    const whole = await audio.whole();
    if (!whole.ok) return whole;
    // Only MP3 can be measured without a decoder.
    if (audio.format !== 'mp3') {
      this.#loudness.set(id, null);
      return ok(null);
    }
    const meter = new LoudnessMeter();
    try {
      for await (const part of audio.stream(0, whole.value)) if (part instanceof Uint8Array) meter.take(part);
    } catch {
      return err(problem('file-gone'));
    }
    const result = meter.result();
    this.#loudness.set(id, result);
    return ok(result);
  }

  /** Signed out: nothing more is served, and what was fetched is deleted. */
  async clear(): Promise<void> {
    this.#opened.clear();
    this.#loudness.clear();
    await this.#cache.clear();
  }

  /** The saved file, if it is unchanged: a file that somebody changed is not what the server has. */
  async #savedAudio(id: string): Promise<CachedAudio | null> {
    const entry = this.#saved.entryOf(id);
    if (entry === null) return null;
    try {
      if ((await sha256OfFile(this.#files, entry.path)) !== entry.sha256) return null;
      const bytes = await this.#files.size(entry.path);
      const format = formatOf(audioHeadOf(await this.#files.readPart(entry.path, 0, audioHeadBytes)).kind);
      if (format === null) return null;
      const audio = new CachedAudio(entry.path, { length: bytes, format }, this.#files);
      audio.add(bytes);
      audio.end('whole');
      return audio;
    } catch {
      return null;
    }
  }
}
