// Writes to disk while more arrives from the network: batches in order, a bounded number of them waiting, the first failure kept.
import type { WriteHandle } from '../ports.ts';

/** Bytes of one write: large enough that not every packet is written on its own. */
const batchBytes = 2 * 1024 * 1024;
/** Batches that may wait for the disk; beyond that the network waits, so that memory stays bounded. */
const mostWaiting = 4;

/** A failure of the disk, as opposed to one of the network. */
export class DiskError extends Error {
  constructor(cause: unknown) {
    super('The disk refused', { cause });
  }
}

export class WriteBehind {
  readonly #handle: WriteHandle;
  #batch: Uint8Array[] = [];
  #batchSize = 0;
  #waiting = 0;
  #failure: unknown = null;
  #last: Promise<void> = Promise.resolve();
  #onRoom: (() => void) | null = null;

  constructor(handle: WriteHandle) {
    this.#handle = handle;
  }

  /**
   * Adds bytes, which must not be changed afterwards. Null: add more at once; a promise: wait for it before adding more.
   * Throws DiskError once a write has failed.
   */
  add(chunk: Uint8Array): Promise<void> | null {
    this.#batch.push(chunk);
    this.#batchSize += chunk.length;
    if (this.#batchSize < batchBytes) return null;
    this.#flush();
    return this.#waiting < mostWaiting ? null : this.#room();
  }

  /** Resolves when every byte was written and forced to the disk. Rejects with DiskError. */
  async finish(): Promise<void> {
    this.#flush();
    await this.#last;
    this.#check();
    try {
      await this.#handle.sync();
    } catch (error) {
      throw new DiskError(error);
    }
  }

  #flush(): void {
    if (this.#batchSize > 0) {
      const batch = this.#batch;
      this.#batch = [];
      this.#batchSize = 0;
      this.#waiting += 1;
      this.#last = this.#last.then(() => this.#write(batch));
    }
    this.#check();
  }

  async #write(batch: readonly Uint8Array[]): Promise<void> {
    try {
      if (this.#failure === null) await this.#handle.write(...batch);
    } catch (error) {
      this.#failure = error;
    } finally {
      this.#waiting -= 1;
      this.#onRoom?.();
      this.#onRoom = null;
    }
  }

  /** Resolves as soon as one batch less waits, so that network and disk work at the same time. */
  async #room(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onRoom = resolve;
    });
    this.#check();
  }

  #check(): void {
    if (this.#failure !== null) throw new DiskError(this.#failure);
  }
}
