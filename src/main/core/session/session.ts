// The session: who is signed in to which server, with the password in the system's keychain, or in memory until the app ends.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { SessionView } from '../../../shared/ipc/snapshot.ts';
import type { Ports } from '../platform/ports.ts';
import type { PreferenceStore } from '../settings/preference-store.ts';
import { authoritiesForClient } from './certificate-authorities.ts';
import { SecondTry } from './second-try.ts';
import { ServerRules } from './server-rules.ts';
import { StoredPassword, type Account } from './stored-password.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import { createUcxClient } from '../ucx/client.ts';
import type { UcxClient, UcxClientOptions } from '../ucx/client-types.ts';

export type SignIn = {
  readonly server: string;
  readonly username: string;
  readonly password: string;
  readonly allowPlainHttp: boolean;
  readonly thisSessionOnly: boolean;
};

/** `accepted`: after a refusal the server took the same password again; reading goes on. */
export type SessionEvent = 'signedIn' | 'signedOutByUser' | 'refused' | 'accepted';

export type SessionDependencies = {
  readonly ports: Pick<Ports, 'clock' | 'files' | 'keychain' | 'log'>;
  readonly settings: SettingsStore;
  readonly preferences: PreferenceStore;
  readonly client: Pick<UcxClientOptions, 'findRoute' | 'onAnswer'> & {
    /** Tests supply another; undefined for the real one. */
    readonly create: typeof createUcxClient | undefined;
  };
  readonly events: {
    /** Called after the client changed. */
    readonly onSession: (event: SessionEvent) => void;
    readonly onChange: () => void;
  };
};

export class Session {
  readonly #dependencies: SessionDependencies;
  #currentClient: UcxClient | null = null;
  readonly #secondTry: SecondTry;
  readonly #rules: ServerRules;
  readonly #stored: StoredPassword;
  #phase: SessionView['phase'] = 'signedOut';
  #passwordKept: SessionView['passwordKept'] = null;
  #lastProblem: Problem | null = null;
  /** Grows with each sign-in, sign-out and refusal: a slower attempt that was overtaken changes nothing. */
  #attempt = 0;

  constructor(dependencies: SessionDependencies) {
    this.#dependencies = dependencies;
    this.#stored = new StoredPassword(dependencies.ports.keychain);
    this.#rules = new ServerRules(dependencies.preferences, dependencies.settings);
    this.#secondTry = new SecondTry(dependencies.ports.clock, {
      onAccepted: (client) => {
        this.#currentClient = client;
        dependencies.events.onSession('accepted');
      },
      onRefused: () => {
        this.#attempt += 1;
        this.#leave();
        this.#setPhase('signedOut', problem('credentials-refused'));
        dependencies.events.onSession('refused');
      },
    });
  }

  get client(): UcxClient | null {
    return this.#currentClient;
  }

  view(): SessionView {
    const { username, plainHttpAllowed } = this.#dependencies.settings.current;
    const { server } = this.#rules;
    return {
      phase: this.#phase,
      server,
      username,
      passwordKept: this.#phase === 'signedIn' ? this.#passwordKept : null,
      problem: this.#lastProblem,
      keychainProblem: this.#stored.problem,
      plainHttpAllowed: server !== null && this.#rules.mayUsePlainHttp && plainHttpAllowed.includes(server),
      serverLocked: this.#rules.isLocked,
      canRetry: this.#phase === 'signedOut' && this.#canRestore,
    };
  }

  /** There is a password in the keychain for the server and user of the last session. */
  get #canRestore(): boolean {
    const { server, username, passwordInKeychain } = this.#dependencies.settings.current;
    // The organisation decided otherwise meanwhile: the password isn't sent to that server.
    return server !== null && username !== null && passwordInKeychain && this.#rules.forbidden(server) === null;
  }

  /**
   * Takes up the session of the last start. The password comes from the keychain; the server is not contacted first:
   * if it cannot be reached the app is offline, not signed out.
   */
  async restore(): Promise<void> {
    const { server, username, plainHttpAllowed } = this.#dependencies.settings.current;
    if (server === null || username === null || !this.#canRestore) return;
    const attempt = ++this.#attempt;
    this.#setPhase('signingIn', null);
    const found = await this.#stored.get({ server, username });
    if (attempt !== this.#attempt) return;
    if (!found.ok) {
      this.#setPhase('signedOut', found.error);
      return;
    }
    if (found.value === null) {
      this.#setPhase('signedOut', problem('credentials-missing'));
      return;
    }
    const authorities = await this.#authorities();
    if (attempt !== this.#attempt) return;
    // A file that is gone must not sign anybody out: without it the server's certificate is refused, which is shown.
    const extra = authorities.ok ? authorities.value : [];
    const client = this.#createClient({
      server,
      username,
      password: found.value,
      allowPlainHttp: this.#rules.mayUsePlainHttp && plainHttpAllowed.includes(server),
      certificateAuthorities: extra,
    });
    this.#begin(client, 'keychain');
  }

  /**
   * Signs in and proves it by a first read. The password goes to the keychain once the server accepted it.
   * Fails with a named problem and changes nothing that was remembered.
   */
  async signIn(input: SignIn): Promise<Result<Record<string, never>, Problem>> {
    const attempt = ++this.#attempt;
    if (this.#leave()) this.#dependencies.events.onSession('signedOutByUser');
    const account = this.#accountOf(input);
    if (!account.ok) return this.#fail(account.error);
    this.#setPhase('signingIn', null);
    const authorities = await this.#authorities();
    if (attempt !== this.#attempt) return err(problem('request-cancelled'));
    if (!authorities.ok) return this.#fail(authorities.error);
    const { password, allowPlainHttp } = input;
    const client = this.#createClient({
      ...account.value,
      password,
      allowPlainHttp,
      certificateAuthorities: authorities.value,
    });
    const kept = await this.#proveAndRemember(client, account.value, input, attempt);
    if (attempt === this.#attempt && kept.ok) {
      this.#begin(client, kept.value);
      return ok({});
    }
    client.close();
    if (attempt !== this.#attempt || kept.ok) return err(problem('request-cancelled'));
    return this.#fail(kept.error);
  }

  /** Ends the session and deletes the password. Server and user name stay for the next sign-in. */
  async signOut(): Promise<Result<Record<string, never>, Problem>> {
    const { server, username, passwordInKeychain } = this.#dependencies.settings.current;
    this.#attempt += 1;
    const was = this.#leave();
    this.#setPhase('signedOut', null);
    if (was) this.#dependencies.events.onSession('signedOutByUser');
    if (server === null || username === null || !passwordInKeychain) return ok({});
    const deleted = await this.#stored.delete({ server, username });
    await this.#dependencies.settings.update({ passwordInKeychain: false });
    if (!deleted.ok) this.#dependencies.events.onChange();
    return deleted;
  }

  /**
   * The server refused the credentials in the middle of a session. It may be its passing fault: they are tried once more, by a single
   * request and by nobody else meanwhile. If they are refused again the session ends; the keychain keeps them.
   */
  refused(): void {
    const client = this.#currentClient;
    if (client === null) return;
    this.#currentClient = null;
    this.#secondTry.begin(client);
  }

  /** Ends a session that the organisation's policy has forbidden meanwhile. The keychain keeps the password. */
  endIfForbidden(): void {
    const { server } = this.#dependencies.settings.current;
    if (this.#phase !== 'signedIn' || server === null) return;
    const reason = this.#rules.forbidden(server);
    if (reason === null) return;
    this.#attempt += 1;
    this.#leave();
    this.#fail(reason);
    this.#dependencies.events.onSession('refused');
  }

  /** Signs in again with the password of the keychain, because a person asks. Answers why it could not be tried. */
  async retry(): Promise<Result<Record<string, never>, Problem>> {
    if (this.#phase === 'signedOut') await this.restore();
    return this.#lastProblem === null ? ok({}) : err(this.#lastProblem);
  }

  /** Ends without touching what is remembered. */
  dispose(): void {
    this.#attempt += 1;
    this.#leave();
  }

  /** What was typed as the account to sign in with, or why it cannot be one. */
  #accountOf(input: SignIn): Result<Account, Problem> {
    const username = input.username.trim();
    if (username === '' || input.password === '') return err(problem('credentials-missing'));
    const server = this.#rules.baseOf(input.server, input.allowPlainHttp);
    return server.ok ? ok({ server: server.value, username }) : server;
  }

  /** Where the password is kept. Stops as soon as a newer attempt has taken the place of this one. */
  async #proveAndRemember(
    client: UcxClient,
    { server, username }: Account,
    input: SignIn,
    attempt: number,
  ): Promise<Result<'keychain' | 'session', Problem>> {
    const { settings } = this.#dependencies;
    const first = await client.listMine();
    if (attempt !== this.#attempt) return err(problem('request-cancelled'));
    // Without the right to see live recordings History still works; the widget says what is missing.
    if (!first.ok && first.error.outcome !== 'forbidden') return err(first.error.problem);
    const kept = input.thisSessionOnly
      ? ok('session' as const)
      : await this.#stored.set({ server, username }, input.password);
    if (attempt !== this.#attempt) return err(problem('request-cancelled'));
    if (!kept.ok) return kept;
    const others = settings.current.plainHttpAllowed.filter((other) => other !== server);
    await settings.update({
      server,
      username,
      passwordInKeychain: kept.value === 'keychain',
      plainHttpAllowed: input.allowPlainHttp ? [...others, server] : others,
    });
    return kept;
  }

  #authorities(): Promise<Result<readonly string[], Problem>> {
    return authoritiesForClient(
      this.#dependencies.preferences.current['network.authorityFile'],
      this.#dependencies.ports,
    );
  }

  #createClient(
    options: Pick<UcxClientOptions, 'server' | 'username' | 'password' | 'allowPlainHttp' | 'certificateAuthorities'>,
  ): UcxClient {
    const { settings, client, ports } = this.#dependencies;
    const { server } = options;
    const { create = createUcxClient, ...given } = client;
    return create({
      ...given,
      ...options,
      mineRoute: settings.current.mineRoutes[server] ?? null,
      onMineRoute: (route) => {
        void settings.update({ mineRoutes: { ...settings.current.mineRoutes, [server]: route } });
      },
      onRequest: ({ endpoint, status, ms }) => {
        if (endpoint !== 'listMine') ports.log.info('request', { endpoint, status, ms: Math.round(ms) });
      },
    });
  }

  #begin(client: UcxClient, kept: 'keychain' | 'session'): void {
    this.#currentClient = client;
    this.#passwordKept = kept;
    client.warm();
    this.#setPhase('signedIn', null);
    this.#dependencies.events.onSession('signedIn');
  }

  /** Answers whether there was a session. */
  #leave(): boolean {
    const doubted = this.#secondTry.end();
    const client = this.#currentClient ?? doubted;
    client?.close();
    this.#currentClient = null;
    this.#passwordKept = null;
    return client !== null;
  }

  #fail(reason: Problem): Result<never, Problem> {
    this.#setPhase('signedOut', reason);
    return err(reason);
  }

  #setPhase(phase: SessionView['phase'], reason: Problem | null): void {
    this.#phase = phase;
    this.#lastProblem = reason;
    this.#dependencies.events.onChange();
  }
}
