// The organisation's policy from the JSON file of this computer.
import { decodedText, parseJson } from '../core/platform/json.ts';
import { codeOf } from '../core/platform/errors.ts';
import type { Files, Log, PolicyFound, PolicySource } from '../core/platform/ports.ts';
import type { PolicyFileCheck } from './policy-file-check.ts';
import { watchFile } from './watch-file.ts';

/** Names the file where its place can't be found out. */
const unknownPlace = 'policy.json';

export class PolicyFileSource implements PolicySource {
  readonly #check: PolicyFileCheck;
  readonly #files: Pick<Files, 'readBytes'>;
  readonly #log: Log;
  #place = unknownPlace;

  constructor(check: PolicyFileCheck, files: Pick<Files, 'readBytes'>, log: Log) {
    this.#check = check;
    this.#files = files;
    this.#log = log;
  }

  /** Never rejects. */
  async read(): Promise<PolicyFound> {
    let place = unknownPlace;
    try {
      const checked = await this.#check();
      ({ place } = checked);
      this.#place = place;
      if (checked.state === 'missing') return { place, kind: 'none' };
      if (checked.state === 'untrusted') return { place, kind: 'untrusted' };
      const value = parseJson(decodedText(await this.#files.readBytes(place)));
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isObject ? { place, kind: 'policy', value } : { place, kind: 'damaged' };
    } catch (error) {
      // Removed since it was checked.
      if (codeOf(error) === 'ENOENT' && place !== unknownPlace) return { place, kind: 'none' };
      this.#log.error('policy-unreadable', error);
      return { place, kind: 'unreadable' };
    }
  }

  /** Call after the first read, which finds out where the file is. */
  watch(changed: () => void): () => void {
    return this.#place === unknownPlace ? () => undefined : watchFile(this.#place, changed);
  }
}
