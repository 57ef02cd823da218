// Lets the first so many calls of each second through at once, and gathers the rest: no page, and not a thousand of its frames together, makes
// the background work without end.

/** At once, so many a second. */
const burst = 20;
const windowMs = 1_000;
/** The rest waits for so long (milliseconds), all of it for one call. */
const gatherMs = 100;

type PaceOptions = {
  /** Milliseconds that only grow. */
  readonly now: () => number;
  readonly timer: (ms: number, callback: () => void) => () => void;
};

export class Pace {
  readonly #options: PaceOptions;
  #calls: number[] = [];
  #isWaiting = false;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /** Calls it now, or, with all that is asked for meanwhile, a little later. What is left out must be what the last call does too. */
  run(call: () => void, gathered: () => void): void {
    const now = this.#options.now();
    this.#calls = this.#calls.filter((at) => now - at < windowMs);
    if (this.#calls.length < burst) {
      this.#calls.push(now);
      call();
      return;
    }
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#options.timer(gatherMs, () => {
      this.#isWaiting = false;
      gathered();
    });
  }
}
