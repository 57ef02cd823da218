// Audio of this session on disk, so that each recording is fetched once however often it is played, sought in and saved: every fetch is an
// audit entry at the server. The files are plain and short-lived rather than encrypted: a key would have to lie beside them for as long as
// they are played, and the copy that the user may save is plain too. So they bear random names, are readable by this user alone, never
// outgrow 200 MB, and are deleted at sign-out, at the end and, after a crash, at the next start.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { problem, type Problem } from '../../shared/problem.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { cutShort, diskProblem } from './media-file.ts';
import { codeOf } from './node-files.ts';
import type { Files, Log } from './ports.ts';
import type { Media, UcxClient } from './ucx/client-types.ts';

/** Bytes that the cache may hold; a recording that is being used is never thrown out. */
const mostBytes = 200_000_000;
const readSize = 256 * 1024;

/** Audio that is here, or on its way. Bytes can be read as soon as they have arrived. */
export class CachedAudio {
  readonly path: string;
  /** Length in bytes as the server said it, or null. */
  readonly length: number | null;
  private readonly files: Files;
  private arrived = 0;
  private end: 'whole' | Problem | null = null;
  private waiting: (() => void)[] = [];

  constructor(path: string, length: number | null, files: Files) {
    this.path = path;
    this.length = length;
    this.files = files;
  }

  get bytes(): number {
    return this.arrived;
  }

  get failed(): boolean {
    return this.end !== null && this.end !== 'whole';
  }

  /** For whoever fills it. */
  grew(bytes: number): void {
    this.arrived += bytes;
    this.wake();
  }

  /** For whoever fills it. */
  ended(how: 'whole' | Problem): void {
    this.end = how;
    this.wake();
  }

  /** Resolves when all of it is here, with its length in bytes, or with why it never will be. */
  async whole(): Promise<Result<number, Problem>> {
    for (;;) {
      if (this.end === 'whole') return ok(this.arrived);
      if (this.end !== null) return err(this.end);
      await this.change();
    }
  }

  /** The bytes from `from` to before `to`, waiting for those that are still on their way. Fails when they never come. */
  stream(from = 0, to = Infinity): Readable {
    return Readable.from(this.parts(from, to), { objectMode: false });
  }

  private async *parts(from: number, to: number): AsyncGenerator<Uint8Array> {
    for (let at = from; at < to;) {
      const here = Math.min(to, this.arrived);
      if (at >= here) {
        if (this.end === 'whole') return;
        if (this.end !== null) throw new Error(this.end.code);
        await this.change();
        continue;
      }
      const part = await this.files.readPart(this.path, at, Math.min(readSize, here - at));
      if (part.length === 0) throw new Error('file-gone');
      at += part.length;
      yield part;
    }
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

type Held = { readonly audio: CachedAudio; readonly controller: AbortController; readonly filling: Promise<void> };

export class AudioCache {
  private readonly held = new Map<string, Promise<Result<Held, Problem>>>();
  private readonly folder: string;
  private readonly files: Files;
  private readonly log: Log;
  private readonly client: () => UcxClient | null;

  constructor(profileFolder: string, files: Files, log: Log, client: () => UcxClient | null) {
    this.folder = join(profileFolder, 'audio-cache');
    this.files = files;
    this.log = log;
    this.client = client;
  }

  /** What is here or on its way, without asking anybody. */
  async peek(recordingId: string): Promise<CachedAudio | null> {
    const held = await this.held.get(recordingId.toLowerCase());
    return held?.ok === true && !held.value.audio.failed ? held.value.audio : null;
  }

  /** The audio of a recording, fetched unless it is here: resolves when the server has begun to send. */
  async open(recordingId: string): Promise<Result<CachedAudio, Problem>> {
    const id = recordingId.toLowerCase();
    const known = await this.peek(id);
    if (known !== null) {
      // Used again: the youngest now.
      const held = this.held.get(id);
      if (held !== undefined) {
        this.held.delete(id);
        this.held.set(id, held);
      }
      return ok(known);
    }
    const opening = this.held.get(id);
    const asked = opening !== undefined && !(await this.hasFailed(opening)) ? opening : this.fetch(id);
    this.held.set(id, asked);
    const held = await asked;
    if (!held.ok) {
      if (this.held.get(id) === asked) this.held.delete(id);
      return held;
    }
    return ok(held.value.audio);
  }

  /** What `open` of a save wants: the bytes of the cache where it has them, else null. */
  async mediaOf(recordingId: string): Promise<Media | null> {
    const audio = await this.peek(recordingId);
    if (audio === null) return null;
    const whole = await audio.whole();
    if (!whole.ok) return null;
    return { stream: audio.stream(0, whole.value), contentType: 'audio/mpeg', length: whole.value };
  }

  /** Stops what is on its way and deletes every file: at sign-out and at the end. */
  async clear(): Promise<void> {
    const all = await Promise.all(this.held.values());
    this.held.clear();
    await Promise.all(
      all.map(async (held) => {
        if (held.ok) await this.drop(held.value);
      }),
    );
    await this.sweep();
  }

  /** Deletes whatever a run before this one left. */
  async sweep(): Promise<void> {
    try {
      for (const name of await this.files.list(this.folder)) await this.files.remove(join(this.folder, name));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.log.error('audio-cache-not-emptied', error);
    }
  }

  private async hasFailed(opening: Promise<Result<Held, Problem>>): Promise<boolean> {
    const held = await opening;
    return !held.ok || held.value.audio.failed;
  }

  private async fetch(id: string): Promise<Result<Held, Problem>> {
    const client = this.client();
    if (client === null) return err(problem('credentials-missing'));
    const controller = new AbortController();
    const answer = await client.media(id, controller.signal);
    if (!answer.ok) return err(answer.error.problem);
    const media = answer.value;
    await this.makeRoom(media.length ?? 0);
    const path = join(this.folder, randomUUID());
    try {
      await this.files.makeFolder(this.folder);
      const handle = await this.files.createNew(path);
      const audio = new CachedAudio(path, media.length, this.files);
      const filling = this.fill(audio, media, handle);
      return ok({ audio, controller, filling });
    } catch (error) {
      media.stream.destroy();
      return err(diskProblem(error, this.folder));
    }
  }

  /** Never rejects: how it went is told by the audio itself. */
  private async fill(audio: CachedAudio, media: Media, handle: Awaited<ReturnType<Files['createNew']>>): Promise<void> {
    let writing = false;
    try {
      for await (const chunk of media.stream) {
        if (!(chunk instanceof Uint8Array)) continue;
        writing = true;
        await handle.write(chunk);
        writing = false;
        audio.grew(chunk.length);
      }
      const isWhole = media.length === null || media.length === audio.bytes;
      audio.ended(isWhole ? 'whole' : cutShort(audio.bytes, media.length));
    } catch (error) {
      media.stream.destroy();
      audio.ended(writing ? diskProblem(error, this.folder) : cutShort(audio.bytes, media.length));
    } finally {
      await handle.close().catch(() => undefined);
    }
  }

  /** Throws out what was used longest ago until `bytes` more fit. */
  private async makeRoom(bytes: number): Promise<void> {
    const all: { readonly id: string; readonly held: Held }[] = [];
    for (const [id, opening] of [...this.held]) {
      const held = await opening;
      if (held.ok) all.push({ id, held: held.value });
    }
    let total = bytes + all.reduce((sum, { held }) => sum + held.audio.bytes, 0);
    for (const { id, held } of all) {
      if (total <= mostBytes) return;
      total -= held.audio.bytes;
      this.held.delete(id);
      await this.drop(held);
    }
  }

  private async drop({ audio, controller, filling }: Held): Promise<void> {
    controller.abort();
    await filling;
    await this.files.remove(audio.path).catch((error: unknown) => {
      this.log.error('audio-not-deleted', error);
    });
  }
}
