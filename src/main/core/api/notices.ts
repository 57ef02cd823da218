// The problems shown above the pages until they are dismissed.
import type { Problem } from '../../../shared/domain/problem.ts';

export class Notices {
  readonly #onChange: () => void;
  #current: readonly Problem[] = [];

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get current(): readonly Problem[] {
    return this.#current;
  }

  /** Adds what was found during the start, which is shown when the start is complete. */
  add(problems: readonly Problem[]): void {
    this.#current = [...this.#current, ...problems];
  }

  /** Shows a problem, unless the same one is shown already. */
  show(problem: Problem): void {
    if (this.#current.some(({ code }) => code === problem.code)) return;
    this.add([problem]);
    this.#onChange();
  }

  /** Shows a problem in place of an earlier one of the same kind. */
  tell(problem: Problem): void {
    this.withdraw(problem.code);
    this.show(problem);
  }

  /** Takes a problem back that is none any more. */
  withdraw(code: Problem['code']): void {
    const left = this.#current.filter((shown) => shown.code !== code);
    if (left.length === this.#current.length) return;
    this.#current = left;
    this.#onChange();
  }

  dismiss(): void {
    this.#current = [];
    this.#onChange();
  }
}
