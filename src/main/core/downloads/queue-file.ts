// The save queue on disk, which survives a restart and a kill at any moment. Lines are appended and forced to the disk; the file is
// removed when nothing is left to do.
import { join } from 'node:path';
import * as v from 'valibot';
import type { Problem } from '../../../shared/domain/problem.ts';
import { problemSchema } from '../../../shared/domain/problem-schema.ts';
import { completedRecordingSchema } from '../../../shared/domain/recording.ts';
import { keepDamaged } from '../platform/files/new-file.ts';
import { codeOf } from '../platform/errors.ts';
import { newPartMark } from './partial-files.ts';
import type { Files, Log } from '../platform/ports.ts';
import { parseJson } from '../platform/json.ts';

const queuedSaveSchema = v.object({
  recordingId: v.string(),
  referenceNumber: v.string(),
  folder: v.string(),
  /** False: a folder that the user chose is never made anew; where it is gone, a drive is gone. */
  makeFolder: v.boolean(),
  pattern: v.string(),
  withMetadata: v.boolean(),
  /** Who requested it: another user must not continue it. */
  account: v.string(),
  /** Identifies its partial files; an older version left none that could be identified. */
  partMark: v.optional(v.string(), newPartMark),
  /** Its row of the list. */
  recording: v.nullable(completedRecordingSchema),
});
export type QueuedSave = v.InferOutput<typeof queuedSaveSchema>;

/** A whole file is about to get its name: after a kill this shows whether it did. */
const namedFileSchema = v.object({
  named: v.string(),
  path: v.string(),
  sha256: v.string(),
  bytes: v.number(),
  /** An older version did not write down what it had compared: then nothing counts as compared. */
  verified: v.optional(v.picklist(['hash', 'size', 'nothing']), 'nothing'),
  warning: v.optional(v.nullable(problemSchema), null),
  /** Its metadata sidecar. */
  beside: v.optional(v.nullable(v.object({ path: v.string(), text: v.string() })), null),
});
export type NamedFile = v.InferOutput<typeof namedFileSchema>;

const lineSchema = v.union([
  /** Each is parsed on its own: a damaged one must not lose the others of its request. */
  v.object({ add: v.array(v.unknown()) }),
  namedFileSchema,
  v.object({ ended: v.union([v.string(), v.array(v.string())]) }),
  v.object({ failed: v.string(), problem: problemSchema }),
  v.object({ held: v.boolean() }),
]);
type Line = v.InferInput<typeof lineSchema>;

/** What the last run did not finish, or could not save: then `failed` says why. */
export type UnfinishedSave = {
  readonly queued: QueuedSave;
  readonly named: NamedFile | null;
  readonly failed: Problem | null;
};
export type LoadedQueue = {
  readonly unfinished: readonly UnfinishedSave[];
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
   * What was not finished, in the order in which it was requested. A file that is damaged in part is kept under another name. A last
   * line without its line feed was cut by a kill: nobody was told that it is in the queue.
   */
  async load(): Promise<LoadedQueue> {
    let text: string;
    try {
      text = await this.#files.readText(this.#path);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#log.error('queue-unreadable', error);
      return { unfinished: [], held: false, damaged: null };
    }
    const { unfinished, held, damagedLines } = readQueue(text);
    if (damagedLines === 0) {
      await this.#rewrite(unfinished, held);
      return { unfinished, held, damaged: null };
    }
    this.#log.warn('queue-lines-damaged', { lines: damagedLines });
    const aside = await keepDamaged(this.#files, this.#path, text, this.#log);
    // What could not be kept elsewhere stays where it is; a torn last line is ended, so that the next one is not part of it.
    if (aside !== null) await this.#rewrite(unfinished, held);
    else if (!text.endsWith('\n')) await this.#inTurn(() => this.#files.append(this.#path, '\n'));
    return { unfinished, held, damaged: aside ?? this.#path };
  }

  add(queued: readonly QueuedSave[]): Promise<void> {
    return queued.length === 0 ? this.#writing : this.#append({ add: [...queued] });
  }

  named(file: NamedFile): Promise<void> {
    return this.#append(file);
  }

  /** Saved, cancelled or dismissed: nothing is left to do for these. */
  ended(recordingIds: readonly string[]): Promise<void> {
    return recordingIds.length === 0 ? this.#writing : this.#append({ ended: [...recordingIds] });
  }

  /** Stays in the queue as failed until a person retries or dismisses it. */
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

  #rewrite(unfinished: readonly UnfinishedSave[], held: boolean): Promise<void> {
    if (unfinished.length === 0) return this.clear();
    const names = unfinished.map(({ named }) => named).filter((named) => named !== null);
    const failures = unfinished.flatMap(({ queued, failed }) =>
      failed === null ? [] : [{ failed: queued.recordingId, problem: failed }],
    );
    const lines: Line[] = [{ add: unfinished.map(({ queued }) => queued) }, ...names, ...failures, { held }];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    return this.#inTurn(() => this.#files.writeTextAtomic(this.#path, text));
  }

  #append(line: Line): Promise<void> {
    return this.#inTurn(() => this.#files.append(this.#path, `${JSON.stringify(line)}\n`));
  }

  /** One write after the other. A queue that cannot be written is still saved; only a restart would lose it. */
  #inTurn(write: () => Promise<void>): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      await write().catch((error: unknown) => {
        this.#log.error('queue-not-written', error);
      });
    });
    return this.#writing;
  }
}

function readQueue(text: string): { unfinished: UnfinishedSave[]; held: boolean; damagedLines: number } {
  const unfinished = new Map<string, UnfinishedSave>();
  let held = false;
  let damagedLines = 0;
  for (const line of text.split('\n').slice(0, -1)) {
    const parsed = v.safeParse(lineSchema, parseJson(line));
    if (!parsed.success) {
      damagedLines += 1;
      continue;
    }
    const entry = parsed.output;
    if ('add' in entry) {
      const added = entry.add.map((save) => v.safeParse(queuedSaveSchema, save));
      for (const { success, output } of added) {
        if (success) unfinished.set(output.recordingId, { queued: output, named: null, failed: null });
      }
      if (added.some(({ success }) => !success)) damagedLines += 1;
    } else if ('named' in entry) {
      const known = unfinished.get(entry.named);
      if (known !== undefined) unfinished.set(entry.named, { ...known, named: entry });
    } else if ('failed' in entry) {
      const known = unfinished.get(entry.failed);
      if (known !== undefined) unfinished.set(entry.failed, { ...known, failed: entry.problem });
    } else if ('ended' in entry) {
      for (const id of [entry.ended].flat()) unfinished.delete(id);
    } else held = entry.held;
  }
  return { unfinished: [...unfinished.values()], held, damagedLines };
}
