// Checks the folder and the name pattern for recordings before they are stored: with one that cannot be used the next save would fail.
import { randomUUID } from 'node:crypto';
import { isAbsolute, join } from 'node:path';
import { patternRefusal } from '../../../shared/domain/text/name-pattern.ts';
import type { PreferenceName } from '../../../shared/domain/preferences.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, type Result } from '../../../shared/domain/result.ts';
import { codeOf } from '../platform/errors.ts';
import { partialEnding } from './partial-files.ts';
import type { Files } from '../platform/ports.ts';
import type { PreferenceStore } from '../settings/preference-store.ts';

type Answer = Result<Record<string, never>, Problem>;

export class SavingPreferences {
  readonly #preferences: PreferenceStore;
  readonly #files: Files;
  /** One after the other: the last choice wins, however long a folder took to answer. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(preferences: PreferenceStore, files: Files) {
    this.#preferences = preferences;
    this.#files = files;
  }

  /**
   * Sets any preference. Problems in addition to those of the store: `name-pattern-empty`, `name-pattern-unknown`, `folder-not-whole`,
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

  /** A file is created and removed again: on a network share no other check is reliable. */
  async #folderRefusal(folder: string): Promise<Problem | null> {
    if (!isAbsolute(folder)) return problem('folder-not-whole');
    const trial = join(folder, `.${randomUUID()}${partialEnding}`);
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
          // A full disk is reported when a recording is saved.
          return null;
        default:
          return problem('folder-refuses', { folder });
      }
    }
  }
}
