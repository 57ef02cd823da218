// Reads the organisation's policy again when its sources report a change, and twice a minute: some sources can't be watched.
import { attempt } from '../platform/attempt.ts';
import type { Clock, Log, PolicySource } from '../platform/ports.ts';
import { readPolicy, type Policy } from './policy.ts';

/** A change takes effect within a minute (docs/admin-guide.md), so it is looked for twice in it. Milliseconds. */
const everyMs = 30_000;
/** An editor writes a file in several steps, each of which is reported. Milliseconds. */
const restMs = 250;

type FollowerDependencies = {
  readonly sources: readonly PolicySource[];
  readonly clock: Clock;
  readonly log: Log;
  /** Called after each look, also at an unchanged policy: what could not take effect then may do so now. */
  readonly onLook: (policy: Policy, changed: boolean) => void;
};

export class PolicyFollower {
  readonly #dependencies: FollowerDependencies;
  #known = '';
  #cancelTimer: (() => void) | null = null;
  #unwatch: (() => void)[] = [];
  /** Grows when following ends: an answer that comes later changes nothing. */
  #run = 0;

  constructor(dependencies: FollowerDependencies) {
    this.#dependencies = dependencies;
  }

  /** Reads the policy, and follows it from then on where there is any source. Never rejects. */
  async begin(): Promise<Policy> {
    const { sources } = this.#dependencies;
    const run = (this.#run += 1);
    const policy = await readPolicy(sources);
    this.#known = JSON.stringify(policy);
    if (sources.length === 0 || run !== this.#run) return policy;
    const changed = (): void => {
      this.#plan(restMs);
    };
    this.#unwatch = sources.flatMap((source) => source.watch?.(changed) ?? []);
    this.#plan(everyMs);
    return policy;
  }

  stop(): void {
    this.#run += 1;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    for (const unwatch of this.#unwatch.splice(0)) unwatch();
  }

  #plan(ms: number): void {
    const run = this.#run;
    this.#cancelTimer?.();
    this.#cancelTimer = this.#dependencies.clock.timer(ms, () => {
      this.#cancelTimer = null;
      void this.#look(run);
    });
  }

  async #look(run: number): Promise<void> {
    const { sources, log, onLook } = this.#dependencies;
    const policy = await readPolicy(sources);
    if (run !== this.#run) return;
    const now = JSON.stringify(policy);
    const isChanged = now !== this.#known;
    this.#known = now;
    if (isChanged) log.info('policy-changed', { count: policy.problems.length });
    attempt(log, 'policy-not-applied', () => {
      onLook(policy, isChanged);
    });
    // A change that was reported meanwhile has its own plan.
    if (this.#cancelTimer === null) this.#plan(everyMs);
  }
}
