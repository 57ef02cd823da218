// The password of a session in the keychain of the system. What went wrong there last is kept, to be shown.
import type { Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { Keychain } from '../platform/ports.ts';

export type Account = { readonly server: string; readonly username: string };

/** Name in the keychain, by user and server: one desktop may serve several. */
const keychainName = ({ server, username }: Account): string => `${username}@${server}`;

export class StoredPassword {
  readonly #keychain: Keychain;
  #problem: Problem | null = null;

  constructor(keychain: Keychain) {
    this.#keychain = keychain;
  }

  /** Why the last thing that was asked of the keychain failed; null after one that succeeded in storing. */
  get problem(): Problem | null {
    return this.#problem;
  }

  /** The password; null where there is none. */
  async get(account: Account): Promise<Result<string | null, Problem>> {
    return this.#kept(await this.#keychain.get(keychainName(account)));
  }

  async set(account: Account, password: string): Promise<Result<'keychain', Problem>> {
    const stored = this.#kept(await this.#keychain.set(keychainName(account), password));
    if (!stored.ok) return stored;
    this.#problem = null;
    return ok('keychain');
  }

  async delete(account: Account): Promise<Result<Record<string, never>, Problem>> {
    const deleted = this.#kept(await this.#keychain.delete(keychainName(account)));
    return deleted.ok ? ok({}) : err(deleted.error);
  }

  #kept<T>(answer: Result<T, Problem>): Result<T, Problem> {
    if (!answer.ok) this.#problem = answer.error;
    return answer;
  }
}
