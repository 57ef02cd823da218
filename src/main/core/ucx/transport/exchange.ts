// One HTTP request and its answer while they are under way: the time limits, and the one reason for which it ended.
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { Response } from 'node-fetch';
import { problem } from '../../../../shared/domain/problem.ts';
import type { ConnectionPool } from './connection-pool.ts';
import { cancelled, WireError, type WireFailure } from './wire-failure.ts';
import type { TransportLimits, WireAnswer, WireRequest } from './wire-types.ts';

/** A body is stalled when so many checks in a row, spread over the limit, saw no progress. */
const checksPerLimit = 4;

export type ExchangeOptions = {
  readonly request: WireRequest;
  readonly pool: ConnectionPool;
  readonly limits: TransportLimits;
  readonly host: string;
  readonly onEnd: () => void;
};

/** node-fetch pipes the body into its request and tells nobody when a chunk has left: each write gets a callback of ours. */
function tellWritten(clientRequest: ClientRequest, onWritten: (chunk: Uint8Array) => void): void {
  const write = clientRequest.write.bind(clientRequest);
  clientRequest.write = (chunk: Uint8Array) =>
    write(chunk, (error) => {
      if (error === null || error === undefined) onWritten(chunk);
    });
}

export class Exchange {
  onIdleSocket = false;
  #sent = true;
  #cause: WireError | null = null;
  /** The request's own error: node-fetch keeps no more of it than its code. */
  #error: Error | null = null;
  #timer: NodeJS.Timeout | undefined;
  readonly #total: NodeJS.Timeout | undefined;
  #socket: Socket | null = null;
  #body: Readable | null = null;
  readonly #controller = new AbortController();
  readonly #options: ExchangeOptions;
  readonly #onCallerAbort = (): void => {
    this.end(cancelled());
  };

  constructor(options: ExchangeOptions) {
    this.#options = options;
    options.request.signal?.addEventListener('abort', this.#onCallerAbort);
    this.#limit('connect', options.limits.connectMs);
    const { totalMs } = options.request;
    if (totalMs === undefined) return;
    this.#total = setTimeout(() => {
      this.#timeout('total');
    }, totalMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Follows the request through its stages: connecting, sending a body that takes time, waiting for the answer. */
  observe(clientRequest: ClientRequest): void {
    const { pool, request } = this.#options;
    const hasStream = request.body instanceof Readable;
    clientRequest.once('error', (error) => {
      this.#error = error;
    });
    clientRequest.once('socket', (socket) => {
      this.#socket = socket;
      this.onIdleSocket = pool.wasIdle(clientRequest, socket);
      pool.whenReady(socket, () => {
        if (this.#body !== null || this.#cause !== null) return;
        if (hasStream) this.#watch(() => socket.bytesWritten);
        else this.#limit('answer', request.answerMs);
      });
    });
    if (!hasStream) return;
    if (request.onWritten !== undefined) tellWritten(clientRequest, request.onWritten);
    this.#sent = false;
    clientRequest.once('finish', () => {
      this.#sent = true;
      if (this.#body === null && this.#cause === null) this.#limit('answer', request.answerMs);
    });
  }

  /** The head of the answer has arrived; from now on only the body can fail. */
  answered(response: Response): WireAnswer {
    const body = response.body instanceof Readable ? response.body : Readable.from([]);
    this.#body = body;
    body.once('close', () => {
      this.#finish();
    });
    // The reader of the body gets its errors; this keeps one without a reader from ending the program.
    body.on('error', () => {
      this.#finish();
    });
    if (this.#cause !== null) {
      body.destroy(this.#cause);
      return { status: response.status, header: () => null, body };
    }
    // Unread data is not the server's fault: a player on hold, a slow disk.
    this.#watch(() => (body.readableLength > 0 ? Number.NaN : (this.#socket?.bytesRead ?? 0)));
    return { status: response.status, header: (name) => response.headers.get(name), body };
  }

  /** The request failed; gives the reason that counts. */
  failed(error: unknown): unknown {
    this.#finish();
    return this.#cause ?? this.#error ?? error;
  }

  /** Ends the exchange for `failure`, unless it has ended. */
  end(failure: WireFailure): void {
    if (this.#cause !== null) return;
    this.#cause = new WireError(failure);
    // Once there is a body, destroying it ends the connection too; an abort would make it fail with a reason of its own.
    if (this.#body === null) this.#controller.abort();
    else this.#body.destroy(this.#cause);
    this.#finish();
  }

  #finish(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#total);
    this.#options.request.signal?.removeEventListener('abort', this.#onCallerAbort);
    // The server answered before it had read all of an upload: the rest is not sent.
    if (this.#body !== null && !this.#sent) this.#controller.abort();
    this.#options.onEnd();
  }

  #timeout(step: string): void {
    this.end({ problem: problem('server-timeout', { host: this.#options.host, step }), cancelled: false });
  }

  #limit(step: 'connect' | 'answer', ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timeout(step);
    }, ms);
  }

  /** Ends the exchange when `progress` stays the same for the idle limit (NaN always counts as progress). */
  #watch(progress: () => number): void {
    let before = Number.NaN;
    let unchanged = 0;
    const check = (): void => {
      const now = progress();
      unchanged = now === before ? unchanged + 1 : 0;
      before = now;
      if (unchanged >= checksPerLimit) this.#timeout('body');
      else this.#timer = setTimeout(check, this.#options.limits.idleBodyMs / checksPerLimit);
    };
    clearTimeout(this.#timer);
    check();
  }
}
