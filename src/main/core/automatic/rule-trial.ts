// What somebody is shown who tries the rules or writes one: the window in front, while they ask. It is kept in memory alone and goes to nobody else.
import type { Clock, FrontWindow } from '../platform/ports.ts';

/** Nobody asked for so long (ms): the trial is over. */
const leaseMs = 3_000;

type RuleTrialDependencies = {
  readonly clock: Clock;
  /** The program of Sidetone's own windows, in which the question is asked; null where it has none. */
  readonly own: string | null;
  /** A trial begins, or is over. */
  readonly onChange: () => void;
};

export class RuleTrial {
  readonly #dependencies: RuleTrialDependencies;
  #window: FrontWindow | null = null;
  #cancelEnd: (() => void) | null = null;

  constructor(dependencies: RuleTrialDependencies) {
    this.#dependencies = dependencies;
  }

  get isOpen(): boolean {
    return this.#cancelEnd !== null;
  }

  /** The window that came to the front; of Sidetone's own, the one before them counts. */
  seen({ program, title }: FrontWindow): void {
    if (program.toLowerCase() !== this.#dependencies.own?.toLowerCase()) this.#window = { program, title };
  }

  forget(): void {
    this.#window = null;
  }

  /** Asks, and goes on with the trial. */
  look(): FrontWindow | null {
    const { clock, onChange } = this.#dependencies;
    const isNew = !this.isOpen;
    this.#cancelEnd?.();
    this.#cancelEnd = clock.timer(leaseMs, () => {
      this.end();
    });
    if (isNew) onChange();
    return this.#window;
  }

  end(): void {
    if (!this.isOpen) return;
    this.#cancelEnd?.();
    this.#cancelEnd = null;
    this.#dependencies.onChange();
  }
}
