// Who asks: reads Basic credentials and says no in the vendor's way.
import type { Answer, Failures } from './answer.ts';
import type { Quirks } from '../faults/quirks.ts';
import type { SimulatorUser } from '../types.ts';
import { basicCredentials } from '../calls/users.ts';

export class SignIn {
  readonly #users: readonly SimulatorUser[];
  readonly #quirks: Quirks;
  readonly #failures: Failures;
  /** Wrong passwords in a row, by user name. */
  readonly #wrong = new Map<string, number>();

  constructor(users: readonly SimulatorUser[], quirks: Quirks, failures: Failures) {
    this.#users = users;
    this.#quirks = quirks;
    this.#failures = failures;
  }

  /** The user of an Authorization header, or null. Counts wrong passwords for quirk `lockout-after`. */
  user(header: string | undefined): SimulatorUser | null {
    const given = basicCredentials(header, this.#quirks['credentials-charset']);
    const user = this.#users.find((candidate) => candidate.username === given?.username);
    if (given === null || user === undefined) return null;
    const limit = this.#quirks['lockout-after'];
    const wrong = this.#wrong.get(user.username) ?? 0;
    if (limit > 0 && wrong >= limit) return null;
    if (user.password === given.password) {
      this.#wrong.delete(user.username);
      return user;
    }
    this.#wrong.set(user.username, wrong + 1);
    return null;
  }

  refusal(): Answer {
    const { 'credentials-charset': charset, 'authenticate-header': says } = this.#quirks;
    const realm = `Basic realm="Imagicle"${charset === 'utf8' ? ', charset="UTF-8"' : ''}`;
    return this.#failures.bare(401, says === 'yes' ? { 'WWW-Authenticate': realm } : {});
  }
}
