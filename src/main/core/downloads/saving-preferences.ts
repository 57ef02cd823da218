// Where and under which names recordings are saved, as a person may choose it: what cannot be used is refused before it is kept,
// or the next recording would be lost to it.
import { randomUUID } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { patternRefusal } from '../../../shared/domain/name-pattern.ts';
import type { PreferenceName } from '../../../shared/domain/preferences.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, type Result } from '../../../shared/domain/result.ts';
import { codeOf } from '../platform/errors.ts';
import { partEnding } from './partial-files.ts';
import type { Files } from '../platform/ports.ts';
import type { PreferenceStore } from '../settings/preference-store.ts';

type Answer = Result<Record<string, never>, Problem>;

export class SavingPreferences {
  readonly #preferences: PreferenceStore;
  readonly #files: Files;
  /** One after the other: what was chosen last holds, however long a folder took to answer. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(preferences: PreferenceStore, files: Files) {
    this.#preferences = preferences;
    this.#files = files;
  }

  /**
   * Sets any preference. Problems beside those of the store: `name-pattern-empty`, `name-pattern-unknown`, `folder-not-whole`,
   * `folder-not-there`, `folder-refuses`.
   */
  set(name: PreferenceName, value: unknown): Promise<Answer> {
    const checked = name === 'download.namePattern' || name === 'download.folder';
    if (!checked || typeof value !== 'string' || this.#preferences.lockedNames.includes(name)) {
      return this.#preferences.set(name, value);
    }
    const answer = this.#last.then(async (): Promise<Answer> => {
      const refusal = name === 'download.folder' ? await this.#folderRefusal(value) : patternRefusal(value);
      return refusal === null ? this.#preferences.set(name, value) : err(refusal);
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** A file is made there and taken away again: on a network share no other question is answered truly. */
  async #folderRefusal(folder: string): Promise<Problem | null> {
    if (!isAbsolute(folder)) return problem('folder-not-whole');
    const trial = join(folder, `.${randomUUID()}${partEnding}`);
    try {
      const handle = await this.#files.createNew(trial);
      await handle.close();
      await this.#files.remove(trial);
      return null;
    } catch (error) {
      switch (codeOf(error)) {
        case 'ENOENT':
        case 'ENOTDIR':
        case 'EINVAL':
        case 'ENAMETOOLONG':
          return problem('folder-not-there', { folder });
        case 'ENOSPC':
        case 'EDQUOT':
          // There is room for no file now; that is said when one is saved.
          return null;
        default:
          return problem('folder-refuses', { folder });
      }
    }
  }
}
