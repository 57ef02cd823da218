// Audio of this session on disk, so that each recording is fetched once however often it is played, sought in and saved: every fetch is an
// audit entry at the server. The files are plain and short-lived rather than encrypted: a key would have to lie beside them for as long as
// they are played, and the copy that the user may save is plain too. So they bear random names, are readable by this user alone, never
// outgrow 200 MB, and are deleted at sign-out, at the end and, after a crash, at the next start.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { cutShort, diskProblem } from '../platform/disk-problems.ts';
import { codeOf } from '../platform/errors.ts';
import type { Files, Log, WriteHandle } from '../platform/ports.ts';
import type { Media, UcxClient } from '../ucx/client-types.ts';
import { unlessAborted } from '../platform/abortable-wait.ts';

/** Bytes that the cache may hold; what was used longest ago makes room. */
const mostBytes = 200_000_000;
const readSize = 256 * 1024;

/** Audio that is here, or on its way. Bytes can be read as soon as they have arrived. */
export class CachedAudio {
  readonly path: string;
  /** Length in bytes as the server said it, or null. */
  readonly length: number | null;
  readonly #files: Files;
  #arrived = 0;
  #end: 'whole' | Problem | null = null;
  #waiting: (() => void)[] = [];

  constructor(path: string, length: number | null, files: Files) {
    this.path = path;
    this.length = length;
    this.#files = files;
  }

  get bytes(): number {
    return this.#arrived;
  }

  get failed(): boolean {
    return this.#end !== null && this.#end !== 'whole';
  }

  /** For whoever fills it. */
  grew(bytes: number): void {
    this.#arrived += bytes;
    this.#wake();
  }

  /** For whoever fills it. */
  ended(how: 'whole' | Problem): void {
    this.#end = how;
    this.#wake();
  }

  /** Resolves when all of it is here, with its length in bytes, or with why it never will be. */
  async whole(): Promise<Result<number, Problem>> {
    for (;;) {
      if (this.#end === 'whole') return ok(this.#arrived);
      if (this.#end !== null) return err(this.#end);
      await this.#change();
    }
  }

  /** The bytes from `from` to before `to`, waiting for those that are still on their way. Fails when they never come. */
  stream(from = 0, to = Infinity): Readable {
    return Readable.from(this.#parts(from, to), { objectMode: false });
  }

  async *#parts(from: number, to: number): AsyncGenerator<Uint8Array> {
    for (let at = from; at < to;) {
      const here = Math.min(to, this.#arrived);
      if (at >= here) {
        if (this.#end === 'whole') return;
        if (this.#end !== null) throw new Error(this.#end.code);
        await this.#change();
        continue;
      }
      const part = await this.#files.readPart(this.path, at, Math.min(readSize, here - at));
      if (part.length === 0) throw new Error('file-gone');
      at += part.length;
      yield part;
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

type Held = { readonly audio: CachedAudio; readonly controller: AbortController; readonly filling: Promise<void> };

export class AudioCache {
  /** What the server has begun to send, the one used longest ago first. */
  readonly #held = new Map<string, Held>();
  readonly #opening = new Map<string, Promise<Result<CachedAudio, Problem>>>();
  readonly #folder: string;
  readonly #files: Files;
  readonly #log: Log;
  readonly #client: () => UcxClient | null;
  /** Grows with each clearing: what was asked for before it is not kept. */
  #era = 0;

  constructor(profileFolder: string, files: Files, log: Log, client: () => UcxClient | null) {
    this.#folder = join(profileFolder, 'audio-cache');
    this.#files = files;
    this.#log = log;
    this.#client = client;
  }

  /** The audio of a recording, fetched unless it is here: resolves when the server has begun to send. */
  open(recordingId: string): Promise<Result<CachedAudio, Problem>> {
    const id = recordingId.toLowerCase();
    const known = this.#held.get(id);
    if (known !== undefined && !known.audio.failed) {
      // Used again: the youngest now.
      this.#held.delete(id);
      this.#held.set(id, known);
      return Promise.resolve(ok(known.audio));
    }
    const opening = this.#opening.get(id);
    if (opening !== undefined) return opening;
    const asked = this.#fetch(id).finally(() => this.#opening.delete(id));
    this.#opening.set(id, asked);
    return asked;
  }

  /**
   * The bytes of the cache for a save, where it has them or is getting them; else null, and as soon as `signal` aborts. The length is
   * what the server named: what arrived proves nothing of itself.
   */
  async mediaOf(recordingId: string, signal: AbortSignal): Promise<Media | null> {
    const id = recordingId.toLowerCase();
    const opening = this.#opening.get(id);
    if (opening !== undefined) await unlessAborted(opening, signal);
    const audio = this.#held.get(id)?.audio;
    if (audio === undefined) return null;
    const whole = await unlessAborted(audio.whole(), signal);
    if (whole?.ok !== true) return null;
    return { stream: audio.stream(0, whole.value), contentType: 'audio/mpeg', length: audio.length };
  }

  /** Stops what is on its way and deletes every file: at sign-out and at the end. */
  async clear(): Promise<void> {
    this.#era += 1;
    const all = [...this.#held.values()];
    this.#held.clear();
    await Promise.all(all.map((held) => this.#drop(held)));
    await this.sweep();
  }

  /** Deletes whatever a run before this one left. */
  async sweep(): Promise<void> {
    try {
      for (const name of await this.#files.list(this.#folder)) await this.#files.remove(join(this.#folder, name));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#log.error('audio-cache-not-emptied', error);
    }
  }

  async #fetch(id: string): Promise<Result<CachedAudio, Problem>> {
    const client = this.#client();
    if (client === null) return err(problem('credentials-missing'));
    const era = this.#era;
    const failed = this.#held.get(id);
    this.#held.delete(id);
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
    const path = join(this.#folder, randomUUID());
    try {
      await this.#files.makeFolder(this.#folder);
      const handle = await this.#files.createNew(path);
      const audio = new CachedAudio(path, media.length, this.#files);
      const held = { audio, controller, filling: this.#fill(audio, media, handle) };
      if (era !== this.#era) {
        media.stream.destroy();
        await this.#drop(held);
        return err(problem('request-cancelled'));
      }
      this.#held.set(id, held);
      return ok(audio);
    } catch (error) {
      media.stream.destroy();
      return err(diskProblem(error, this.#folder));
    }
  }

  /** Never rejects: how it went is told by the audio itself. */
  async #fill(audio: CachedAudio, media: Media, handle: WriteHandle): Promise<void> {
    let writing = false;
    try {
      for await (const chunk of media.stream) {
        if (!(chunk instanceof Uint8Array)) continue;
        if (audio.bytes + chunk.length > mostBytes) {
          media.stream.destroy();
          audio.ended(problem('audio-too-long'));
          return;
        }
        // Room for a length that the server named was made before.
        // Not waited for: another that grows may be what goes, and that one may be waiting for this.
        if (media.length === null) void this.#makeRoom(chunk.length, audio);
        writing = true;
        await handle.write(chunk);
        writing = false;
        audio.grew(chunk.length);
      }
      const isWhole = media.length === null || media.length === audio.bytes;
      audio.ended(isWhole ? 'whole' : cutShort(audio.bytes, media.length));
    } catch (error) {
      media.stream.destroy();
      audio.ended(writing ? diskProblem(error, this.#folder) : cutShort(audio.bytes, media.length));
    } finally {
      await handle.close().catch(() => undefined);
    }
  }

  /** Throws out what was used longest ago, other than `growing`, until `bytes` more fit. What is on its way counts with its whole length. */
  async #makeRoom(bytes: number, growing: CachedAudio | null = null): Promise<void> {
    const dropped: Promise<void>[] = [];
    const taken = ({ audio }: Held): number => Math.max(audio.bytes, audio.failed ? 0 : (audio.length ?? 0));
    let total = bytes + [...this.#held.values()].reduce((sum, held) => sum + taken(held), 0);
    for (const [id, held] of [...this.#held]) {
      if (total <= mostBytes) break;
      if (held.audio === growing) continue;
      total -= taken(held);
      this.#held.delete(id);
      dropped.push(this.#drop(held));
    }
    await Promise.all(dropped);
  }

  async #drop({ audio, controller, filling }: Held): Promise<void> {
    controller.abort();
    await filling;
    await this.#files.remove(audio.path).catch((error: unknown) => {
      this.#log.error('audio-not-deleted', error);
    });
  }
}
