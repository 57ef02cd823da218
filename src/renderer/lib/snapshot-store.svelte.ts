// Holds the newest snapshot of the core and the moment it came. Computes nothing from it but when the core has fallen silent.
import type { Bridge } from '../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../shared/domain/problem.ts';
import { followLocale } from './format.ts';
import { silentSnapshot } from '../../shared/ipc/silent-core.ts';
import type { Snapshot } from '../../shared/ipc/snapshot.ts';

/** `at` is performance.now() at receipt: all times in the snapshot are counted on from there. */
export type Held = { readonly snapshot: Snapshot; readonly at: number };

/** How much later (ms) than it promised the core's word may come before the window takes it for gone: a busy computer is no lie. */
export const graceMs = 1_000;

export class SnapshotStore {
  #held = $state.raw<Held | null>(null);
  #problem = $state.raw<Problem | null>(null);
  #silence: ReturnType<typeof setTimeout> | undefined;
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Null until the first snapshot came. */
  get held(): Held | null {
    return this.#held;
  }

  /** Why no snapshot could be had; null when there is one, or none was refused yet. */
  get problem(): Problem | null {
    return this.#held === null ? this.#problem : null;
  }

  /** Listens first and asks then, so that no change falls between. Returns the function that stops listening. */
  start(): () => void {
    const stop = this.#bridge.on('snapshot', (snapshot) => {
      this.#take(snapshot);
    });
    void this.#bridge.call('snapshot.get', {}).then((answer) => {
      if (answer.ok) this.#take(answer.value);
      else this.#problem = answer.error;
    });
    return () => {
      clearTimeout(this.#silence);
      stop();
    };
  }

  #take(snapshot: Snapshot): void {
    if (this.#held !== null && snapshot.revision < this.#held.snapshot.revision) return;
    const at = performance.now();
    followLocale(snapshot.shell.locale);
    this.#held = { snapshot, at };
    clearTimeout(this.#silence);
    const { freshForMs } = snapshot.live;
    if (freshForMs === null) return;
    this.#silence = setTimeout(() => {
      const now = performance.now();
      this.#held = { snapshot: silentSnapshot(snapshot, now - at), at: now };
    }, freshForMs + graceMs);
  }
}
