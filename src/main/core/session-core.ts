// Builds the settings, the preferences and the session that depends on them.
import type { Problem } from '../../shared/domain/problem.ts';
import { SavingPreferences } from './downloads/saving-preferences.ts';
import type { Ports } from './platform/ports.ts';
import { RightsLearner } from './session/permissions.ts';
import { ProxyRoutes } from './session/proxy-routes.ts';
import { Session, type SessionDependencies } from './session/session.ts';
import type { Policy } from './settings/policy.ts';
import { PolicyFollower } from './settings/policy-follower.ts';
import { PreferenceStore } from './settings/preference-store.ts';
import { SettingsStore } from './settings/settings-store.ts';

export type SessionCoreDependencies = SessionDependencies['events'] & {
  readonly ports: Ports;
  readonly createClient: SessionDependencies['client']['create'];
  /** Called after each look at the policy; a changed one holds already. */
  readonly onPolicy: (policy: Policy, changed: boolean) => void;
};

export class SessionCore {
  readonly settings: SettingsStore;
  readonly preferences: PreferenceStore;
  /** Sets preferences for a person, who may choose what cannot be used. */
  readonly checkedPreferences: SavingPreferences;
  readonly rights: RightsLearner;
  readonly proxyRoutes: ProxyRoutes;
  readonly session: Session;
  readonly #follower: PolicyFollower;

  constructor({ ports, createClient, onSession, onChange, onPolicy }: SessionCoreDependencies) {
    const { profileFolder, files, clock, log, policySources: sources = [] } = ports;
    this.settings = new SettingsStore(profileFolder, files, clock, log);
    this.preferences = new PreferenceStore(this.settings);
    this.#follower = new PolicyFollower({
      sources,
      clock,
      log,
      onLook: (policy, changed) => {
        if (changed) this.preferences.applyPolicy(policy);
        onPolicy(policy, changed);
      },
    });
    this.checkedPreferences = new SavingPreferences(this.preferences, files);
    this.rights = new RightsLearner(onChange);
    this.proxyRoutes = new ProxyRoutes({ ports, preferences: () => this.preferences.current });
    this.session = new Session({
      ports,
      settings: this.settings,
      preferences: this.preferences,
      client: {
        create: createClient,
        findRoute: this.proxyRoutes.find,
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

  /** Applies the organisation's policy and follows it from then on. Returns what to show the user. */
  async beginPolicy(): Promise<Problem[]> {
    const policy = await this.#follower.begin();
    this.preferences.applyPolicy(policy);
    return [...policy.problems];
  }

  dispose(): void {
    this.#follower.stop();
    this.session.dispose();
  }
}
