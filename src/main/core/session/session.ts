// Who is signed in, to which server, and where the password rests: in the system's keychain, or in this object until the app ends.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { SessionView } from '../../../shared/ipc/snapshot.ts';
import type { Files, Keychain, Log } from '../platform/ports.ts';
import type { PreferenceStore } from '../settings/preference-store.ts';
import { readAuthorities } from './certificate-authorities.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import { parseServerAddress } from '../ucx/address.ts';
import { createUcxClient } from '../ucx/client.ts';
import type { UcxClient, UcxClientOptions } from '../ucx/client-types.ts';

export type SignIn = {
  readonly server: string;
  readonly username: string;
  readonly password: string;
  readonly allowPlainHttp: boolean;
  readonly thisSessionOnly: boolean;
};

export type SessionDependencies = {
  readonly settings: SettingsStore;
  readonly preferences: PreferenceStore;
  readonly files: Files;
  readonly keychain: Keychain;
  readonly log: Log;
  /** Called after the client changed: `client` is null when the session ended. */
  readonly onSession: (event: 'signedIn' | 'signedOutByUser' | 'refused') => void;
  readonly onChange: () => void;
  /** Makes the client; tests may hand in another. */
  readonly createClient?: typeof createUcxClient | undefined;
  /** Told what each answer of the server meant; see UcxClientOptions. */
  readonly onAnswer?: UcxClientOptions['onAnswer'];
};

/** Keychain accounts are told apart by user and server: one desktop may serve several. */
const accountOf = (server: string, username: string): string => `${username}@${server}`;

/** The address as the client uses it, or null when it is none. */
function baseOf(typed: string | null): string | null {
  const address = typed === null ? null : parseServerAddress(typed, true);
  return address?.ok === true ? address.value.base : null;
}

export class Session {
  readonly #dependencies: SessionDependencies;
  #currentClient: UcxClient | null = null;
  #phase: SessionView['phase'] = 'signedOut';
  #passwordKept: SessionView['passwordKept'] = null;
  #lastProblem: Problem | null = null;
  #keychainProblem: Problem | null = null;
  /** Grows with each sign-in, sign-out and refusal: a slower attempt that was overtaken changes nothing. */
  #turn = 0;

  constructor(dependencies: SessionDependencies) {
    this.#dependencies = dependencies;
  }

  get client(): UcxClient | null {
    return this.#currentClient;
  }

  view(): SessionView {
    const { username, plainHttpAllowed } = this.#dependencies.settings.current;
    const server = this.#server;
    return {
      phase: this.#phase,
      server,
      username,
      passwordKept: this.#phase === 'signedIn' ? this.#passwordKept : null,
      problem: this.#lastProblem,
      keychainProblem: this.#keychainProblem,
      plainHttpAllowed: server !== null && this.#mayUsePlainHttp && plainHttpAllowed.includes(server),
      serverLocked: this.#serverLocked,
    };
  }

  /** The organisation's server, else the one in use, else the one that signing in is to begin with. */
  get #server(): string | null {
    const set = this.#dependencies.preferences.current['server.address'];
    const used = this.#dependencies.settings.current.server;
    return this.#serverLocked ? (baseOf(set) ?? set) : (used ?? set);
  }

  get #serverLocked(): boolean {
    const { preferences } = this.#dependencies;
    return preferences.lockedNames.includes('server.address') && preferences.current['server.address'] !== null;
  }

  get #mayUsePlainHttp(): boolean {
    return this.#dependencies.preferences.current['network.plainHttp'];
  }

  /**
   * Takes up the session of the last start. The password comes from the keychain; the server is not asked first:
   * if it cannot be reached the app is offline, not signed out.
   */
  async restore(): Promise<void> {
    const { server, username, passwordInKeychain, plainHttpAllowed } = this.#dependencies.settings.current;
    if (server === null || username === null || !passwordInKeychain) return;
    // Another server was set meanwhile: the password of the old one is not sent anywhere.
    if (this.#serverLocked && server !== this.#server) return;
    const turn = ++this.#turn;
    this.#setPhase('signingIn', null);
    const found = await this.#dependencies.keychain.get(accountOf(server, username));
    if (turn !== this.#turn) return;
    if (!found.ok) {
      this.#keychainProblem = found.error;
      this.#setPhase('signedOut', found.error);
      return;
    }
    if (found.value === null) {
      this.#setPhase('signedOut', problem('credentials-missing'));
      return;
    }
    const authorities = await this.#authorities();
    if (turn !== this.#turn) return;
    // A file that is gone must not sign anybody out: without it the server's certificate is refused, and that is said.
    const extra = authorities.ok ? authorities.value : [];
    const plainHttp = this.#mayUsePlainHttp && plainHttpAllowed.includes(server);
    this.#begin(this.#makeClient(server, username, found.value, plainHttp, extra), 'keychain');
  }

  /**
   * Signs in and proves it by a first read. The password goes to the keychain once the server took it.
   * Fails with a named problem and changes nothing that was remembered.
   */
  async signIn(input: SignIn): Promise<Result<Record<string, never>, Problem>> {
    const turn = ++this.#turn;
    if (this.#currentClient !== null) {
      this.#leave();
      this.#dependencies.onSession('signedOutByUser');
    }
    const username = input.username.trim();
    if (username === '' || input.password === '') return this.#fail(problem('credentials-missing'));
    const address = parseServerAddress(input.server, input.allowPlainHttp && this.#mayUsePlainHttp);
    if (!address.ok) {
      const forbidden = address.error.code === 'server-plain-http' && !this.#mayUsePlainHttp;
      return this.#fail(forbidden ? { ...address.error, code: 'server-plain-http-forbidden' } : address.error);
    }
    const server = address.value.base;
    if (this.#serverLocked && server !== this.#server) {
      return this.#fail(problem('preference-locked', { name: 'server.address' }));
    }
    this.#setPhase('signingIn', null);
    const authorities = await this.#authorities();
    if (turn !== this.#turn) return err(problem('request-cancelled'));
    if (!authorities.ok) return this.#fail(authorities.error);
    const client = this.#makeClient(server, username, input.password, input.allowPlainHttp, authorities.value);
    const first = await client.listMine();
    if (turn !== this.#turn) {
      client.close();
      return err(problem('request-cancelled'));
    }
    // Without the right to see live recordings History still works; the widget says what is missing.
    if (!first.ok && first.error.outcome !== 'forbidden') {
      client.close();
      return this.#fail(first.error.problem);
    }
    const kept = await this.#keep(server, username, input);
    if (turn !== this.#turn) {
      client.close();
      return err(problem('request-cancelled'));
    }
    if (!kept.ok) {
      client.close();
      return this.#fail(kept.error);
    }
    const { plainHttpAllowed } = this.#dependencies.settings.current;
    const allowed = plainHttpAllowed.filter((other) => other !== server);
    await this.#dependencies.settings.update({
      server,
      username,
      passwordInKeychain: kept.value === 'keychain',
      plainHttpAllowed: input.allowPlainHttp ? [...allowed, server] : allowed,
    });
    if (turn !== this.#turn) {
      client.close();
      return err(problem('request-cancelled'));
    }
    this.#begin(client, kept.value);
    return ok({});
  }

  /** Ends the session and deletes the password. Server and user name stay for the next sign-in. */
  async signOut(): Promise<Result<Record<string, never>, Problem>> {
    const { server, username, passwordInKeychain } = this.#dependencies.settings.current;
    this.#turn += 1;
    const was = this.#currentClient !== null;
    this.#leave();
    this.#setPhase('signedOut', null);
    if (was) this.#dependencies.onSession('signedOutByUser');
    if (server === null || username === null || !passwordInKeychain) return ok({});
    const deleted = await this.#dependencies.keychain.delete(accountOf(server, username));
    await this.#dependencies.settings.update({ passwordInKeychain: false });
    if (deleted.ok) return ok({});
    this.#keychainProblem = deleted.error;
    this.#dependencies.onChange();
    return err(deleted.error);
  }

  /** The server refused the credentials in the middle of a session. The keychain keeps them: it may be the server's passing fault. */
  refused(): void {
    if (this.#currentClient === null) return;
    this.#turn += 1;
    this.#leave();
    this.#setPhase('signedOut', problem('credentials-refused'));
    this.#dependencies.onSession('refused');
  }

  /** Ends without touching what is remembered. */
  dispose(): void {
    this.#turn += 1;
    this.#leave();
  }

  async #keep(server: string, username: string, input: SignIn): Promise<Result<'keychain' | 'session', Problem>> {
    if (input.thisSessionOnly) return ok('session');
    const stored = await this.#dependencies.keychain.set(accountOf(server, username), input.password);
    this.#keychainProblem = stored.ok ? null : stored.error;
    return stored.ok ? ok('keychain') : err(stored.error);
  }

  #authorities(): Promise<Result<readonly string[], Problem>> {
    return readAuthorities(this.#dependencies.preferences.current['network.authorityFile'], this.#dependencies.files);
  }

  #makeClient(
    server: string,
    username: string,
    password: string,
    allowPlainHttp: boolean,
    certificateAuthorities: readonly string[],
  ): UcxClient {
    const { settings, log } = this.#dependencies;
    const make = this.#dependencies.createClient ?? createUcxClient;
    return make({
      server,
      username,
      password,
      allowPlainHttp,
      certificateAuthorities,
      mineRoute: settings.current.mineRoutes[server] ?? null,
      onMineRoute: (route) => {
        void settings.update({ mineRoutes: { ...settings.current.mineRoutes, [server]: route } });
      },
      ...(this.#dependencies.onAnswer === undefined ? {} : { onAnswer: this.#dependencies.onAnswer }),
      onRequest: ({ endpoint, status, ms }) => {
        if (endpoint !== 'listMine') log.info('request', { endpoint, status, ms: Math.round(ms) });
      },
    });
  }

  #begin(client: UcxClient, kept: 'keychain' | 'session'): void {
    this.#currentClient = client;
    this.#passwordKept = kept;
    client.warm();
    this.#setPhase('signedIn', null);
    this.#dependencies.onSession('signedIn');
  }

  #leave(): void {
    this.#currentClient?.close();
    this.#currentClient = null;
    this.#passwordKept = null;
  }

  #fail(reason: Problem): Result<never, Problem> {
    this.#setPhase('signedOut', reason);
    return err(reason);
  }

  #setPhase(phase: SessionView['phase'], reason: Problem | null): void {
    this.#phase = phase;
    this.#lastProblem = reason;
    this.#dependencies.onChange();
  }
}
