// One timer for every length and age of a page: all of them count on together, once a second.

export class SecondClock {
  /** performance.now() as of the last second. */
  #now = $state.raw(performance.now());

  get now(): number {
    return this.#now;
  }

  /** Takes the present moment at once, for figures that have just come. */
  touch(): void {
    this.#now = performance.now();
  }

  /** Returns the function that stops. */
  start(): () => void {
    this.touch();
    const timer = setInterval(() => {
      this.touch();
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }
}
