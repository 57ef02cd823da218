// Which way leads to the server: the system's proxy, none, or a fixed one, as preferences and policy say, with the sign-in for a proxy.
import type { Preferences } from '../../../shared/domain/preferences.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { parseProxyAddress } from '../../../shared/domain/proxy-choice.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { Ports } from '../platform/ports.ts';
import { parseProxyAnswer, type Hop, type ProxyCredentials } from '../ucx/transport/proxy.ts';
import type { FindRoute } from '../ucx/transport/route-finder.ts';

export type ProxyRoutesDependencies = {
  readonly ports: Pick<Ports, 'keychain' | 'systemProxy'>;
  readonly preferences: () => Preferences;
};

/** Name of a proxy's password in the keychain. No account of a server is named like that: those end with an address. */
const keychainName = (username: string): string => `${username}@proxy`;

export class ProxyRoutes {
  readonly #dependencies: ProxyRoutesDependencies;
  /** The password that was read from the keychain, or could not be kept there. */
  #known: ProxyCredentials | null = null;

  constructor(dependencies: ProxyRoutesDependencies) {
    this.#dependencies = dependencies;
  }

  /** Asks preferences and system anew at each call. */
  readonly find: FindRoute = async (url) => {
    const choice = this.#dependencies.preferences()['network.proxy'] ?? 'system';
    if (choice === 'none') return ok([null]);
    const credentials = await this.#credentials();
    if (choice === 'system') return this.#systemWays(url, credentials);
    const address = parseProxyAddress(choice);
    return address === null ? unusable(url) : ok([{ ...address, credentials }]);
  };

  /** Keeps the password for the proxy in the keychain; an empty one is deleted. Problems: `proxy-username-missing`, those of the keychain. */
  async setPassword(password: string): Promise<Result<Record<string, never>, Problem>> {
    const { ports, preferences } = this.#dependencies;
    const username = preferences()['network.proxyUser'];
    if (username === null) return err(problem('proxy-username-missing'));
    this.#known = { username, password };
    const name = keychainName(username);
    const kept = await (password === '' ? ports.keychain.delete(name) : ports.keychain.set(name, password));
    return kept.ok ? ok({}) : kept;
  }

  async #systemWays(url: string, credentials: ProxyCredentials | null): ReturnType<FindRoute> {
    const { systemProxy } = this.#dependencies.ports;
    if (systemProxy === undefined) return ok([null]);
    try {
      // Path and query are nobody's business, least of all a script's from the network.
      const [first, ...more]: Hop[] = parseProxyAnswer(await systemProxy.find(`${new URL(url).origin}/`), credentials);
      return first === undefined ? unusable(url) : ok([first, ...more]);
    } catch {
      return err(problem('proxy-unknown', { host: new URL(url).host }));
    }
  }

  /** Null where no user name is set, or no password is known for it. */
  async #credentials(): Promise<ProxyCredentials | null> {
    const { ports, preferences } = this.#dependencies;
    const username = preferences()['network.proxyUser'];
    if (username === null) return null;
    if (this.#known?.username !== username) {
      const stored = await ports.keychain.get(keychainName(username));
      // A keychain that is locked now may be open at the next look.
      if (!stored.ok) return null;
      this.#known = { username, password: stored.value ?? '' };
    }
    return this.#known.password === '' ? null : this.#known;
  }
}

const unusable = (url: string): Result<never, Problem> => err(problem('proxy-unusable', { host: new URL(url).host }));
