// One HTTP request: kept-alive connections, time limits, cancelling, redirects, and the names of what can go wrong.
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import fetch, { type Response } from 'node-fetch';
import { problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { Authorization } from './authorization.ts';
import { createConnectionPool, trustingContext, type ConnectionPool } from './connection-pool.ts';
import { isReset, WireError, wireFailureOf, type WireFailure } from './wire-failure.ts';

export type Lane = 'quick' | 'search' | 'bulk';

export type WireRequest = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent with its own `Content-Length` header; text is short, a stream is sent as it is read. */
  readonly body?: string | Readable;
  /** The connections it uses, which no other lane can fill or lose: `quick` for my live recordings, `search` for lists, `bulk` for audio. */
  readonly lane: Lane;
  /** Milliseconds from the sent request to the head of the answer. */
  readonly answerMs: number;
  readonly signal: AbortSignal | undefined;
};

export type WireAnswer = {
  readonly status: number;
  readonly header: (name: string) => string | null;
  /** Fails with a WireError or an error that wireFailureOf can name. Must be read to its end or destroyed. */
  readonly body: Readable;
};

export type TransportLimits = {
  readonly connectMs: number;
  readonly idleBodyMs: number;
};

export type Transport = {
  send(request: WireRequest): Promise<Result<WireAnswer, WireFailure>>;
  warm(): void;
  close(): void;
};

export type TransportOptions = {
  readonly base: URL;
  readonly authorization: Authorization;
  readonly limits: TransportLimits;
  readonly certificateAuthorities: readonly string[];
  readonly monotonic: () => number;
};

const socketsPerLane = 8;
const redirectStatuses = [301, 302, 303, 307, 308];
const mostRedirects = 3;
/** A body makes no progress when so many looks in a row, spread over the limit, saw none. */
const looksPerLimit = 4;

/**
 * The transport to one server. Certificates are always checked; the password goes to the origin of `base` alone.
 */
export function createTransport(options: TransportOptions): Transport {
  const { base, authorization, limits } = options;
  const host = base.host;
  const secureContext = base.protocol === 'https:' ? trustingContext(options.certificateAuthorities) : null;
  const newPool = (): ConnectionPool =>
    createConnectionPool({
      url: base,
      maxSockets: socketsPerLane,
      connectMs: limits.connectMs,
      secureContext,
      monotonic: options.monotonic,
    });
  const quick = newPool();
  /** Opened when they are first needed. */
  const others = new Map<Lane, ConnectionPool>();
  let closed = false;
  /** Requests and bodies under way, to be ended by close(). */
  const underWay = new Set<Exchange>();

  function poolOf(lane: Lane): ConnectionPool {
    if (lane === 'quick') return quick;
    const pool = others.get(lane) ?? newPool();
    others.set(lane, pool);
    return pool;
  }

  /** Sends once, without redirects and without repeating. `stale`: the connection had lain idle and was closed under the request. */
  async function sendOnce(
    request: WireRequest,
    url: string,
  ): Promise<{ result: Result<WireAnswer, WireFailure>; stale: boolean }> {
    if (closed || request.signal?.aborted === true) return { result: err(cancelled()), stale: false };
    const pool = poolOf(request.lane);
    const exchange = new Exchange(request, pool, limits, host, () => underWay.delete(exchange));
    underWay.add(exchange);
    try {
      const response = await fetch(url, {
        method: request.method,
        headers: {
          Accept: 'application/json',
          'User-Agent': 'Sidetone',
          ...request.headers,
          Authorization: authorization.header(),
        },
        body: request.body ?? null,
        agent: pool.agentFor((clientRequest) => {
          exchange.observe(clientRequest);
        }),
        signal: exchange.signal,
        redirect: 'manual',
        // Audio is compressed already, and its Content-Length must stay true.
        compress: request.lane !== 'bulk',
      });
      return { result: ok(exchange.answered(response)), stale: false };
    } catch (error) {
      const cause = exchange.failed(error);
      const failure = wireFailureOf(cause, host);
      if (!failure.cancelled) pool.dropIdle();
      return { result: err(failure), stale: exchange.onIdleSocket && isReset(cause) };
    }
  }

  async function send(request: WireRequest): Promise<Result<WireAnswer, WireFailure>> {
    let url = request.url;
    for (let redirects = 0; ; redirects += 1) {
      let { result, stale } = await sendOnce(request, url);
      // A server may close an idle connection at the very moment we write to it. A GET changes nothing, so it may be asked again,
      // once, on a fresh connection (sendOnce has dropped the idle ones). A PUT, POST or DELETE may have been carried out although
      // the answer was lost: only somebody who reads the state first may repeat it, which is the work of the pause machine.
      if (!result.ok && stale && request.method === 'GET') ({ result, stale } = await sendOnce(request, url));
      if (!result.ok || !redirectStatuses.includes(result.value.status)) return result;
      const target = redirectTarget(result.value, url);
      result.value.body.destroy();
      // The password must not follow to another server, and a command must not be carried out twice.
      const mayFollow = request.method === 'GET' && target?.origin === base.origin && redirects < mostRedirects;
      if (!mayFollow) {
        const shown = target?.origin === base.origin || target === null ? host : `${target.protocol}//${target.host}`;
        return err({ problem: problem('server-redirected', { host, target: shown }), cancelled: false });
      }
      url = target.href;
    }
  }

  return {
    send,
    warm() {
      if (!closed) quick.warm();
    },
    close() {
      closed = true;
      for (const exchange of [...underWay]) exchange.end(cancelled());
      quick.close();
      for (const pool of others.values()) pool.close();
    },
  };
}

function cancelled(): WireFailure {
  return { problem: problem('request-cancelled'), cancelled: true };
}

function redirectTarget(answer: WireAnswer, from: string): URL | null {
  const location = answer.header('location');
  if (location === null) return null;
  try {
    const target = new URL(location, from);
    // Names and passwords in a redirect are not ours to use.
    target.username = '';
    target.password = '';
    return target;
  } catch {
    return null;
  }
}

/** One request and its answer while they are under way: the time limits, and the one reason for which it ended. */
class Exchange {
  onIdleSocket = false;
  #sent = true;
  #cause: WireError | null = null;
  #timer: NodeJS.Timeout | undefined;
  #socket: Socket | null = null;
  #body: Readable | null = null;
  readonly #controller = new AbortController();
  readonly #request: WireRequest;
  readonly #pool: ConnectionPool;
  readonly #limits: TransportLimits;
  readonly #host: string;
  readonly #over: () => void;
  readonly #onCallerAbort = (): void => {
    this.end(cancelled());
  };

  constructor(request: WireRequest, pool: ConnectionPool, limits: TransportLimits, host: string, over: () => void) {
    this.#request = request;
    this.#pool = pool;
    this.#limits = limits;
    this.#host = host;
    this.#over = over;
    request.signal?.addEventListener('abort', this.#onCallerAbort);
    this.#limit('connect', limits.connectMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Follows the request through its stages: connecting, sending a body that takes time, waiting for the answer. */
  observe(request: ClientRequest): void {
    request.once('socket', (socket) => {
      this.#socket = socket;
      this.onIdleSocket = this.#pool.wasIdle(request, socket);
      this.#pool.whenReady(socket, () => {
        if (this.#body !== null || this.#cause !== null) return;
        if (this.#request.body instanceof Readable) this.#watch(() => socket.bytesWritten);
        else this.#limit('answer', this.#request.answerMs);
      });
    });
    if (this.#request.body instanceof Readable) {
      this.#sent = false;
      request.once('finish', () => {
        this.#sent = true;
        if (this.#body === null && this.#cause === null) this.#limit('answer', this.#request.answerMs);
      });
    }
  }

  /** The head of the answer is here; from now on only the body can fail. */
  answered(response: Response): WireAnswer {
    const body = response.body instanceof Readable ? response.body : Readable.from([]);
    this.#body = body;
    body.once('close', () => {
      this.#finish();
    });
    // Whoever reads the body hears of its errors; this keeps an unread one from ending the program.
    body.on('error', () => {
      this.#finish();
    });
    if (this.#cause !== null) {
      body.destroy(this.#cause);
      return { status: response.status, header: () => null, body };
    }
    // What lies unread is not the server's fault: a player on hold, a slow disk.
    this.#watch(() => (body.readableLength > 0 ? Number.NaN : (this.#socket?.bytesRead ?? 0)));
    return { status: response.status, header: (name) => response.headers.get(name), body };
  }

  /** The request failed; gives the reason that counts. */
  failed(error: unknown): unknown {
    this.#finish();
    return this.#cause ?? error;
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
    this.#request.signal?.removeEventListener('abort', this.#onCallerAbort);
    // The server answered before it had read all of an upload: the rest is not sent.
    if (this.#body !== null && !this.#sent) this.#controller.abort();
    this.#over();
  }

  #timeout(step: string): void {
    this.end({ problem: problem('server-timeout', { host: this.#host, step }), cancelled: false });
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
    let still = 0;
    const look = (): void => {
      const now = progress();
      still = now === before ? still + 1 : 0;
      before = now;
      if (still >= looksPerLimit) this.#timeout('body');
      else this.#timer = setTimeout(look, this.#limits.idleBodyMs / looksPerLimit);
    };
    clearTimeout(this.#timer);
    look();
  }
}
