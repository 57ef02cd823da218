// The queue of recordings to be saved, on disk: what was asked for survives the end of the app and a kill at any moment.
// Lines are appended and forced to the disk; the file is removed when nothing is left to do.
import { join } from 'node:path';
import * as v from 'valibot';
import { completedRecordingSchema } from '../../shared/recording.ts';
import { codeOf } from './node-files.ts';
import { newPartMark } from './part-files.ts';
import type { Files, Log } from './ports.ts';
import { parseJson } from './json.ts';

const queuedSchema = v.object({
  recordingId: v.string(),
  referenceNumber: v.string(),
  folder: v.string(),
  /** False: a folder that the user chose is never made anew; where it is gone, a drive is gone. */
  makeFolder: v.boolean(),
  pattern: v.string(),
  withMetadata: v.boolean(),
  /** Whose order it is: another user must not go on with it. */
  account: v.string(),
  /** What its parts are known by; an order of an older version left none that could be told apart. */
  partMark: v.optional(v.string(), newPartMark),
  /** What the list said of it. */
  recording: v.nullable(completedRecordingSchema),
});
export type Queued = v.InferOutput<typeof queuedSchema>;

/** A whole file is about to get its name: after a kill this tells whether it did. */
const namedSchema = v.object({ named: v.string(), path: v.string(), sha256: v.string(), bytes: v.number() });
export type Named = v.InferOutput<typeof namedSchema>;

const lineSchema = v.union([
  v.object({ add: v.array(queuedSchema) }),
  namedSchema,
  v.object({ ended: v.string() }),
  v.object({ held: v.boolean() }),
]);
type Line = v.InferOutput<typeof lineSchema>;

export type Unfinished = { readonly queued: Queued; readonly named: Named | null };

export class QueueFile {
  private readonly path: string;
  private readonly files: Files;
  private readonly log: Log;
  private writing: Promise<void> = Promise.resolve();

  constructor(folder: string, files: Files, log: Log) {
    this.path = join(folder, 'queue.jsonl');
    this.files = files;
    this.log = log;
  }

  /** What was not finished, in the order in which it was asked for. A torn or damaged line is left out and logged. */
  async load(): Promise<{ readonly unfinished: readonly Unfinished[]; readonly held: boolean }> {
    let text: string;
    try {
      text = await this.files.readText(this.path);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.log.error('queue-unreadable', error);
      return { unfinished: [], held: false };
    }
    const unfinished = new Map<string, Unfinished>();
    let held = false;
    let damaged = 0;
    for (const line of text.split('\n').slice(0, -1)) {
      const parsed = v.safeParse(lineSchema, parseJson(line));
      if (!parsed.success) damaged += 1;
      else if ('add' in parsed.output) {
        for (const queued of parsed.output.add) unfinished.set(queued.recordingId, { queued, named: null });
      } else if ('named' in parsed.output) {
        const known = unfinished.get(parsed.output.named);
        if (known !== undefined) unfinished.set(parsed.output.named, { ...known, named: parsed.output });
      } else if ('ended' in parsed.output) unfinished.delete(parsed.output.ended);
      else held = parsed.output.held;
    }
    if (damaged > 0) this.log.warn('queue-lines-damaged', { lines: damaged });
    await this.rewrite([...unfinished.values()], held);
    return { unfinished: [...unfinished.values()], held };
  }

  add(queued: readonly Queued[]): Promise<void> {
    return queued.length === 0 ? this.writing : this.append({ add: [...queued] });
  }

  named(named: Named): Promise<void> {
    return this.append(named);
  }

  ended(recordingId: string): Promise<void> {
    return this.append({ ended: recordingId });
  }

  held(held: boolean): Promise<void> {
    return this.append({ held });
  }

  /** Nothing is left to do. */
  clear(): Promise<void> {
    return this.inTurn(() => this.files.remove(this.path));
  }

  /** Resolves when everything so far was written, or refused by the disk. */
  flushed(): Promise<void> {
    return this.writing;
  }

  private rewrite(unfinished: readonly Unfinished[], held: boolean): Promise<void> {
    if (unfinished.length === 0) return this.clear();
    const names = unfinished.map(({ named }) => named).filter((named) => named !== null);
    const lines: Line[] = [{ add: unfinished.map(({ queued }) => queued) }, ...names, { held }];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    return this.inTurn(() => this.files.writeTextAtomic(this.path, text));
  }

  private append(line: Line): Promise<void> {
    return this.inTurn(() => this.files.append(this.path, `${JSON.stringify(line)}\n`));
  }

  /** One write after the other. A queue that cannot be written is worked off all the same; only a restart would lose it. */
  private inTurn(write: () => Promise<void>): Promise<void> {
    this.writing = this.writing.then(async () => {
      await write().catch((error: unknown) => {
        this.log.error('queue-not-written', error);
      });
    });
    return this.writing;
  }
}
