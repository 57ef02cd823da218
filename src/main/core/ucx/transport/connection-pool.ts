// The connections to one server: kept alive, with one always open in reserve, so that a command needs no connection set-up.
import http, { type ClientRequest } from 'node:http';
import https from 'node:https';
import net, { type Socket } from 'node:net';
import {
  addressAttemptMs,
  connectToServer,
  isReadyAtOnce,
  openConnection,
  throughProxy,
  type ConnectOptions,
} from './connect.ts';
import { rememberCertificate } from './peer-certificate.ts';

/** A reserve connection that lived shorter than this (ms) is a sign that the server closes unused connections. */
const shortLifeMs = 1000;
/** After such a sign no reserve is opened for this long (ms). */
const pauseAfterShortLifeMs = 10_000;
/** An idle connection is closed by us after this long (ms), or a second before the server's own Keep-Alive hint. */
const idleMs = 100_000;

export type PoolOptions = ConnectOptions & {
  readonly maxSockets: number;
  readonly monotonic: () => number;
};

/** `addRequest` is what http.request calls on its agent; it is not in the type definitions. */
type RequestTaker = http.Agent & { addRequest(request: ClientRequest, ...rest: unknown[]): void };

export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #agent: http.Agent;
  /** Sockets that are connected, TLS included. */
  readonly #ready = new WeakSet<object>();
  readonly #tracked = new WeakSet<object>();
  /** Reserve connections that were idle before their first request. */
  readonly #wasIdle = new WeakSet<object>();
  #reserve: Socket | null = null;
  /** A reserve is on its way through a proxy. */
  #opening = false;
  #keepsReserve = false;
  #closed = false;
  /** Milliseconds of the monotonic clock before which no reserve is opened. */
  #notBefore = -Infinity;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#agent = createAgent(options);
    const createConnection = this.#agent.createConnection.bind(this.#agent);
    // The documented place to supply a connection of one's own: here the reserve.
    this.#agent.createConnection = (connectionOptions, callback) => {
      const reserve = this.#takeReserve();
      if (reserve !== null) return reserve;
      const connect = (tunnel: Socket | null): Socket => {
        const socket =
          tunnel === null
            ? createConnection(connectionOptions, callback)
            : createConnection({ ...connectionOptions, socket: tunnel } as typeof connectionOptions);
        if (!(socket instanceof net.Socket)) throw new Error('the agent made no socket');
        return this.#track(socket);
      };
      return openConnection(options, connect, (error, socket) => {
        if (socket !== undefined) this.#track(socket);
        callback?.(error, socket as Socket);
      });
    };
  }

  /** An agent for one request, which passes that request to `observe` and is otherwise the shared one. */
  agentFor(observe: (request: ClientRequest) => void): http.Agent {
    const taker = this.#agent as RequestTaker;
    // node-fetch does not give out its request, so each request gets a thin agent that sees it on the way.
    return Object.create(this.#agent, {
      addRequest: {
        value: (request: ClientRequest, ...rest: unknown[]) => {
          throughProxy(request, this.#options);
          observe(request);
          taker.addRequest(request, ...rest);
          // Later, so that nothing delays this request.
          setImmediate(() => {
            this.#ensureReserve();
          });
        },
      },
    }) as http.Agent;
  }

  /** Calls `callback` once the socket is connected, TLS included: at once when it is. */
  whenReady(socket: Socket, callback: () => void): void {
    if (this.#ready.has(socket)) callback();
    else socket.once(this.#readyEvent, callback);
  }

  /** True when the socket was idle before this request: the server may have closed it meanwhile. */
  wasIdle(request: ClientRequest, socket: Socket): boolean {
    return request.reusedSocket || this.#wasIdle.has(socket);
  }

  /** Keeps one idle connection from now on; opens it when there is none. Never fails. */
  warm(): void {
    this.#keepsReserve = true;
    this.#ensureReserve();
  }

  /** Closes idle connections: after a failure it is unknown which of them still work. */
  dropIdle(): void {
    for (const sockets of Object.values(this.#agent.freeSockets))
      for (const socket of [...(sockets ?? [])]) socket.destroy();
    this.#dropReserve();
  }

  /** Another pool takes its place: what is under way ends as it will, and nothing is kept for later. */
  retire(): void {
    this.#keepsReserve = false;
    this.#agent.maxFreeSockets = 0;
    this.dropIdle();
  }

  /** Closes everything. Nothing is opened afterwards. */
  close(): void {
    this.#closed = true;
    this.#dropReserve();
    this.#agent.destroy();
  }

  get #readyEvent(): 'secureConnect' | 'connect' {
    return this.#options.url.protocol === 'https:' ? 'secureConnect' : 'connect';
  }

  #track(socket: Socket): Socket {
    if (this.#tracked.has(socket)) return socket;
    this.#tracked.add(socket);
    rememberCertificate(socket);
    if (isReadyAtOnce(this.#options)) this.#ready.add(socket);
    socket.once(this.#readyEvent, () => {
      this.#ready.add(socket);
    });
    // Later, when the agent has removed it from its list.
    socket.once('close', () =>
      setImmediate(() => {
        this.#ensureReserve();
      }),
    );
    return socket;
  }

  /** Opens the reserve when no idle connection is left. */
  #ensureReserve(): void {
    const { monotonic } = this.#options;
    if (!this.#keepsReserve || this.#closed || this.#reserve !== null || this.#opening) return;
    if (this.#idleCount() > 0 || monotonic() < this.#notBefore) return;
    const openedAt = monotonic();
    this.#opening = true;
    const done = (error: Error | null, socket?: Socket): void => {
      this.#opening = false;
      if (error !== null) this.#notBefore = monotonic() + pauseAfterShortLifeMs;
      if (socket !== undefined) this.#keep(socket, openedAt);
    };
    const socket = openConnection(this.#options, (tunnel) => connectToServer(this.#options, tunnel), done);
    if (socket !== undefined) done(null, socket);
  }

  #keep(socket: Socket, openedAt: number): void {
    const { monotonic, connectMs } = this.#options;
    this.#track(socket);
    socket.on('error', ignoreError);
    if (this.#closed || !this.#keepsReserve) {
      socket.destroy();
      return;
    }
    this.#reserve = socket;
    // An idle connection must not keep the program running.
    socket.unref();
    socket.setTimeout(this.#ready.has(socket) ? idleMs : connectMs);
    socket.on('timeout', destroyThis);
    socket.once(this.#readyEvent, () => {
      if (this.#reserve === socket) socket.setTimeout(idleMs);
    });
    socket.once('close', () => {
      if (this.#reserve !== socket) return;
      this.#reserve = null;
      if (monotonic() - openedAt < shortLifeMs) this.#notBefore = monotonic() + pauseAfterShortLifeMs;
    });
  }

  #idleCount(): number {
    return Object.values(this.#agent.freeSockets).reduce((sum, sockets) => sum + (sockets?.length ?? 0), 0);
  }

  #takeReserve(): Socket | null {
    const socket = this.#reserve;
    this.#reserve = null;
    if (socket === null || socket.destroyed || !socket.writable) return null;
    if (this.#ready.has(socket)) this.#wasIdle.add(socket);
    socket.removeListener('timeout', destroyThis);
    socket.removeListener('error', ignoreError);
    socket.setTimeout(0);
    socket.ref();
    return socket;
  }

  #dropReserve(): void {
    const socket = this.#reserve;
    this.#reserve = null;
    socket?.destroy();
  }
}

function createAgent({ url, maxSockets, secureContext }: PoolOptions): http.Agent {
  const shared = {
    keepAlive: true,
    noDelay: true,
    maxSockets,
    maxFreeSockets: maxSockets,
    scheduling: 'lifo' as const,
    timeout: idleMs,
    autoSelectFamilyAttemptTimeout: addressAttemptMs,
  };
  if (url.protocol !== 'https:') return new http.Agent(shared);
  // Said expressly: else NODE_TLS_REJECT_UNAUTHORIZED in the environment would turn the check off.
  return new https.Agent({ ...shared, secureContext: secureContext(), rejectUnauthorized: true });
}

function destroyThis(this: Socket): void {
  this.destroy();
}

function ignoreError(): void {
  // The reserve failed before anybody needed it: the next request reports the same failure.
}
