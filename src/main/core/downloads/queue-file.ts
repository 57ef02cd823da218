// The queue of recordings to be saved, on disk: what was asked for survives the end of the app and a kill at any moment.
// Lines are appended and forced to the disk; the file is removed when nothing is left to do.
import { join } from 'node:path';
import * as v from 'valibot';
import { problemSchema, type Problem } from '../../../shared/domain/problem.ts';
import { completedRecordingSchema } from '../../../shared/domain/recording.ts';
import { keepDamaged } from '../platform/new-file.ts';
import { codeOf } from '../platform/errors.ts';
import { newPartMark } from './partial-files.ts';
import type { Files, Log } from '../platform/ports.ts';
import { parseJson } from '../platform/json.ts';

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
const namedSchema = v.object({
  named: v.string(),
  path: v.string(),
  sha256: v.string(),
  bytes: v.number(),
  /** An older version did not write down what it had compared: then nothing is claimed. */
  verified: v.optional(v.picklist(['hash', 'size', 'nothing']), 'nothing'),
  warning: v.optional(v.nullable(problemSchema), null),
  /** What is to be written beside it. */
  beside: v.optional(v.nullable(v.object({ path: v.string(), text: v.string() })), null),
});
export type Named = v.InferOutput<typeof namedSchema>;

const lineSchema = v.union([
  /** Each is looked at by itself: one that is damaged must not take the others of its order with it. */
  v.object({ add: v.array(v.unknown()) }),
  namedSchema,
  v.object({ ended: v.union([v.string(), v.array(v.string())]) }),
  v.object({ failed: v.string(), problem: problemSchema }),
  v.object({ held: v.boolean() }),
]);
type Line = v.InferInput<typeof lineSchema>;

/** What the last run did not finish, or could not save: then `failed` says why. */
export type LeftOver = { readonly queued: Queued; readonly named: Named | null; readonly failed: Problem | null };
export type Loaded = {
  readonly left: readonly LeftOver[];
  readonly held: boolean;
  /** Where the file was kept as it was, because some of it cannot be read; null while all of it can. */
  readonly damaged: string | null;
};

export class QueueFile {
  readonly #path: string;
  readonly #files: Files;
  readonly #log: Log;
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string, files: Files, log: Log) {
    this.#path = join(folder, 'queue.jsonl');
    this.#files = files;
    this.#log = log;
  }

  /**
   * What was not finished, in the order in which it was asked for. What cannot be read is kept beside it. Without its line feed the
   * last line is what a kill left of a write: what it would have said had not been promised to anybody.
   */
  async load(): Promise<Loaded> {
    let text: string;
    try {
      text = await this.#files.readText(this.#path);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#log.error('queue-unreadable', error);
      return { left: [], held: false, damaged: null };
    }
    const { left, held, damagedLines } = readQueue(text);
    if (damagedLines === 0) {
      await this.#rewrite(left, held);
      return { left, held, damaged: null };
    }
    this.#log.warn('queue-lines-damaged', { lines: damagedLines });
    const aside = await keepDamaged(this.#files, this.#path, text, this.#log);
    // What could not be kept elsewhere stays where it is; a torn last line is ended, so that the next one stands by itself.
    if (aside !== null) await this.#rewrite(left, held);
    else if (!text.endsWith('\n')) await this.#inTurn(() => this.#files.append(this.#path, '\n'));
    return { left, held, damaged: aside ?? this.#path };
  }

  add(queued: readonly Queued[]): Promise<void> {
    return queued.length === 0 ? this.#writing : this.#append({ add: [...queued] });
  }

  named(named: Named): Promise<void> {
    return this.#append(named);
  }

  /** Saved, cancelled or dealt with: nothing is to be done for these any more. */
  ended(recordingIds: readonly string[]): Promise<void> {
    return recordingIds.length === 0 ? this.#writing : this.#append({ ended: [...recordingIds] });
  }

  /** Stays in the queue as failed until somebody has dealt with it. */
  failed(recordingId: string, reason: Problem): Promise<void> {
    return this.#append({ failed: recordingId, problem: reason });
  }

  held(held: boolean): Promise<void> {
    return this.#append({ held });
  }

  /** Nothing is left to do. */
  clear(): Promise<void> {
    return this.#inTurn(() => this.#files.remove(this.#path));
  }

  /** Resolves when everything so far was written, or refused by the disk. */
  flushed(): Promise<void> {
    return this.#writing;
  }

  #rewrite(left: readonly LeftOver[], held: boolean): Promise<void> {
    if (left.length === 0) return this.clear();
    const names = left.map(({ named }) => named).filter((named) => named !== null);
    const failures = left.flatMap(({ queued, failed }) =>
      failed === null ? [] : [{ failed: queued.recordingId, problem: failed }],
    );
    const lines: Line[] = [{ add: left.map(({ queued }) => queued) }, ...names, ...failures, { held }];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    return this.#inTurn(() => this.#files.writeTextAtomic(this.#path, text));
  }

  #append(line: Line): Promise<void> {
    return this.#inTurn(() => this.#files.append(this.#path, `${JSON.stringify(line)}\n`));
  }

  /** One write after the other. A queue that cannot be written is worked off all the same; only a restart would lose it. */
  #inTurn(write: () => Promise<void>): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      await write().catch((error: unknown) => {
        this.#log.error('queue-not-written', error);
      });
    });
    return this.#writing;
  }
}

function readQueue(text: string): { left: LeftOver[]; held: boolean; damagedLines: number } {
  const left = new Map<string, LeftOver>();
  let held = false;
  let damagedLines = 0;
  for (const line of text.split('\n').slice(0, -1)) {
    const parsed = v.safeParse(lineSchema, parseJson(line));
    if (!parsed.success) {
      damagedLines += 1;
      continue;
    }
    const said = parsed.output;
    if ('add' in said) {
      const orders = said.add.map((order) => v.safeParse(queuedSchema, order));
      for (const { success, output } of orders) {
        if (success) left.set(output.recordingId, { queued: output, named: null, failed: null });
      }
      if (orders.some(({ success }) => !success)) damagedLines += 1;
    } else if ('named' in said) {
      const known = left.get(said.named);
      if (known !== undefined) left.set(said.named, { ...known, named: said });
    } else if ('failed' in said) {
      const known = left.get(said.failed);
      if (known !== undefined) left.set(said.failed, { ...known, failed: said.problem });
    } else if ('ended' in said) {
      for (const id of [said.ended].flat()) left.delete(id);
    } else held = said.held;
  }
  return { left: [...left.values()], held, damagedLines };
}
