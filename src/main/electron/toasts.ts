// The system's notifications: one at a time, and none longer than what it tells of. No Electron here: the shell makes them.
import type { RecordingState } from '../../shared/domain/recording.ts';

export type ToastKind = 'notConfirmed' | 'stillPaused';
export type Toast = { show(): void; close(): void };

/** The state that a notification tells of. */
const stateOf = { notConfirmed: 'unconfirmed', stillPaused: 'paused' } as const satisfies Record<
  ToastKind,
  RecordingState
>;

export class Toasts {
  readonly #make: (kind: ToastKind) => Toast | null;
  #shown: { readonly kind: ToastKind; readonly toast: Toast } | null = null;

  /** @param make makes one that is not shown yet; null where the system has none */
  constructor(make: (kind: ToastKind) => Toast | null) {
    this.#make = make;
  }

  /** Shows a notification in the place of the one before. */
  show(kind: ToastKind): void {
    this.close();
    const toast = this.#make(kind);
    if (toast === null) return;
    this.#shown = { kind, toast };
    toast.show();
  }

  /** Takes the state of this moment: what tells of another one goes. */
  follow(state: RecordingState): void {
    if (this.#shown !== null && stateOf[this.#shown.kind] !== state) this.close();
  }

  close(): void {
    this.#shown?.toast.close();
    this.#shown = null;
  }
}
