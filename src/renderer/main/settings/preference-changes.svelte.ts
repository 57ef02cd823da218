// Changes of preferences: each applies at once, and a refusal stays at its field until that field changes again.
import { SvelteMap } from 'svelte/reactivity';
import type { Bridge } from '../../../shared/ipc/ipc-table.ts';
import type { PreferenceName, Preferences } from '../../../shared/domain/preferences.ts';
import type { Problem } from '../../../shared/domain/problem.ts';

export class PreferenceChanges {
  readonly #bridge: Bridge;
  readonly #problems = new SvelteMap<PreferenceName, Problem>();
  /** The newest change of each preference: an older answer says nothing any more. */
  // Nothing draws it.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #newest = new Map<PreferenceName, number>();
  #count = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Why the last change of this preference was refused. */
  problem(name: PreferenceName): Problem | null {
    return this.#problems.get(name) ?? null;
  }

  /** Answers whether it was taken. The new value itself comes with the next snapshot. */
  async set<N extends PreferenceName>(name: N, value: Preferences[N]): Promise<boolean> {
    this.#count += 1;
    const mine = this.#count;
    this.#newest.set(name, mine);
    const answer = await this.#bridge.call('preferences.set', { name, value });
    if (this.#newest.get(name) !== mine) return answer.ok;
    if (answer.ok) this.#problems.delete(name);
    else this.#problems.set(name, answer.error);
    return answer.ok;
  }

  /** What came of a change that was asked for another way, such as the system's own dialog. */
  heard(name: PreferenceName, problem: Problem | null): void {
    if (problem === null) this.#problems.delete(name);
    else this.#problems.set(name, problem);
  }

  forget(name: PreferenceName): void {
    this.#problems.delete(name);
  }
}
