// A number while it is typed: what stands in the box is kept until it is a value that the preference may have.
import { parsePreference, type PreferenceName, type Preferences } from '../../../../shared/domain/preferences.ts';

/** Preferences whose values are numbers (or, for automatic resume, none). */
export type NumberName = {
  [N in PreferenceName]: Preferences[N] extends number | null ? (number extends Preferences[N] ? N : never) : never;
}[PreferenceName];

export class NumberDraft {
  readonly #name: NumberName;
  /** One unit that is shown is so many of the preference's own. */
  readonly #unit: number;
  #typed = $state.raw<string | null>(null);
  #wrong = $state.raw(false);

  constructor(name: NumberName, unit: number) {
    this.#name = name;
    this.#unit = unit;
  }

  /** What stands in the box: what was typed and not taken, else the value. */
  shown(value: number): string {
    return this.#typed ?? String(value / this.#unit);
  }

  /** What was typed last is no value of this preference. */
  get wrong(): boolean {
    return this.#wrong;
  }

  type(text: string): void {
    this.#typed = text;
  }

  /** The user is done with the box: the number to set, or null where there is nothing to set. */
  commit(value: number): number | null {
    const typed = this.#typed;
    if (typed === null) return null;
    const number = typed.trim() === '' ? Number.NaN : Math.round(Number(typed.replace(',', '.')) * this.#unit);
    const parsed = parsePreference(this.#name, number);
    this.#wrong = typeof parsed !== 'number';
    if (typeof parsed !== 'number') return null;
    if (parsed === value) this.#typed = null;
    return parsed === value ? null : parsed;
  }

  /** The value that was set has come back with a snapshot, or somebody else set another. */
  follow(): void {
    if (!this.#wrong) this.#typed = null;
  }
}
