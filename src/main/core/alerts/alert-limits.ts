// Limits how many alerts leave this computer: one that repeats must hide neither the others nor the next fault.
import type { AlertKind } from '../../../shared/domain/alert.ts';

/** Milliseconds in which the alerts are counted. */
const windowMs = 600_000;
const mostOfKind = 5;
const mostOfAll = 20;

export class AlertLimits {
  readonly #monotonic: () => number;
  #sent: { readonly kind: AlertKind; readonly at: number }[] = [];
  #leftOut = 0;

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** How many were left out since the last one that may be sent, or null where this one is left out too. */
  take(kind: AlertKind): number | null {
    const at = this.#monotonic();
    this.#sent = this.#sent.filter((sent) => at - sent.at < windowMs);
    const ofKind = this.#sent.filter((sent) => sent.kind === kind);
    if (ofKind.length >= mostOfKind || this.#sent.length >= mostOfAll) {
      this.#leftOut += 1;
      return null;
    }
    this.#sent.push({ kind, at });
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    return leftOut;
  }
}
