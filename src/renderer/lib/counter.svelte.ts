// Counts whole seconds on from a value of the snapshot, and draws only when the shown second changes.

/** Up: a length or an age. Down: a wait that runs out. Still: it does not change. */
export type CounterStep = 'up' | 'down' | 'still';

export class Counter {
  #seconds = $state.raw(0);

  /** Whole seconds as shown: a growing length is rounded down, a shrinking wait up, so that 0 means none left. */
  get seconds(): number {
    return this.#seconds;
  }

  /**
   * Follows `ms` milliseconds as they were at `at` (performance.now()). Returns the function that stops.
   * The next drawing is set for the moment the shown second changes, so that numbers do not stutter.
   */
  follow(ms: number, step: CounterStep, at: number): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = (): void => {
      const passed = step === 'still' ? 0 : Math.max(0, performance.now() - at);
      const now = step === 'down' ? Math.max(0, ms - passed) : ms + passed;
      this.#seconds = step === 'down' ? Math.ceil(now / 1000) : Math.floor(now / 1000);
      if (step === 'still' || (step === 'down' && now === 0)) return;
      const toNext = step === 'down' ? now - (this.#seconds - 1) * 1000 : (this.#seconds + 1) * 1000 - now;
      // A timer may fire a little early; one millisecond more keeps it from drawing the same second twice.
      timer = setTimeout(draw, Math.max(1, toNext + 1));
    };
    draw();
    return () => {
      clearTimeout(timer);
    };
  }
}
