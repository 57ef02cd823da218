// What holds until the user chooses: the organisation's default, else Sidetone's own.
import { defaultPreferences, type PreferenceName, type Preferences } from '../../../shared/domain/preferences.ts';
import type { Snapshot } from '../../../shared/ipc/snapshot.ts';

/** The value that "Reset" brings back. */
export function usualOf<N extends PreferenceName>(
  { policyDefaults }: Pick<Snapshot, 'policyDefaults'>,
  name: N,
): Preferences[N] {
  const set: { readonly [K in PreferenceName]?: Preferences[K] | undefined } = policyDefaults ?? {};
  const own = set[name];
  return own === undefined ? defaultPreferences[name] : own;
}
