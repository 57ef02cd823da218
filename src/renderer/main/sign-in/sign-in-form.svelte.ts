// What stands in the sign-in form, what is still missing, and what the last try said.
import type { Bridge, CallInput } from '../../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import type { SessionView } from '../../../shared/ipc/snapshot.ts';

export type SignInField = 'server' | 'username' | 'password';

export class SignInForm {
  server = $state('');
  username = $state('');
  password = $state('');
  /** The password is kept in the keychain; else in memory, until the app ends. */
  keeps = $state(true);
  /** The server that plain http was allowed to. Another address must be allowed anew. */
  #plainHttpServer = $state.raw<string | null>(null);
  /** The boxes that were empty at the last try, in their order on the page. */
  missing = $state.raw<readonly SignInField[]>([]);
  #pending = $state.raw(false);
  #problem = $state.raw<Problem | null>(null);
  /** Until something was tried here, the reason why the last session ended is what counts. */
  #tried = $state.raw(false);
  readonly #bridge: Bridge;
  readonly #session: () => SessionView;

  constructor(bridge: Bridge, session: () => SessionView) {
    this.#bridge = bridge;
    this.#session = session;
    const { server, username, plainHttpAllowed } = session();
    this.server = server ?? '';
    this.username = username ?? '';
    this.#plainHttpServer = plainHttpAllowed ? server : null;
  }

  get allowPlainHttp(): boolean {
    return this.#plainHttpServer !== null && this.#plainHttpServer === this.server.trim();
  }

  set allowPlainHttp(allowed: boolean) {
    this.#plainHttpServer = allowed ? this.server.trim() : null;
  }

  /** The address as typed is of plain http to another computer: what is sent can be read on the way. */
  get isPlainHttp(): boolean {
    const address = this.server.trim();
    if (!/^http:\/\//iu.test(address) || !URL.canParse(address)) return false;
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- read and dropped
    const { hostname } = new URL(address);
    return hostname !== 'localhost' && hostname !== '[::1]' && !/^127\./u.test(hostname);
  }

  useHttps(): void {
    this.server = this.server.trim().replace(/^http:/iu, 'https:');
  }

  /** The box that wants the focus first: the first that is empty. */
  get firstEmpty(): SignInField {
    return this.server === '' ? 'server' : this.username === '' ? 'username' : 'password';
  }

  get pending(): boolean {
    return this.#pending || this.#session().phase === 'signingIn';
  }

  get problem(): Problem | null {
    if (this.pending) return null;
    return this.#tried ? this.#problem : this.#session().problem;
  }

  /** The server has no https: the user may allow plain http, knowing what it means. */
  get asksPlainHttp(): boolean {
    const codes = [this.#problem?.code, this.#session().problem?.code];
    return this.allowPlainHttp || codes.includes('server-plain-http');
  }

  /** The keychain cannot be used: the password may be kept in memory instead. */
  get offersSessionOnly(): boolean {
    return this.problem?.code.startsWith('keychain-') ?? false;
  }

  /** Tries to sign in. Answers with the box that wants the focus, or null. */
  async submit(thisSessionOnly = false): Promise<SignInField | null> {
    if (this.pending) return null;
    const input: CallInput<'session.signIn'> = {
      server: this.server.trim(),
      username: this.username.trim(),
      password: this.password,
      allowPlainHttp: this.allowPlainHttp,
      thisSessionOnly: thisSessionOnly || !this.keeps,
    };
    this.missing = (['server', 'username', 'password'] as const).filter((field) => input[field] === '');
    this.#tried = true;
    this.#problem = null;
    const [first] = this.missing;
    if (first !== undefined) return first;
    this.#pending = true;
    const answer = await this.#bridge.call('session.signIn', input);
    this.#pending = false;
    if (answer.ok) {
      this.password = '';
      return null;
    }
    this.#problem = answer.error;
    if (answer.error.code !== 'credentials-refused') return null;
    // A refused password is typed again; the rest stays.
    this.password = '';
    return 'password';
  }
}
