// Keeps what later starts ask for until the core has started and can do it.
import type { LinkVerb } from '../../command-line/link.ts';

/** What a link asks for, or a plain start. */
export type StartRequest = LinkVerb | 'start';

export class StartRequestQueue {
  #handle: ((request: StartRequest) => void) | null = null;
  readonly #waiting: StartRequest[] = [];

  add(request: StartRequest): void {
    if (this.#handle === null) this.#waiting.push(request);
    else this.#handle(request);
  }

  /** Handles what waits, in its order, and from now on each request at once. */
  handleWith(handle: (request: StartRequest) => void): void {
    this.#handle = handle;
    for (const request of this.#waiting.splice(0)) handle(request);
  }
}
