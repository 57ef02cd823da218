// Source of a recording's audio: the saved file if there is one, else this session's cache, else the server, once.
import type { Readable } from 'node:stream';
import { contentTypeOf } from '../../../shared/domain/audio-format.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { AudioCache } from './audio-cache.ts';
import { CachedAudio } from './cached-audio.ts';
import type { Loudness } from './audio-peaks.ts';
import { measureMp3, type MeasuredMp3 } from './measured-mp3.ts';
import { streamBehind } from './stream-behind.ts';
import { audioHeadBytes, audioHeadOf, formatOf } from '../platform/audio/audio-head.ts';
import { sha256OfFile } from '../platform/files/checksum.ts';
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

type Opened = { readonly audio: CachedAudio; readonly mp3: MeasuredMp3 | null };

export class AudioSources {
  readonly #cache: AudioCache;
  readonly #saved: SavedFiles;
  readonly #downloads: Saves;
  readonly #files: Files;
  /** Opened for a window; nothing else is ever served. */
  readonly #opened = new Map<string, Opened>();
  /** Grows with each clearing: what was asked for before it is not served. */
  #generation = 0;

  constructor(cache: AudioCache, saved: SavedFiles, downloads: Saves, files: Files) {
    this.#cache = cache;
    this.#saved = saved;
    this.#downloads = downloads;
    this.#files = files;
  }

  /**
   * Makes the audio of a recording ready to be served. An MP3 is measured first, which needs all of it: before that nobody knows how long
   * it is and where its moments are. `localOnly`: `file-gone` where it is not on this computer, and the server is not asked.
   */
  async open(recordingId: string, localOnly = false): Promise<Result<{ from: 'server' | 'file' }, Problem>> {
    const id = recordingId.toLowerCase();
    const generation = this.#generation;
    // While it is being saved its bytes are arriving already: waiting for them avoids a second fetch.
    await this.#downloads.whenWritten(id);
    const local = await this.#savedAudio(id);
    if (localOnly && local === null && !this.#opened.has(id)) return err(problem('file-gone'));
    if (generation !== this.#generation) return err(problem('request-cancelled'));
    const found = local === null ? await this.#cache.open(id) : ok(local);
    if (!found.ok) return found;
    const audio = found.value;
    const mp3 = audio.format === 'mp3' ? await measureMp3(audio) : ok(null);
    if (!mp3.ok) return mp3;
    if (generation !== this.#generation) return err(problem('request-cancelled'));
    this.#opened.set(id, { audio, mp3: mp3.value });
    return ok({ from: local === null ? 'server' : 'file' });
  }

  /** What was opened before, for a shell to serve; null for anything else. Waits for the end where the length is not known. */
  async source(recordingId: string): Promise<AudioSource | null> {
    const opened = this.#opened.get(recordingId.toLowerCase());
    if (opened === undefined) return null;
    const { audio, mp3 } = opened;
    const head = mp3?.head ?? null;
    const bytes = mp3 === null && audio.length !== null ? ok(audio.length) : await audio.whole();
    if (!bytes.ok) return null;
    if (head === null) {
      const stream: AudioSource['stream'] = (from, to) => audio.stream(from, to);
      return { contentType: contentTypeOf(audio.format), length: bytes.value, stream };
    }
    const stream: AudioSource['stream'] = (from, to) => streamBehind(head, audio, from, to);
    return { contentType: contentTypeOf('m4a'), length: head.length + bytes.value, stream };
  }

  /** Loudness of what was opened; null when it is no MP3: nothing else can be measured without decoding it. */
  peaks(recordingId: string): Result<Loudness | null, Problem> {
    const opened = this.#opened.get(recordingId.toLowerCase());
    return opened === undefined ? err(problem('file-gone')) : ok(opened.mp3?.loudness ?? null);
  }

  /** The audio of what was opened, as it came; null for anything else. */
  audioOf(recordingId: string): CachedAudio | null {
    return this.#opened.get(recordingId.toLowerCase())?.audio ?? null;
  }

  /** It is no longer served, until it is opened again. */
  close(recordingId: string): void {
    this.#opened.delete(recordingId.toLowerCase());
  }

  /** Signed out: nothing more is served, and what was fetched is deleted. */
  async clear(): Promise<void> {
    this.#generation += 1;
    this.#opened.clear();
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
