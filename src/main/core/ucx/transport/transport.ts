// Sends HTTP requests to one server: kept-alive connections, time limits, cancelling, redirects, and named failures.
import fetch from 'node-fetch';
import { problem } from '../../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../../shared/domain/result.ts';
import type { Authorization } from './authorization.ts';
import { ConnectionPool } from './connection-pool.ts';
import { Exchange } from './exchange.ts';
import { createSecureContext } from './secure-context.ts';
import { cancelled, isReset, wireFailureOf, type WireFailure } from './wire-failure.ts';
import type { PoolName, TransportLimits, WireAnswer, WireRequest } from './wire-types.ts';

export type TransportOptions = {
  readonly base: URL;
  readonly authorization: Authorization;
  readonly limits: TransportLimits;
  readonly certificateAuthorities: readonly string[];
  readonly monotonic: () => number;
};

type Sent = {
  readonly result: Result<WireAnswer, WireFailure>;
  /** The connection had been idle and was closed under the request. */
  readonly wasStale: boolean;
};

const socketsPerPool = 8;
const redirectStatuses = [301, 302, 303, 307, 308];
const mostRedirects = 3;

/** Certificates are always checked; the password is sent to the origin of `base` alone. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #secureContext: ReturnType<typeof createSecureContext> | null;
  readonly #quick: ConnectionPool;
  /** Created when they are first needed. */
  readonly #otherPools = new Map<PoolName, ConnectionPool>();
  /** Requests and bodies under way, to be ended by close(). */
  readonly #underWay = new Set<Exchange>();
  #closed = false;

  constructor(options: TransportOptions) {
    this.#options = options;
    const isSecure = options.base.protocol === 'https:';
    this.#secureContext = isSecure ? createSecureContext(options.certificateAuthorities) : null;
    this.#quick = this.#createPool();
  }

  async send(request: WireRequest): Promise<Result<WireAnswer, WireFailure>> {
    const { base, monotonic } = this.#options;
    const begun = monotonic();
    let { url } = request;
    // Repeating and redirects are parts of one request: they share its time.
    const timed = (): WireRequest =>
      request.totalMs === undefined ? request : { ...request, totalMs: request.totalMs - (monotonic() - begun) };
    for (let redirects = 0; ; redirects += 1) {
      let { result, wasStale } = await this.#sendOnce(timed(), url);
      // A server may close an idle connection at the very moment we write to it. A GET changes nothing, so it may be repeated, once, on
      // a fresh connection (sendOnce has dropped the idle ones). A PUT, POST or DELETE may have been carried out although the answer
      // was lost: only the pause machine, which reads the state first, may repeat it.
      if (!result.ok && wasStale && request.method === 'GET')
        ({ result, wasStale } = await this.#sendOnce(timed(), url));
      if (!result.ok || !redirectStatuses.includes(result.value.status)) return result;
      const target = redirectTarget(result.value, url);
      result.value.body.destroy();
      // The password must not follow to another server, and a command must not be carried out twice.
      const mayFollow = request.method === 'GET' && target?.origin === base.origin && redirects < mostRedirects;
      if (!mayFollow) return err(redirectRefused(base, target));
      url = target.href;
    }
  }

  /** Opens and keeps a connection for the next command. */
  warm(): void {
    if (!this.#closed) this.#quick.warm();
  }

  close(): void {
    this.#closed = true;
    for (const exchange of [...this.#underWay]) exchange.end(cancelled());
    this.#quick.close();
    for (const pool of this.#otherPools.values()) pool.close();
  }

  #createPool(): ConnectionPool {
    const { base, limits, monotonic } = this.#options;
    return new ConnectionPool({
      url: base,
      maxSockets: socketsPerPool,
      connectMs: limits.connectMs,
      secureContext: this.#secureContext,
      monotonic,
    });
  }

  #poolOf(name: PoolName): ConnectionPool {
    if (name === 'quick') return this.#quick;
    const pool = this.#otherPools.get(name) ?? this.#createPool();
    this.#otherPools.set(name, pool);
    return pool;
  }

  /** Sends once, without redirects and without repeating. */
  async #sendOnce(request: WireRequest, url: string): Promise<Sent> {
    if (this.#closed || request.signal?.aborted === true) return { result: err(cancelled()), wasStale: false };
    const { base, limits } = this.#options;
    const pool = this.#poolOf(request.pool);
    const exchange = new Exchange({
      request,
      pool,
      limits,
      host: base.host,
      onEnd: () => this.#underWay.delete(exchange),
    });
    this.#underWay.add(exchange);
    try {
      const response = await fetch(url, this.#fetchOptions(request, pool, exchange));
      return { result: ok(exchange.answered(response)), wasStale: false };
    } catch (error) {
      const cause = exchange.failed(error);
      const failure = wireFailureOf(cause, base.host);
      if (!failure.cancelled) pool.dropIdle();
      return { result: err(failure), wasStale: exchange.onIdleSocket && isReset(cause) };
    }
  }

  #fetchOptions(request: WireRequest, pool: ConnectionPool, exchange: Exchange) {
    return {
      method: request.method,
      headers: {
        Accept: 'application/json',
        'User-Agent': 'Sidetone',
        ...request.headers,
        Authorization: this.#options.authorization.header(),
      },
      body: request.body ?? null,
      agent: pool.agentFor((clientRequest) => {
        exchange.observe(clientRequest);
      }),
      signal: exchange.signal,
      redirect: 'manual' as const,
      // Audio is compressed already, and its Content-Length must stay true.
      compress: request.pool !== 'bulk',
    };
  }
}

function redirectTarget(answer: WireAnswer, from: string): URL | null {
  const location = answer.header('location');
  if (location === null) return null;
  try {
    const target = new URL(location, from);
    // Credentials in a redirect are never used.
    target.username = '';
    target.password = '';
    return target;
  } catch {
    return null;
  }
}

function redirectRefused(base: URL, target: URL | null): WireFailure {
  const shown = target === null || target.origin === base.origin ? base.host : `${target.protocol}//${target.host}`;
  return { problem: problem('server-redirected', { host: base.host, target: shown }), cancelled: false };
}
