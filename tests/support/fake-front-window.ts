// What watches the front window, told by a test what it sees.
import type { FrontWindow, FrontWindowPort } from '../../src/main/core/platform/ports.ts';
import type { FrontWindowSight } from '../../src/shared/ipc/automatic.ts';

export class FakeFrontWindow implements FrontWindowPort {
  readonly sees: FrontWindowSight;
  readonly own = 'Sidetone.exe';
  /** How often it was begun. */
  begun = 0;
  /** What is thrown at the next beginnings. */
  refusal: Error | null = null;
  #watcher: Parameters<FrontWindowPort['watch']>[0] | null = null;

  constructor(sees: FrontWindowSight = 'windows') {
    this.sees = sees;
  }

  watch(watcher: Parameters<FrontWindowPort['watch']>[0]): () => void {
    this.begun += 1;
    if (this.refusal !== null) throw this.refusal;
    this.#watcher = watcher;
    return () => {
      if (this.#watcher === watcher) this.#watcher = null;
    };
  }

  get isWatching(): boolean {
    return this.#watcher !== null;
  }

  /** What it tells now, if anybody listens. */
  see(front: FrontWindow): void {
    this.#watcher?.seen(front);
  }

  /** It is killed, or crashes. */
  die(): void {
    const watcher = this.#watcher;
    this.#watcher = null;
    watcher?.ended();
  }
}
