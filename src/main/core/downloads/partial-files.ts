// Files that are still being written: how they are named, and how what a killed run left of them is found again among those of others.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Files, Log } from '../platform/ports.ts';

export const partEnding = '.sidetone-part';

/** What the parts of one order are known by. It stands in the queue on disk before the first of them is made. */
export const newPartMark = (): string => randomUUID().slice(0, 8);

/** A name that is new each time, since what was left of the last try may still be there. */
export const partName = (base: string, mark: string): string =>
  `${base}.${mark}-${randomUUID().slice(0, 4)}${partEnding}`;

/** The mark in the name of a part, or null where the name is none of ours. */
const markOf = (name: string): string | null => /\.([^.]+)-[^.-]+\.sidetone-part$/u.exec(name)?.[1] ?? null;

/** Removes what a killed run left half-written. A folder may be shared: what bears no mark of ours is being written by somebody else. */
export class PartialFiles {
  readonly #files: Files;
  readonly #log: Log;
  readonly #cleaning = new Map<string, Promise<void>>();

  constructor(files: Files, log: Log) {
    this.#files = files;
    this.#log = log;
  }

  /** Begins to clean a folder. It may be on a network that does not answer, so nobody but a writer to that folder waits for it. */
  clean(folder: string, marks: ReadonlySet<string>): void {
    const work = this.#remove(folder, marks).finally(() => this.#cleaning.delete(folder));
    this.#cleaning.set(folder, work);
  }

  /** Resolves when this folder is not being cleaned: before that, a part of this run could be taken for one of the last. */
  async cleaned(folder: string): Promise<void> {
    await this.#cleaning.get(folder);
  }

  async #remove(folder: string, marks: ReadonlySet<string>): Promise<void> {
    try {
      for (const name of await this.#files.list(folder)) {
        const mark = markOf(name);
        if (mark !== null && marks.has(mark)) await this.#files.remove(join(folder, name));
      }
    } catch {
      this.#log.info('no-download-folder-yet');
    }
  }
}
