// Calls once when something has lasted for as long as a limit says.
import type { Clock } from '../platform/ports.ts';

export class AlertStretch {
  readonly #clock: Pick<Clock, 'monotonic' | 'timer'>;
  readonly #due: (seconds: number) => void;
  /** Monotonic milliseconds; null while it does not last. */
  #since: number | null = null;
  #isTold = false;
  #cancel: () => void = () => undefined;

  constructor(clock: Pick<Clock, 'monotonic' | 'timer'>, due: (seconds: number) => void) {
    this.#clock = clock;
    this.#due = due;
  }

  /** It lasts, since `since` (monotonic milliseconds) or since it was first said. `limit` is in seconds; null for none. */
  lasts(limit: number | null, since: number = this.#clock.monotonic()): void {
    this.#cancel();
    this.#since ??= since;
    if (this.#isTold || limit === null) return;
    const wait = this.#since + limit * 1_000 - this.#clock.monotonic();
    this.#cancel = this.#clock.timer(wait, () => {
      this.#isTold = true;
      this.#due(limit);
    });
  }

  /** It is over: the next stretch is another one. */
  ends(): void {
    this.#cancel();
    this.#since = null;
    this.#isTold = false;
  }
}
