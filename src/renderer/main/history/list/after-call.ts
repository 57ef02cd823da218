// Looks for the recording of a call that has just ended. The server writes the file after the call, so it may take a few looks.

/** Milliseconds after the end of the call. */
const looks = [500, 3_000, 10_000] as const;

export class AfterCall {
  #known: ReadonlySet<string> = new Set();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #look: () => Promise<boolean>;

  /** `look` answers true when there is nothing more to look for. */
  constructor(look: () => Promise<boolean>) {
    this.#look = look;
  }

  /** The ids of the recordings that are live now. One that is gone has ended. */
  follow(ids: readonly string[]): void {
    const now = new Set(ids.map((id) => id.toLowerCase()));
    const ended = [...this.#known].some((id) => !now.has(id));
    this.#known = now;
    if (ended) this.#plan(0);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #plan(turn: number): void {
    clearTimeout(this.#timer);
    const at = looks[turn];
    if (at === undefined) return;
    this.#timer = setTimeout(
      () => {
        void this.#look().then((done) => {
          if (!done) this.#plan(turn + 1);
        });
      },
      at - (looks[turn - 1] ?? 0),
    );
  }
}
