// Speed of the save queue over the last seconds, and the time left at that speed. Milliseconds of a monotonic clock.

/** Milliseconds that the speed is averaged over: long enough to be steady, short enough to follow a change. */
const windowMs = 8_000;
/** Milliseconds below which no speed is given. */
const leastMs = 500;

export class QueueSpeed {
  readonly #steps: { readonly at: number; readonly bytes: number }[] = [];

  add(bytes: number, now: number): void {
    const last = this.#steps.at(-1);
    // Steps closer than a tenth of a second are one: a fast network would fill the list.
    if (last !== undefined && now - last.at < 100)
      this.#steps[this.#steps.length - 1] = { at: last.at, bytes: last.bytes + bytes };
    else this.#steps.push({ at: now, bytes });
    while (this.#steps.length > 1 && (this.#steps[0]?.at ?? 0) < now - windowMs) this.#steps.shift();
  }

  /** Nothing runs: the next speed starts anew. */
  reset(): void {
    this.#steps.length = 0;
  }

  /** Null before there is enough to measure. The first step only marks when counting started. */
  bytesPerSecond(now: number): number | null {
    const first = this.#steps[0];
    if (first === undefined || now - first.at < leastMs) return null;
    const bytes = this.#steps.slice(1).reduce((sum, step) => sum + step.bytes, 0);
    return (bytes / (now - first.at)) * 1_000;
  }
}

/** Milliseconds until `bytes` more have arrived, or null when the speed is not known. */
export function remainingMs(bytes: number, bytesPerSecond: number | null): number | null {
  if (bytesPerSecond === null || bytesPerSecond <= 0) return null;
  return Math.round((bytes / bytesPerSecond) * 1_000);
}
