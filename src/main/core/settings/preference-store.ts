// The preferences in force: the organisation's where it locked them, else the user's, else the organisation's defaults, else our own.
import {
  defaultPreferences,
  isPolicyOnly,
  isPreferenceName,
  parsePreference,
  preferenceNames,
  type PreferenceName,
  type Preferences,
} from '../../../shared/domain/preferences.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { Policy } from './policy.ts';
import type { SettingsStore } from './settings-store.ts';

export class PreferenceStore {
  #locked: Partial<Preferences> = {};
  #policyDefaults: Partial<Preferences> = {};
  readonly #settings: SettingsStore;
  readonly #listeners = new Set<(preferences: Preferences) => void>();
  /** The preferences in force, and what they were made of: every snapshot has them, and checking each value takes time. */
  #made: { readonly of: readonly unknown[]; readonly current: Preferences } | null = null;

  constructor(settings: SettingsStore) {
    this.#settings = settings;
  }

  /** Applies the organisation's policy, after the settings were read and whenever it changed. */
  applyPolicy({ locked, defaults }: Pick<Policy, 'locked' | 'defaults'>): void {
    this.#locked = locked;
    this.#policyDefaults = defaults;
    this.#notify();
  }

  /** A stored value that is invalid (from an older version, or edited by a person) counts as the default. */
  get current(): Preferences {
    const of = [this.#settings.current.preferences, this.#locked, this.#policyDefaults];
    if (this.#made?.of.every((part, index) => part === of[index]) !== true) this.#made = { of, current: this.#make() };
    return this.#made.current;
  }

  #make(): Preferences {
    const chosen = this.#settings.current.preferences;
    const own = Object.fromEntries(
      Object.entries(chosen).filter(
        ([name, value]) => isPreferenceName(name) && !isPolicyOnly(name) && parsePreference(name, value) !== undefined,
      ),
    ) as Partial<Preferences>;
    return { ...this.#defaults, ...own, ...this.#locked };
  }

  /** What the organisation sets for users who have not chosen. */
  get policyDefaults(): Partial<Preferences> {
    return this.#policyDefaults;
  }

  get #defaults(): Preferences {
    return { ...defaultPreferences, ...this.#policyDefaults };
  }

  get lockedNames(): PreferenceName[] {
    return preferenceNames.filter((name) => Object.hasOwn(this.#locked, name));
  }

  /** Problems: `preference-locked` when the organisation decides, now or always; `input-invalid` when the value is none of this preference. */
  async set(name: PreferenceName, value: unknown): Promise<Result<Record<string, never>, Problem>> {
    if (isPolicyOnly(name) || Object.hasOwn(this.#locked, name)) return err(problem('preference-locked', { name }));
    const parsed = parsePreference(name, value);
    if (parsed === undefined) return err(problem('input-invalid', { field: name }));
    const { [name]: _old, ...others } = this.#settings.current.preferences;
    const isDefault = parsed === this.#defaults[name];
    const written = this.#settings.update({ preferences: isDefault ? others : { ...others, [name]: parsed } });
    this.#notify();
    await written;
    return ok({});
  }

  /** Called with the preferences after each change. Returns the function that unsubscribes. */
  onChange(listener: (preferences: Preferences) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #notify(): void {
    const { current } = this;
    for (const listener of this.#listeners) listener(current);
  }
}
