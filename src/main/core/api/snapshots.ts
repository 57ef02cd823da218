// Whole snapshots, created after each change and sent once a turn.
import type { Snapshot } from '../../../shared/ipc/snapshot.ts';
import { attempt } from '../platform/attempt.ts';
import type { Log } from '../platform/ports.ts';

/** Sends a snapshot to the listeners once for several changes of one turn, and never from within the change itself. */
export class Snapshots {
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  readonly #make: () => Omit<Snapshot, 'revision'>;
  readonly #log: Log;
  #revision = 0;
  #queued = false;
  #closed = false;

  constructor(make: () => Omit<Snapshot, 'revision'>, log: Log) {
    this.#make = make;
    this.#log = log;
  }

  now(): Snapshot {
    return { ...this.#make(), revision: this.#revision };
  }

  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    this.#revision += 1;
    if (this.#queued || this.#closed) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      if (this.#closed) return;
      const snapshot = attempt(this.#log, 'snapshot-crashed', () => this.now());
      if (snapshot === undefined) return;
      for (const listener of this.#listeners) {
        attempt(this.#log, 'snapshot-listener-crashed', () => {
          listener(snapshot);
        });
      }
    });
  }

  close(): void {
    this.#closed = true;
    this.#listeners.clear();
  }
}
