// The server's last `Date` header, extrapolated with our monotonic clock: no earlier than what it writes now.
import type { Clock } from '../../platform/ports.ts';

export class LatestDate {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #last: { readonly date: number; readonly at: number } | null = null;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** The `Date` of an answer that has just arrived, in epoch milliseconds; null is ignored. */
  update(date: number | null): void {
    if (date !== null) this.#last = { date, at: this.#clock.monotonic() };
  }

  /** Epoch milliseconds by the server's clock, exact to the second of its header; null before the first answer. */
  now(): number | null {
    return this.#last === null ? null : this.#last.date + this.#clock.monotonic() - this.#last.at;
  }
}
