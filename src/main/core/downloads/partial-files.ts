// Files that are still being written: their names, and the removal of those that a killed run left.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { codeOf } from '../platform/errors.ts';
import type { Ports } from '../platform/ports.ts';

export const partialEnding = '.sidetone-part';

/** Identifies the partial files of one queued save. It is in the queue on disk before the first of them is created. */
export const newPartMark = (): string => randomUUID().slice(0, 8);

/** New each time, since the partial file of the last attempt may still exist. */
export const partialFileName = (base: string, mark: string): string =>
  `${base}.${mark}-${randomUUID().slice(0, 4)}${partialEnding}`;

/** The mark in the name of a partial file, or null where the name is not one of ours. */
const markOf = (name: string): string | null => /\.([^.]+)-[^.-]+\.sidetone-part$/u.exec(name)?.[1] ?? null;

/** Removes the partial files of a killed run. A folder may be shared: another computer may be writing the files without our marks. */
export class PartialFiles {
  readonly #ports: Pick<Ports, 'files' | 'log'>;
  readonly #cleaning = new Map<string, Promise<void>>();

  constructor(ports: Pick<Ports, 'files' | 'log'>) {
    this.#ports = ports;
  }

  /** Starts to clean a folder. It may be on a network that does not answer, so only writers to that folder wait for it. */
  clean(folder: string, marks: ReadonlySet<string>): void {
    const work = this.#removeMarked(folder, marks).finally(() => this.#cleaning.delete(folder));
    this.#cleaning.set(folder, work);
  }

  /** Resolves when this folder is not being cleaned: before that, a partial file of this run could be taken for one of the last. */
  async cleaned(folder: string): Promise<void> {
    await this.#cleaning.get(folder);
  }

  async #removeMarked(folder: string, marks: ReadonlySet<string>): Promise<void> {
    const { files, log } = this.#ports;
    try {
      for (const name of await files.list(folder)) {
        const mark = markOf(name);
        if (mark === null || !marks.has(mark)) continue;
        // One that cannot be removed does not keep the others.
        await files.remove(join(folder, name)).catch((error: unknown) => {
          log.error('partial-file-not-removed', error);
        });
      }
    } catch (error) {
      // Until the first recording is saved there is no folder.
      if (codeOf(error) === 'ENOENT') log.info('no-download-folder-yet');
      else log.error('partial-files-not-removed', error);
    }
  }
}
