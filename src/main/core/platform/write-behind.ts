// Writes to disk while the network goes on: batches in order, a bounded number of them waiting, the first failure kept for the reader.
import type { WriteHandle } from './ports.ts';

/** Bytes gathered for one write: large enough that the disk is not asked for every packet. */
const batchBytes = 2 * 1024 * 1024;
/** Batches that may wait for the disk; beyond that the network waits, so that memory stays bounded. */
const mostWaiting = 4;

/** A failure of the disk, apart from failures of whoever brings the bytes. */
export class DiskError extends Error {
  constructor(cause: unknown) {
    super('The disk refused', { cause });
  }
}

export class WriteBehind {
  readonly #handle: WriteHandle;
  #gathered: Uint8Array[] = [];
  #gatheredBytes = 0;
  #waiting = 0;
  #failure: unknown = null;
  #last: Promise<void> = Promise.resolve();
  #onRoom: (() => void) | null = null;

  constructor(handle: WriteHandle) {
    this.#handle = handle;
  }

  /**
   * Takes bytes, which must not be changed afterwards. Null: go on at once; a promise: wait for it before bringing more.
   * Throws DiskError once a write has failed.
   */
  add(chunk: Uint8Array): Promise<void> | null {
    this.#gathered.push(chunk);
    this.#gatheredBytes += chunk.length;
    if (this.#gatheredBytes < batchBytes) return null;
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
    if (this.#gatheredBytes > 0) {
      const batch = this.#gathered;
      this.#gathered = [];
      this.#gatheredBytes = 0;
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
