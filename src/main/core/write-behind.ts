// Writes to disk while the network goes on: batches in order, a bounded number of them waiting, the first failure kept for the reader.
import type { WriteHandle } from './ports.ts';

/** Bytes gathered for one write: large enough that the disk is not asked for every packet. */
const batchBytes = 1024 * 1024;
/** Batches that may wait for the disk; beyond that the network waits, so that memory stays bounded. */
const mostWaiting = 4;

/** A failure of the disk, apart from failures of whoever brings the bytes. */
export class DiskError extends Error {
  constructor(cause: unknown) {
    super('The disk refused', { cause });
  }
}

export class WriteBehind {
  private readonly handle: WriteHandle;
  private readonly onBatch: (batch: Uint8Array) => void;
  private gathered: Uint8Array[] = [];
  private gatheredBytes = 0;
  private waiting = 0;
  private failure: unknown = null;
  private last: Promise<void> = Promise.resolve();

  /** `onBatch` sees each batch in order, for example to hash it. */
  constructor(handle: WriteHandle, onBatch: (batch: Uint8Array) => void) {
    this.handle = handle;
    this.onBatch = onBatch;
  }

  /** Takes bytes. Null: go on at once; a promise: wait for it before bringing more. Throws DiskError once a write has failed. */
  add(chunk: Uint8Array): Promise<void> | null {
    this.gathered.push(chunk);
    this.gatheredBytes += chunk.length;
    if (this.gatheredBytes < batchBytes) return null;
    this.flush();
    return this.waiting < mostWaiting ? null : this.settled();
  }

  /** Resolves when every byte was written and forced to the disk. Rejects with DiskError. */
  async finish(): Promise<void> {
    this.flush();
    await this.settled();
    try {
      await this.handle.sync();
    } catch (error) {
      throw new DiskError(error);
    }
  }

  private flush(): void {
    if (this.gatheredBytes === 0) return;
    const batch = Buffer.concat(this.gathered, this.gatheredBytes);
    this.gathered = [];
    this.gatheredBytes = 0;
    this.waiting += 1;
    this.last = this.last.then(async () => {
      try {
        if (this.failure === null) await this.handle.write(batch);
      } catch (error) {
        this.failure = error;
      } finally {
        this.waiting -= 1;
      }
    });
    this.onBatch(batch);
    this.check();
  }

  private async settled(): Promise<void> {
    await this.last;
    this.check();
  }

  private check(): void {
    if (this.failure !== null) throw new DiskError(this.failure);
  }
}
