// Index on disk of the recordings saved on this computer, for History and Saved. One line an entry, appended and forced to the disk:
// saving ten thousand recordings must not write the whole index ten thousand times.
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import type { SavedEntry } from '../../../shared/ipc/saving.ts';
import { LocalFileChecker } from './local-file-checker.ts';
import { keepDamaged } from '../platform/files/new-file.ts';
import { codeOf } from '../platform/errors.ts';
import type { Clock, Files, Log } from '../platform/ports.ts';
import { parseJson } from '../platform/json.ts';

const text = v.optional(v.nullable(v.string()), null);
const savedSchema = v.object({
  id: v.string(),
  path: v.string(),
  sha256: v.string(),
  referenceNumber: v.optional(v.string(), ''),
  savedAt: text,
  bytes: v.optional(v.nullable(v.number()), null),
  startTime: text,
  durationMs: v.optional(v.nullable(v.number()), null),
  remotePartyNumber: text,
  verified: v.optional(v.boolean(), true),
  /** Its metadata sidecar. */
  metadataPath: text,
});
export type SavedFile = v.InferOutput<typeof savedSchema>;
const lineSchema = v.union([savedSchema, v.object({ removed: v.string() })]);

export class SavedIndex {
  readonly #saved = new Map<string, SavedFile>();
  readonly #path: string;
  readonly #files: Files;
  readonly #log: Log;
  readonly #checker: LocalFileChecker;
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string, files: Files, log: Log, clock: Clock) {
    this.#path = join(folder, 'saved.jsonl');
    this.#files = files;
    this.#log = log;
    this.#checker = new LocalFileChecker(files, clock);
  }

  /**
   * Lines that cannot be read are left out; the files they named still exist. Answers where the damaged index was kept when that
   * happened, else null.
   */
  async load(): Promise<string | null> {
    let all: string;
    try {
      all = await this.#files.readText(this.#path);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') this.#log.error('saved-index-unreadable', error);
      return null;
    }
    const lines = all.split('\n');
    // A last line without its line feed was cut by a kill.
    const torn = lines.pop() ?? '';
    let damaged = 0;
    for (const line of lines) {
      const parsed = v.safeParse(lineSchema, parseJson(line));
      if (!parsed.success) damaged += 1;
      else if ('removed' in parsed.output) this.#saved.delete(parsed.output.removed);
      else this.#saved.set(parsed.output.id, parsed.output);
    }
    const aside = damaged > 0 ? await keepDamaged(this.#files, this.#path, all, this.#log) : null;
    // What could not be kept elsewhere stays where it is; a torn last line is ended, so that the next one is not part of it.
    if (damaged > 0 && aside === null) {
      if (torn !== '') await this.#endTornLine();
      return this.#path;
    }
    if (torn !== '' || damaged > 0 || lines.length > this.#saved.size * 2 + 100) await this.#compact();
    return aside;
  }

  /** Path of the local file; null when there is none or it was moved or deleted. A folder that does not answer counts as having it. */
  async pathOf(recordingId: string): Promise<string | null> {
    const entry = this.entryOf(recordingId);
    if (entry === null) return null;
    return (await this.#checker.exists(entry.path)) ? entry.path : null;
  }

  async fileNameOf(recordingId: string): Promise<string | null> {
    const path = await this.pathOf(recordingId);
    return path === null ? null : basename(path);
  }

  entryOf(recordingId: string): SavedFile | null {
    return this.#saved.get(recordingId.toLowerCase()) ?? null;
  }

  /** All local files that still exist, as far as their folders answer; newest first. */
  async list(): Promise<SavedEntry[]> {
    const all = [...this.#saved.values()].reverse();
    const exists = await Promise.all(all.map((entry) => this.#checker.exists(entry.path)));
    return all
      .filter((_entry, index) => exists[index] === true)
      .map(({ id, path, sha256: _sha256, metadataPath: _metadataPath, ...rest }) => ({
        recordingId: id,
        fileName: basename(path),
        folder: dirname(path),
        ...rest,
      }));
  }

  async add(entry: SavedFile): Promise<void> {
    const own = { ...entry, id: entry.id.toLowerCase() };
    this.#saved.delete(own.id);
    this.#saved.set(own.id, own);
    await this.#append(own);
  }

  /** Removes an entry; the file is not touched. */
  async remove(recordingId: string): Promise<void> {
    const id = recordingId.toLowerCase();
    if (this.#saved.delete(id)) await this.#append({ removed: id });
  }

  #append(line: v.InferInput<typeof lineSchema>): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      await this.#files.append(this.#path, `${JSON.stringify(line)}\n`).catch((error: unknown) => {
        this.#log.error('saved-index-not-written', error);
      });
    });
    return this.#writing;
  }

  async #endTornLine(): Promise<void> {
    await this.#files.append(this.#path, '\n').catch((error: unknown) => {
      this.#log.error('saved-index-not-written', error);
    });
  }

  async #compact(): Promise<void> {
    const lines = [...this.#saved.values()].map((entry) => `${JSON.stringify(entry)}\n`).join('');
    await this.#files.writeTextAtomic(this.#path, lines).catch((error: unknown) => {
      this.#log.error('saved-index-not-written', error);
    });
  }
}
