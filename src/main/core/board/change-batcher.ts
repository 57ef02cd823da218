// Reports changes of everybody's recordings to the windows, a few bytes each: at most once a turn, and never during a call of theirs.
import type { BoardChanged } from '../../../shared/ipc/board.ts';

export class ChangeBatcher {
  readonly #listeners = new Set<(change: BoardChanged) => void>();
  readonly #isRefreshing: () => boolean;
  #revision = 0;
  #isQueued = false;

  constructor(isRefreshing: () => boolean) {
    this.#isRefreshing = isRefreshing;
  }

  get revision(): number {
    return this.#revision;
  }

  /** Returns the function that unsubscribes. */
  subscribe(listener: (change: BoardChanged) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What is shown has changed. Reported by the next `report`. */
  increment(): void {
    this.#revision += 1;
  }

  report(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    queueMicrotask(() => {
      this.#isQueued = false;
      const change = { revision: this.#revision, refreshing: this.#isRefreshing() };
      for (const listener of this.#listeners) listener(change);
    });
  }

  close(): void {
    this.#listeners.clear();
  }
}
