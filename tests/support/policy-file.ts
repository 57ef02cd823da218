// Policies for tests: a file that counts as an administrator's wherever it is, and a source that holds what the test says.
import type { Files, Log, PolicyFound, PolicySource } from '../../src/main/core/platform/ports.ts';
import { PolicyFileSource } from '../../src/main/policy/policy-file-source.ts';

export const trustedPolicyFile = (place: string, files: Pick<Files, 'readBytes'>, log: Log): PolicySource =>
  new PolicyFileSource(() => Promise.resolve({ place, state: 'trusted' }), files, log);

export const fixedPolicy = (found: PolicyFound): PolicySource => ({ read: () => Promise.resolve(found) });

/** A policy that is in order. */
export const policyOf = (value: object, place = 'the policy'): PolicySource =>
  fixedPolicy({ place, kind: 'policy', value });

/** A policy that the test changes, with or without telling of it. */
export class ChangingPolicy implements PolicySource {
  found: PolicyFound;
  reads = 0;
  readonly #watchers = new Set<() => void>();

  constructor(value: object | null) {
    this.found = ChangingPolicy.#of(value);
  }

  read(): Promise<PolicyFound> {
    this.reads += 1;
    return Promise.resolve(this.found);
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  /** Null removes it. */
  set(value: object | null): void {
    this.found = ChangingPolicy.#of(value);
  }

  tell(): void {
    for (const changed of this.#watchers) changed();
  }

  static #of(value: object | null): PolicyFound {
    return value === null ? { place: 'the policy', kind: 'none' } : { place: 'the policy', kind: 'policy', value };
  }
}
