// Sends HTTP requests to one server: kept-alive connections, time limits, cancelling, redirects, and named failures.
import { Readable } from 'node:stream';
import fetch from 'node-fetch';
import { problem, type Problem } from '../../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../../shared/domain/result.ts';
import type { Authorization } from './authorization.ts';
import { ConnectionPool } from './connection-pool.ts';
import { Exchange } from './exchange.ts';
import { signInRefused } from './connect.ts';
import type { Hop } from './proxy.ts';
import { RouteFinder, type FindRoute } from './route-finder.ts';
import { createSecureContext } from './secure-context.ts';
import { cancelled, isReset, wireFailureOf, type WireFailure } from './wire-failure.ts';
import type { PoolName, TransportLimits, WireAnswer, WireRequest } from './wire-types.ts';

export type TransportOptions = {
  readonly base: URL;
  readonly authorization: Authorization;
  readonly limits: TransportLimits;
  readonly certificateAuthorities: readonly string[];
  /** The way to the server; absent: there is no proxy. */
  readonly findRoute?: FindRoute | undefined;
  readonly monotonic: () => number;
};

type Sent = {
  readonly result: Result<WireAnswer, WireFailure>;
  /** The connection had been idle and was closed under the request. */
  readonly wasStale: boolean;
  /** The way that it was sent by; undefined where none is known. */
  readonly hop?: Hop;
};

const socketsPerPool = 8;
const redirectStatuses = [301, 302, 303, 307, 308];
const mostRedirects = 3;
/** Ways to the server that one request tries. */
const mostWays = 4;

/** Certificates are always checked; the password is sent to the origin of `base` alone. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #secureContext: () => ReturnType<typeof createSecureContext>;
  readonly #route: RouteFinder;
  /** Those of the current way to the server, made when they are first needed. */
  readonly #pools = new Map<PoolName, ConnectionPool>();
  /** Requests and bodies under way, to be ended by close(). */
  readonly #underWay = new Set<Exchange>();
  #keepsWarm = false;
  #closed = false;

  constructor(options: TransportOptions) {
    this.#options = options;
    let made: ReturnType<typeof createSecureContext> | null = null;
    this.#secureContext = () => (made ??= createSecureContext(options.certificateAuthorities));
    // Before the first request, which would have to wait for it.
    if (options.base.protocol === 'https:') this.#secureContext();
    this.#route = new RouteFinder({
      find: options.findRoute,
      url: options.base,
      monotonic: options.monotonic,
      onChange: () => {
        this.#routeChanged();
      },
    });
  }

  async send(request: WireRequest): Promise<Result<WireAnswer, WireFailure>> {
    const { base, monotonic } = this.#options;
    const begun = monotonic();
    let { url } = request;
    // Repeating and redirects are parts of one request: they share its time.
    const timed = (): WireRequest =>
      request.totalMs === undefined ? request : { ...request, totalMs: request.totalMs - (monotonic() - begun) };
    for (let redirects = 0; ; redirects += 1) {
      let { result, wasStale } = await this.#sendByAnyWay(timed(), url);
      // A server may close an idle connection at the very moment we write to it. A GET changes nothing, so it may be repeated, once, on
      // a fresh connection (sendOnce has dropped the idle ones). A PUT, POST or DELETE may have been carried out although the answer
      // was lost: only the pause machine, which reads the state first, may repeat it.
      if (!result.ok && wasStale && request.method === 'GET')
        ({ result, wasStale } = await this.#sendByAnyWay(timed(), url));
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
    this.#keepsWarm = true;
    void this.#route.ready(undefined).then((found) => {
      if (found.ok && !this.#closed) this.#poolOf('quick').warm();
    });
  }

  close(): void {
    this.#closed = true;
    for (const exchange of [...this.#underWay]) exchange.end(cancelled());
    for (const pool of this.#pools.values()) pool.close();
  }

  /** The old connections lead by the old way: none of them is used again. */
  #routeChanged(): void {
    for (const pool of this.#pools.values()) pool.retire();
    this.#pools.clear();
    if (this.#keepsWarm && !this.#closed) this.warm();
  }

  /** Call once the way is known. */
  #poolOf(name: PoolName): ConnectionPool {
    const { base, limits, monotonic } = this.#options;
    const known = this.#pools.get(name);
    if (known !== undefined) return known;
    const pool = new ConnectionPool({
      url: base,
      hop: this.#route.current,
      maxSockets: socketsPerPool,
      connectMs: limits.connectMs,
      secureContext: this.#secureContext,
      monotonic,
    });
    this.#pools.set(name, pool);
    return pool;
  }

  /**
   * Sends once, without redirects and without repeating. A proxy that can't be reached has passed nothing on, not even a command: the
   * next way is tried at once, where there is one.
   */
  async #sendByAnyWay(request: WireRequest, url: string): Promise<Sent> {
    for (let ways = 1; ; ways += 1) {
      const sent = await this.#sendOnce(request, url);
      if (sent.result.ok || sent.hop === undefined) return sent;
      const isUnreached = sent.result.error.problem.code === 'proxy-unreachable';
      const maySend = isUnreached && !(request.body instanceof Readable) && ways < mostWays;
      if (!maySend || !this.#route.next(sent.hop)) return sent;
    }
  }

  async #sendOnce(request: WireRequest, url: string): Promise<Sent> {
    // Nothing is awaited where the way is known: the request after a key press is handed over within the same turn.
    if (!this.#route.isKnown()) {
      const ready = await this.#route.ready(request.signal);
      if (!ready.ok) return { result: err(unready(ready.error)), wasStale: false };
    }
    if (this.#closed || request.signal?.aborted === true) return { result: err(cancelled()), wasStale: false };
    const { base, limits } = this.#options;
    const hop = this.#route.current;
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
      const answer = exchange.answered(response);
      return { result: answeredByProxy(answer, base, hop) ?? ok(answer), wasStale: false, hop };
    } catch (error) {
      const cause = exchange.failed(error);
      const failure = wireFailureOf(cause, base.host);
      if (!failure.cancelled) {
        pool.dropIdle();
        this.#route.doubt();
      }
      return { result: err(failure), wasStale: exchange.onIdleSocket && isReset(cause), hop };
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

const unready = (reason: Problem): WireFailure => ({
  problem: reason,
  cancelled: reason.code === 'request-cancelled',
});

/** The failure where not the server but the proxy answered, which wants a sign-in; null for all other answers. */
function answeredByProxy(answer: WireAnswer, base: URL, hop: Hop): Result<never, WireFailure> | null {
  if (hop === null || answer.status !== 407) return null;
  answer.body.destroy();
  return err(signInRefused(answer.header('proxy-authenticate'), base, hop).failure);
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
