// Tells windows in a few bytes that everybody's recordings changed or are being read: at most once a turn, and never from within a call of theirs.
import type { BoardChanged } from '../../../shared/ipc/board.ts';

export class BoardChanges {
  private readonly listeners = new Set<(change: BoardChanged) => void>();
  private readonly refreshing: () => boolean;
  private current = 0;
  private queued = false;

  constructor(refreshing: () => boolean) {
    this.refreshing = refreshing;
  }

  get revision(): number {
    return this.current;
  }

  /** Returns the function that unsubscribes. */
  subscribe(listener: (change: BoardChanged) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What is shown is another one. */
  count(): void {
    this.current += 1;
  }

  tell(): void {
    if (this.queued) return;
    this.queued = true;
    queueMicrotask(() => {
      this.queued = false;
      const change = { revision: this.current, refreshing: this.refreshing() };
      for (const listener of this.listeners) listener(change);
    });
  }

  close(): void {
    this.listeners.clear();
  }
}
