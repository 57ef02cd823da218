// Audio of this session on disk, so that each recording is fetched once however often it is played, sought in and saved: every fetch is an
// audit entry at the server. The files have random names, are encrypted with keys that only the memory of this run holds, never exceed
// 200 MB together, and are deleted at sign-out, at the end and, after a crash, at the next start.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { unlessAborted } from '../platform/abortable-wait.ts';
import { cutShort, diskProblem } from '../platform/files/disk-problems.ts';
import { codeOf } from '../platform/errors.ts';
import type { Files, Log, WriteHandle } from '../platform/ports.ts';
import { contentTypeOf } from '../../../shared/domain/audio-format.ts';
import type { Media, UcxClient } from '../ucx/client-types.ts';
import { AudioCipher } from './audio-cipher.ts';
import { CachedAudio } from './cached-audio.ts';
import { audioCacheIn } from './audio-cache-folder.ts';

/** Bytes that the cache may hold; the least recently used audio makes room. */
const mostBytes = 200_000_000;

type CacheEntry = {
  readonly audio: CachedAudio;
  readonly controller: AbortController;
  readonly filling: Promise<void>;
};

export class AudioCache {
  /** Audio that the server has started to send, the least recently used first. */
  readonly #entries = new Map<string, CacheEntry>();
  readonly #opening = new Map<string, Promise<Result<CachedAudio, Problem>>>();
  readonly #folder: string;
  readonly #files: Files;
  readonly #log: Log;
  readonly #client: () => UcxClient | null;
  /** Grows with each clearing: what was requested before it is not kept. */
  #generation = 0;

  constructor(localFolder: string, files: Files, log: Log, client: () => UcxClient | null) {
    this.#folder = audioCacheIn(localFolder);
    this.#files = files;
    this.#log = log;
    this.#client = client;
  }

  /** The audio of a recording, fetched unless it is cached: resolves when the server has started to send. */
  open(recordingId: string): Promise<Result<CachedAudio, Problem>> {
    const id = recordingId.toLowerCase();
    const cached = this.#entries.get(id);
    if (cached !== undefined && !cached.audio.failed) {
      // Now the most recently used.
      this.#entries.delete(id);
      this.#entries.set(id, cached);
      return Promise.resolve(ok(cached.audio));
    }
    const opening = this.#opening.get(id);
    if (opening !== undefined) return opening;
    const fetching = this.#fetch(id).finally(() => this.#opening.delete(id));
    this.#opening.set(id, fetching);
    return fetching;
  }

  /** The audio of a recording for a save: from the cache where it is cached or arriving, else from the server without caching it. */
  async openMedia(recordingId: string, signal: AbortSignal): Promise<Result<Media, Problem>> {
    const cached = await this.cachedMedia(recordingId, signal);
    if (cached !== null) return ok(cached);
    if (signal.aborted) return err(problem('request-cancelled'));
    const answer = await this.#client()?.media(recordingId, signal);
    if (answer === undefined) return err(problem('credentials-missing'));
    return answer.ok ? answer : err(answer.error.problem);
  }

  /**
   * The cached audio of a recording once it is whole, or null; null also as soon as `signal` aborts. Its length is the one that the
   * server named, so that a save compares the bytes that arrived with it.
   */
  async cachedMedia(recordingId: string, signal: AbortSignal): Promise<Media | null> {
    const id = recordingId.toLowerCase();
    const opening = this.#opening.get(id);
    if (opening !== undefined) await unlessAborted(opening, signal);
    const audio = this.#entries.get(id)?.audio;
    if (audio === undefined) return null;
    const whole = await unlessAborted(audio.whole(), signal);
    if (whole?.ok !== true) return null;
    const { format, length } = audio;
    return { stream: audio.stream(0, whole.value), contentType: contentTypeOf(format), format, length };
  }

  /** Stops what is arriving and deletes every file: at sign-out and at the end. */
  async clear(): Promise<void> {
    this.#generation += 1;
    const all = [...this.#entries.values()];
    this.#entries.clear();
    await Promise.all(all.map((entry) => this.#drop(entry)));
    await this.sweep();
  }

  /** Deletes whatever an earlier run left. A link in the place of the folder is not followed: what is behind it is not ours. */
  async sweep(): Promise<void> {
    const notEmptied = (error: unknown): void => {
      if (codeOf(error) !== 'ENOENT') this.#log.error('audio-cache-not-emptied', error);
    };
    const listed = async (): Promise<string[]> => {
      const { kind, isLink } = await this.#files.facts(this.#folder);
      if (kind !== 'folder' || isLink) throw new Error('The audio cache is no folder of its own');
      return this.#files.list(this.#folder);
    };
    const names = await listed().catch((error: unknown) => {
      notEmptied(error);
      return [];
    });
    // One that cannot be removed does not keep the others.
    await Promise.all(names.map((name) => this.#files.remove(join(this.#folder, name)).catch(notEmptied)));
  }

  async #fetch(id: string): Promise<Result<CachedAudio, Problem>> {
    const client = this.#client();
    if (client === null) return err(problem('credentials-missing'));
    const generation = this.#generation;
    const failed = this.#entries.get(id);
    this.#entries.delete(id);
    if (failed !== undefined) await this.#drop(failed);
    const controller = new AbortController();
    const answer = await client.media(id, controller.signal);
    if (!answer.ok) return err(answer.error.problem);
    const media = answer.value;
    if ((media.length ?? 0) > mostBytes) {
      media.stream.destroy();
      return err(problem('audio-too-long'));
    }
    await this.#makeRoom(media.length ?? 0);
    try {
      const entry = await this.#startFilling(media, controller);
      if (generation !== this.#generation) {
        media.stream.destroy();
        await this.#drop(entry);
        return err(problem('request-cancelled'));
      }
      this.#entries.set(id, entry);
      return ok(entry.audio);
    } catch (error) {
      media.stream.destroy();
      return err(diskProblem(error, this.#folder));
    }
  }

  async #startFilling(media: Media, controller: AbortController): Promise<CacheEntry> {
    const path = join(this.#folder, randomUUID());
    await this.#files.makeFolder(this.#folder);
    const handle = await this.#files.createNew(path);
    const cipher = new AudioCipher();
    const readPart: Files['readPart'] = async (file, from, length) =>
      cipher.apply(await this.#files.readPart(file, from, length), from);
    const audio = new CachedAudio(path, media, { readPart });
    const sealed: WriteHandle['write'] = (chunk) => handle.write(cipher.apply(chunk, audio.bytes));
    return { audio, controller, filling: this.#fill(audio, media, { ...handle, write: sealed }) };
  }

  /** Never rejects: the audio itself has the result. */
  async #fill(audio: CachedAudio, media: Media, handle: WriteHandle): Promise<void> {
    let isWriting = false;
    try {
      for await (const chunk of media.stream) {
        if (!(chunk instanceof Uint8Array)) continue;
        if (audio.bytes + chunk.length > mostBytes) {
          media.stream.destroy();
          audio.end(problem('audio-too-long'));
          return;
        }
        // For a length that the server named, room was made before. Not awaited: the audio that makes room may itself be waiting here.
        if (media.length === null) void this.#makeRoom(chunk.length, audio);
        isWriting = true;
        await handle.write(chunk);
        isWriting = false;
        audio.add(chunk.length);
      }
      const isWhole = media.length === null || media.length === audio.bytes;
      audio.end(isWhole ? 'whole' : cutShort(audio.bytes, media.length));
    } catch (error) {
      media.stream.destroy();
      audio.end(isWriting ? diskProblem(error, this.#folder) : cutShort(audio.bytes, media.length));
    } finally {
      await handle.close().catch(() => undefined);
    }
  }

  /** Drops the least recently used, except `growing`, until `bytes` more fit. Audio that is arriving counts with its whole length. */
  async #makeRoom(bytes: number, growing: CachedAudio | null = null): Promise<void> {
    const dropped: Promise<void>[] = [];
    const sizeOf = ({ audio }: CacheEntry): number => Math.max(audio.bytes, audio.failed ? 0 : (audio.length ?? 0));
    let total = bytes + [...this.#entries.values()].reduce((sum, entry) => sum + sizeOf(entry), 0);
    for (const [id, entry] of [...this.#entries]) {
      if (total <= mostBytes) break;
      if (entry.audio === growing) continue;
      total -= sizeOf(entry);
      this.#entries.delete(id);
      dropped.push(this.#drop(entry));
    }
    await Promise.all(dropped);
  }

  async #drop({ audio, controller, filling }: CacheEntry): Promise<void> {
    controller.abort();
    await filling;
    await this.#files.remove(audio.path).catch((error: unknown) => {
      this.#log.error('audio-not-deleted', error);
    });
  }
}
