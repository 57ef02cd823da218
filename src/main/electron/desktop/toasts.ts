// The system's notifications: one at a time, and none longer than what it tells of. No Electron here: the shell makes them.
import type { AttentionKind } from '../../../shared/ipc/attention.ts';
import type { LiveView } from '../../../shared/ipc/snapshot.ts';

export type Toast = { show(): void; close(): void };
type Told = Pick<LiveView, 'state' | 'pauseAtRisk'> & { readonly rulesNotWorking: boolean };

/** Each notification, and whether it is still true. */
const isTrueIn = {
  notConfirmed: ({ state }: Told) => state === 'unconfirmed',
  connectionLost: ({ pauseAtRisk }: Told) => pauseAtRisk,
  stillPaused: ({ state }: Told) => state === 'paused',
  rulesNotWorking: ({ rulesNotWorking }: Told) => rulesNotWorking,
} as const satisfies Partial<Record<AttentionKind, (now: Told) => boolean>>;
export type ToastKind = keyof typeof isTrueIn;

export const isToastKind = (kind: AttentionKind): kind is ToastKind => Object.hasOwn(isTrueIn, kind);

export class Toasts {
  readonly #make: (kind: ToastKind) => Toast | null;
  #shown: { readonly kind: ToastKind; readonly toast: Toast } | null = null;

  /** @param make makes one that is not shown yet; null where the system has none */
  constructor(make: (kind: ToastKind) => Toast | null) {
    this.#make = make;
  }

  /** Shows a notification in the place of the one before; what tells of no recording never takes the place of one that does. */
  show(kind: ToastKind): void {
    if (kind === 'rulesNotWorking' && this.#shown !== null) return;
    this.close();
    const toast = this.#make(kind);
    if (toast === null) return;
    this.#shown = { kind, toast };
    toast.show();
  }

  /** Takes the state of this moment: what tells of another one goes. */
  follow(now: Told): void {
    if (this.#shown !== null && !isTrueIn[this.#shown.kind](now)) this.close();
  }

  close(): void {
    this.#shown?.toast.close();
    this.#shown = null;
  }
}
