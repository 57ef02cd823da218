// Remembers what was asked, without secrets: the last requests as they arrived, and who wants to hear of them.
import type { Socket } from 'node:net';
import type { IncomingMessage } from 'node:http';
import type { EndpointName } from './endpoints.ts';
import type { RequestEntry } from '../types.ts';

/** An entry whose late facts are still being filled in. */
export type OpenEntry = { -readonly [K in keyof RequestEntry]: RequestEntry[K] };

const kept = 10_000;

/** Listeners of one kind of event. */
export class Listeners<E> {
  readonly #all = new Set<(event: E) => void>();

  /** Returns the function that unsubscribes. */
  add(listener: (event: E) => void): () => void {
    this.#all.add(listener);
    return () => void this.#all.delete(listener);
  }

  tell(event: E): void {
    for (const listener of [...this.#all]) listener(event);
  }

  next(fits: (event: E) => boolean): Promise<E> {
    return new Promise((resolve) => {
      const stop = this.add((event) => {
        if (!fits(event)) return;
        stop();
        resolve(event);
      });
    });
  }
}

export class RequestLog {
  readonly entries: OpenEntry[] = [];
  readonly arrived = new Listeners<RequestEntry>();
  readonly answered = new Listeners<RequestEntry>();
  readonly #connections = new WeakMap<Socket, number>();
  #connectionCount = 0;
  #count = 0;

  #connection(socket: Socket): number {
    const known = this.#connections.get(socket);
    if (known !== undefined) return known;
    this.#connectionCount += 1;
    this.#connections.set(socket, this.#connectionCount);
    return this.#connectionCount;
  }

  open(
    request: IncomingMessage,
    path: string,
    query: string,
    endpoint: EndpointName,
    username: string | null,
  ): OpenEntry {
    this.#count += 1;
    const entry: OpenEntry = {
      number: this.#count,
      method: request.method ?? '',
      path,
      query,
      endpoint,
      hasAuthorization: request.headers.authorization !== undefined,
      username,
      contentLength: request.headers['content-length'] ?? null,
      bodyBytes: 0,
      receivedAt: performance.now(),
      connection: this.#connection(request.socket),
      status: null,
    };
    this.entries.push(entry);
    // Cut in large steps, so that a long run does not move the array at every request.
    if (this.entries.length >= 2 * kept) this.entries.splice(0, this.entries.length - kept);
    this.arrived.tell(entry);
    return entry;
  }

  /** The last 10,000 entries. */
  last(): RequestEntry[] {
    return this.entries.slice(-kept);
  }

  close(entry: OpenEntry, status: number | null): void {
    entry.status = status;
    this.answered.tell(entry);
  }
}
