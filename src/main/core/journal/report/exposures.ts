// Counts exposures in bounded memory, whatever their number: in whole milliseconds up to a minute, in whole seconds beyond.
import { exposureClassesMs } from '../../../../shared/ipc/journal-page.ts';

const minuteMs = 60_000;
const longestSeconds = 86_400;
const classLimits = [...exposureClassesMs, Infinity];

export class Exposures {
  readonly #byMs = new Uint32Array(minuteMs + 1);
  readonly #bySecond = new Uint32Array(longestSeconds + 1);
  readonly #classes = classLimits.map(() => 0);
  #count = 0;
  #longest: number | null = null;

  /** `ms`: milliseconds, with their fraction. */
  add(ms: number): void {
    const whole = Math.max(0, Math.round(ms));
    const counts = whole > minuteMs ? this.#bySecond : this.#byMs;
    const at = whole > minuteMs ? Math.min(longestSeconds, Math.ceil(whole / 1_000)) : whole;
    counts[at] = (counts[at] ?? 0) + 1;
    const found = classLimits.findIndex((limit) => ms <= limit);
    this.#classes[found] = (this.#classes[found] ?? 0) + 1;
    this.#count += 1;
    this.#longest = Math.max(this.#longest ?? 0, whole);
  }

  /** One number for each class of `exposureClassesMs`, and one for what is longer. */
  get histogram(): readonly number[] {
    return [...this.#classes];
  }

  /** Whole milliseconds; null where there are none. */
  get longestMs(): number | null {
    return this.#longest;
  }

  /**
   * The least exposure in whole milliseconds that at least this part (0 to 1) of all does not exceed; rounded up to whole seconds above a
   * minute. Null where there are none.
   */
  quantile(part: number): number | null {
    if (this.#longest === null) return null;
    let left = Math.max(1, Math.ceil(this.#count * part));
    for (const [ms, count] of this.#byMs.entries()) {
      left -= count;
      if (left <= 0) return ms;
    }
    for (const [seconds, count] of this.#bySecond.entries()) {
      left -= count;
      if (left <= 0) return Math.min(seconds * 1_000, this.#longest);
    }
    return this.#longest;
  }
}
