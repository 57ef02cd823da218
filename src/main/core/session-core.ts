// Builds the settings, the preferences and the session that depends on them.
import type { Problem } from '../../shared/domain/problem.ts';
import { SavingPreferences } from './downloads/saving-preferences.ts';
import type { Ports } from './platform/ports.ts';
import { RightsLearner } from './session/permissions.ts';
import { Session, type SessionDependencies } from './session/session.ts';
import { readPolicy } from './settings/policy.ts';
import { PreferenceStore } from './settings/preference-store.ts';
import { SettingsStore } from './settings/settings-store.ts';

type SessionCoreDependencies = SessionDependencies['events'] & {
  readonly ports: Ports;
  readonly createClient: SessionDependencies['client']['create'];
};

export class SessionCore {
  readonly settings: SettingsStore;
  readonly preferences: PreferenceStore;
  /** Sets preferences for a person, who may choose what cannot be used. */
  readonly checkedPreferences: SavingPreferences;
  readonly rights: RightsLearner;
  readonly session: Session;
  readonly #ports: Ports;

  constructor({ ports, createClient, onSession, onChange }: SessionCoreDependencies) {
    const { profileFolder, files, clock, log } = ports;
    this.#ports = ports;
    this.settings = new SettingsStore(profileFolder, files, clock, log);
    this.preferences = new PreferenceStore(this.settings);
    this.checkedPreferences = new SavingPreferences(this.preferences, files);
    this.rights = new RightsLearner(onChange);
    this.session = new Session({
      ports,
      settings: this.settings,
      preferences: this.preferences,
      client: {
        create: createClient,
        onAnswer: (endpoint, code) => {
          this.rights.onAnswer(endpoint, code);
        },
      },
      events: { onSession, onChange },
    });
  }

  /** Returns what to show the user. */
  async loadSettings(): Promise<Problem[]> {
    const damaged = await this.settings.load();
    return damaged === null ? [] : [damaged];
  }

  /** Locks the preferences that the organisation's policy names. Returns what to show the user. */
  async applyPolicy(): Promise<Problem[]> {
    const policy = await readPolicy(this.#ports.policySources ?? []);
    this.preferences.lock(policy.locked);
    return [...policy.problems];
  }
}
