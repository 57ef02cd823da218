// The organisation's policy from the registry of Windows, as Group Policy and Intune write it (ADMX: build/policy).
import { isPreferenceName, parsePreference } from '../../shared/domain/preferences.ts';
import type { Log, PolicyFound, PolicySource } from '../core/platform/ports.ts';

export type Hive = 'HKLM' | 'HKCU';
/** What a value of the registry may be: REG_SZ and REG_EXPAND_SZ, REG_DWORD and REG_QWORD, REG_MULTI_SZ; anything else is `null`. */
export type RegistryValue = string | number | readonly string[] | null;

/** Reads the values of a key. Null where the key isn't there; rejects when it can't be read. */
export type Registry = (hive: Hive, key: string) => Promise<ReadonlyMap<string, RegistryValue> | null>;

/** Values in this key are locked, those in its subkey are defaults. Only administrators can write either, also in a user's own hive. */
export const policyKey = String.raw`Software\Policies\Sidetone`;
export const defaultsKey = String.raw`${policyKey}\Defaults`;

/** The values that a preference may mean, in the order in which they are tried: the registry knows neither true nor null. */
function meanings(value: RegistryValue): unknown[] {
  if (value === 0 || value === 1) return [value === 1, value];
  // The templates write the word where a policy says that there is no value.
  if (value === '' || value === 'null') return [null, value];
  if (typeof value !== 'string') return [value];
  return [value, ...(value === 'true' || value === 'false' ? [value === 'true'] : []), Number(value)];
}

/** A value as a JSON policy would have it. What fits no meaning stays as it is, and is reported by its name. */
function asJson(name: string, value: RegistryValue): unknown {
  if (!isPreferenceName(name)) return value;
  const fitting = meanings(value).filter((meaning) => parsePreference(name, meaning) !== undefined);
  return fitting.length > 0 ? fitting[0] : value;
}

function asObject(values: ReadonlyMap<string, RegistryValue> | null): Record<string, unknown> {
  return Object.fromEntries([...(values ?? [])].map(([name, value]) => [name, asJson(name, value)]));
}

export class RegistrySource implements PolicySource {
  readonly #hive: Hive;
  readonly #registry: Registry;
  readonly #log: Log;

  constructor(hive: Hive, registry: Registry, log: Log) {
    this.#hive = hive;
    this.#registry = registry;
    this.#log = log;
  }

  /** Never rejects. */
  async read(): Promise<PolicyFound> {
    const place = `${this.#hive}\\${policyKey}`;
    try {
      const locked = await this.#registry(this.#hive, policyKey);
      const defaults = await this.#registry(this.#hive, defaultsKey);
      const isEmpty = (locked?.size ?? 0) + (defaults?.size ?? 0) === 0;
      if (isEmpty) return { place, kind: 'none' };
      return { place, kind: 'policy', value: { locked: asObject(locked), defaults: asObject(defaults) } };
    } catch (error) {
      this.#log.error('policy-unreadable', error);
      return { place, kind: 'unreadable' };
    }
  }
}
