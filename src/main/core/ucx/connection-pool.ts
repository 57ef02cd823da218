// The connections to one server: kept alive, one always open and idle in advance, so that a command waits for no set-up.
import http, { type ClientRequest } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import net from 'node:net';
import tls from 'node:tls';

/** A connection kept in advance that lived shorter than this (ms) is a sign that the server does not want it. */
const shortLifeMs = 1000;
/** After such a sign no connection is opened in advance for this long (ms). */
const pauseAfterShortLifeMs = 10_000;
/** An idle connection is closed by us after this long (ms), or a second before the server's own Keep-Alive hint. */
const idleMs = 100_000;

export type ConnectionPool = {
  /** An agent for one request, which tells about that request and is otherwise the shared one. */
  agentFor(observe: (request: ClientRequest) => void): http.Agent;
  /** Calls `callback` once the socket is connected, TLS included: at once when it is. */
  whenReady(socket: Socket, callback: () => void): void;
  /** True when the socket had been lying idle before this request: the server may have closed it meanwhile. */
  wasIdle(request: ClientRequest, socket: Socket): boolean;
  /** From now on keeps one idle connection; opens it when there is none. Never fails. */
  warm(): void;
  /** Closes what is idle: after a failure nobody knows which of these connections still lead anywhere. */
  dropIdle(): void;
  /** Closes everything. Nothing is opened afterwards. */
  close(): void;
};

export type PoolOptions = {
  /** Base address of the server. */
  readonly url: URL;
  readonly maxSockets: number;
  /** Milliseconds a connection opened in advance may take. */
  readonly connectMs: number;
  /** From trustingContext; null for plain http. */
  readonly secureContext: tls.SecureContext | null;
  readonly monotonic: () => number;
};

/** `addRequest` is what http.request calls on its agent; it is not in the type definitions. */
type RequestTaker = http.Agent & { addRequest(request: ClientRequest, ...rest: unknown[]): void };

/**
 * Authorities of the system's own store and extra ones beside Node's list, made once for a server: parsing some hundred
 * certificates takes tens of milliseconds and must not be paid at every connection. Certificates are always checked.
 */
export function trustingContext(extra: readonly string[]): tls.SecureContext {
  let known: readonly string[] = tls.rootCertificates;
  try {
    known = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
  } catch {
    // An older Node does not know the system's store; its own list still counts.
  }
  return tls.createSecureContext({ ca: [...new Set([...known, ...extra])] });
}

export function createConnectionPool(options: PoolOptions): ConnectionPool {
  const { url, monotonic } = options;
  const secure = options.secureContext !== null;
  const readyEvent = secure ? 'secureConnect' : 'connect';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (secure ? 443 : 80);
  const shared = {
    keepAlive: true,
    noDelay: true,
    maxSockets: options.maxSockets,
    maxFreeSockets: options.maxSockets,
    scheduling: 'lifo' as const,
    timeout: idleMs,
    // Node gives each address of a name 250 ms by default, which is too little over a slow VPN.
    autoSelectFamilyAttemptTimeout: 1000,
  };
  const tlsOptions = options.secureContext === null ? {} : { secureContext: options.secureContext };
  const agent = secure ? new https.Agent({ ...shared, ...tlsOptions }) : new http.Agent(shared);

  const ready = new WeakSet<object>();
  const laidIdle = new WeakSet<object>();
  let reserve: Socket | null = null;
  let keepWarm = false;
  let closed = false;
  let notBefore = -Infinity;

  function track(socket: Socket): void {
    socket.once(readyEvent, () => {
      ready.add(socket);
    });
    // Later, when the agent has struck it off its list.
    socket.once('close', () => setImmediate(ensureReserve));
  }

  function openSocket(): Socket {
    const common = { host, port, noDelay: true, keepAlive: true, autoSelectFamilyAttemptTimeout: 1000 };
    return secure
      ? tls.connect({
          ...common,
          ...tlsOptions,
          ALPNProtocols: ['http/1.1'],
          // Server names are host names; an address must not be sent as one (RFC 6066).
          ...(net.isIP(host) === 0 ? { servername: host } : {}),
        })
      : net.connect(common);
  }

  function idleCount(): number {
    return Object.values(agent.freeSockets).reduce((sum, sockets) => sum + (sockets?.length ?? 0), 0);
  }

  /** Opens the reserve when nothing idle is left. */
  function ensureReserve(): void {
    if (!keepWarm || closed || reserve !== null || idleCount() > 0 || monotonic() < notBefore) return;
    const openedAt = monotonic();
    const socket = openSocket();
    reserve = socket;
    track(socket);
    // An idle connection must not keep the program running.
    socket.unref();
    socket.setTimeout(options.connectMs);
    socket.on('timeout', destroyThis);
    socket.once(readyEvent, () => {
      if (reserve === socket) socket.setTimeout(idleMs);
    });
    // A failure here is nobody's failure yet: the next request meets it and says so.
    socket.on('error', ignore);
    socket.once('close', () => {
      if (reserve !== socket) return;
      reserve = null;
      if (monotonic() - openedAt < shortLifeMs) notBefore = monotonic() + pauseAfterShortLifeMs;
    });
  }

  function takeReserve(): Socket | null {
    const socket = reserve;
    reserve = null;
    if (socket === null || socket.destroyed || !socket.writable) return null;
    if (ready.has(socket)) laidIdle.add(socket);
    socket.removeListener('timeout', destroyThis);
    socket.removeListener('error', ignore);
    socket.setTimeout(0);
    socket.ref();
    return socket;
  }

  const open = agent.createConnection.bind(agent);
  // The documented place to hand in a connection of one's own: here the one that was opened in advance.
  agent.createConnection = (connectionOptions, callback) => {
    const kept = takeReserve();
    if (kept !== null) return kept;
    const socket = open(connectionOptions, callback);
    if (socket instanceof net.Socket) track(socket);
    return socket;
  };

  return {
    agentFor(observe) {
      const taker = agent as RequestTaker;
      // node-fetch does not give out its request, so each request gets a thin agent that looks at it in passing.
      return Object.create(agent, {
        addRequest: {
          value: (request: ClientRequest, ...rest: unknown[]) => {
            observe(request);
            taker.addRequest(request, ...rest);
            // Later, so that nothing stands between this request and the wire.
            setImmediate(ensureReserve);
          },
        },
      }) as http.Agent;
    },
    whenReady(socket, callback) {
      if (ready.has(socket)) callback();
      else socket.once(readyEvent, callback);
    },
    wasIdle: (request, socket) => request.reusedSocket || laidIdle.has(socket),
    warm() {
      keepWarm = true;
      ensureReserve();
    },
    dropIdle() {
      for (const sockets of Object.values(agent.freeSockets))
        for (const socket of [...(sockets ?? [])]) socket.destroy();
      const kept = reserve;
      reserve = null;
      kept?.destroy();
    },
    close() {
      closed = true;
      const kept = reserve;
      reserve = null;
      kept?.destroy();
      agent.destroy();
    },
  };
}

function destroyThis(this: Socket): void {
  this.destroy();
}

function ignore(): void {
  // see ensureReserve
}
