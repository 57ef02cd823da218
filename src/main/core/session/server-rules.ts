// Which server may be signed in to: the user's choice within what the organisation decides.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { PreferenceStore } from '../settings/preference-store.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import { parseServerAddress } from '../ucx/transport/address.ts';

/** The address as the client uses it, or null when it is none. */
function baseOf(typed: string | null): string | null {
  const address = typed === null ? null : parseServerAddress(typed, true);
  return address?.ok === true ? address.value.base : null;
}

export class ServerRules {
  readonly #preferences: PreferenceStore;
  readonly #settings: SettingsStore;

  constructor(preferences: PreferenceStore, settings: SettingsStore) {
    this.#preferences = preferences;
    this.#settings = settings;
  }

  /** The organisation's server, else the one in use, else the one that signing in is to begin with. */
  get server(): string | null {
    const set = this.#preferences.current['server.address'];
    const used = this.#settings.current.server;
    return this.isLocked ? (baseOf(set) ?? set) : (used ?? set);
  }

  get isLocked(): boolean {
    const { lockedNames, current } = this.#preferences;
    return lockedNames.includes('server.address') && current['server.address'] !== null;
  }

  get mayUsePlainHttp(): boolean {
    return this.#preferences.current['network.plainHttp'];
  }

  /** The base of a server that may be signed in to, from what was typed, or why it can't be. Problems: those of `forbidden`, and of an address that is none. */
  baseOf(typed: string, allowPlainHttp: boolean): Result<string, Problem> {
    const address = parseServerAddress(typed, allowPlainHttp && this.mayUsePlainHttp);
    if (!address.ok) {
      const isForbidden = address.error.code === 'server-plain-http' && !this.mayUsePlainHttp;
      return err(isForbidden ? { ...address.error, code: 'server-plain-http-forbidden' } : address.error);
    }
    const { base } = address.value;
    const reason = this.forbidden(base);
    return reason === null ? ok(base) : err(reason);
  }

  /**
   * Why the organisation doesn't let anybody sign in to a server, given as its base; null where it does.
   * Problems: `preference-locked`, `server-not-allowed`, `server-plain-http-forbidden`.
   */
  forbidden(server: string): Problem | null {
    if (this.isLocked && server !== this.server) return problem('preference-locked', { name: 'server.address' });
    const allowed = this.#preferences.current['servers.allowed'];
    if (allowed.length > 0 && !allowed.some((address) => baseOf(address) === server))
      return problem('server-not-allowed', { host: server });
    const plain = this.mayUsePlainHttp ? null : parseServerAddress(server, false);
    return plain?.ok === false ? { ...plain.error, code: 'server-plain-http-forbidden' } : null;
  }
}
