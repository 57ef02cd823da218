// Opens a connection to the server: directly, or by a proxy. The only place where one is opened, whatever it is for.
import http, { type IncomingMessage } from 'node:http';
import net, { type LookupFunction, type Socket } from 'node:net';
import tls from 'node:tls';
import { problem } from '../../../../shared/domain/problem.ts';
import { authority, offersBasic, proxyHeaders, proxyName, type Hop, type Proxy } from './proxy.ts';
import { WireError, wireFailureOf } from './wire-failure.ts';

/** Node gives each address of a name 250 ms by default, which is too little over a slow VPN. */
export const addressAttemptMs = 1000;

export type ConnectOptions = {
  readonly url: URL;
  readonly hop: Hop;
  /** Milliseconds that opening a connection may take in all. */
  readonly connectMs: number;
  /** Authorities that are trusted; made when it's first needed. */
  readonly secureContext: () => tls.SecureContext;
  /** How names are looked up; Node's own way where absent. */
  readonly lookup?: LookupFunction;
};

const isSecure = (url: URL): boolean => url.protocol === 'https:';
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/gu, '');
const portOf = (url: URL): number => Number(url.port) || (isSecure(url) ? 443 : 80);

/**
 * Opens a connection on which requests to `url` can be sent: what they look like is up to `throughProxy`.
 *
 * @param overTunnel makes the connection to the server: on a socket of its own for null, else on the tunnel through the proxy
 * @param done called with a connection that isn't encrypted yet, or a WireError that names what is wrong with the proxy. Not called where a socket is returned
 * @returns the socket that is being connected, where there is no proxy
 */
export function openConnection(
  options: ConnectOptions,
  overTunnel: (tunnel: Socket | null) => Socket,
  done: (error: Error | null, socket?: Socket) => void,
): Socket | undefined {
  const { url, hop } = options;
  if (hop === null) return overTunnel(null);
  const opened = isSecure(url) ? openTunnel(options, hop).then(overTunnel) : openToProxy(options, hop);
  opened.then(
    (socket) => {
      done(null, socket);
    },
    (error: unknown) => {
      done(error instanceof Error ? error : new Error('the proxy could not be used'));
    },
  );
  return undefined;
}

/** The connection of the reserve to the server, as an https agent makes its own. */
export function connectToServer({ url, secureContext, lookup }: ConnectOptions, tunnel: Socket | null): Socket {
  const common = {
    host: hostOf(url),
    port: portOf(url),
    noDelay: true,
    keepAlive: true,
    autoSelectFamilyAttemptTimeout: addressAttemptMs,
    ...(lookup === undefined ? {} : { lookup }),
  };
  if (!isSecure(url)) return net.connect(common);
  return tls.connect({
    ...common,
    ...(tunnel === null ? {} : { socket: tunnel }),
    secureContext: secureContext(),
    // Said expressly: else NODE_TLS_REJECT_UNAUTHORIZED in the environment would turn the check off.
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    ...serverName(hostOf(url)),
  });
}

/** Server names are host names; an address must not be sent as one (RFC 6066). */
const serverName = (host: string): { servername?: string } => (net.isIP(host) === 0 ? { servername: host } : {});

/** A request on a connection that leads to a proxy and no further says where it is to go, and signs in there (RFC 9112, section 3.2.2). */
export function throughProxy(request: http.ClientRequest, { url, hop }: Pick<ConnectOptions, 'url' | 'hop'>): void {
  if (hop === null || isSecure(url) || !request.path.startsWith('/')) return;
  request.path = `${url.origin}${request.path}`;
  for (const [name, value] of Object.entries(proxyHeaders(hop))) request.setHeader(name, value);
}

/** Whether a connection is ready when it's handed out: its TLS session, if any, is still to come. */
export function isReadyAtOnce({ url, hop }: Pick<ConnectOptions, 'url' | 'hop'>): boolean {
  return hop !== null && !isSecure(url);
}

const unreachable = (url: URL, hop: Proxy): WireError =>
  new WireError({ problem: problem('proxy-unreachable', { host: url.host, proxy: proxyName(hop) }), cancelled: false });

/** A connected socket to the proxy. Rejects with a WireError: `proxy-unreachable`, or what is wrong with its certificate. */
function openToProxy({ url, connectMs, secureContext, lookup }: ConnectOptions, hop: Proxy): Promise<Socket> {
  const common = {
    host: hop.host,
    port: hop.port,
    noDelay: true,
    keepAlive: true,
    autoSelectFamilyAttemptTimeout: addressAttemptMs,
    ...(lookup === undefined ? {} : { lookup }),
  };
  return new Promise((resolve, reject) => {
    const socket = hop.isSecure
      ? tls.connect({ ...common, secureContext: secureContext(), rejectUnauthorized: true, ...serverName(hop.host) })
      : net.connect(common);
    const fail = (error: WireError): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    // A proxy is near: one that takes half of the time isn't there, and the next way must have a chance.
    const timer = setTimeout(() => {
      fail(unreachable(url, hop));
    }, connectMs / 2);
    const onError = (error: Error): void => {
      const { code } = wireFailureOf(error, '').problem;
      const isCertificate = code.startsWith('server-certificate');
      fail(isCertificate ? new WireError(wireFailureOf(error, proxyName(hop))) : unreachable(url, hop));
    };
    socket.once('error', onError);
    socket.once(hop.isSecure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      resolve(socket);
    });
  });
}

/** A tunnel to the server through the proxy (CONNECT: RFC 9110, section 9.3.6). Rejects with a WireError. */
async function openTunnel(options: ConnectOptions, hop: Proxy): Promise<Socket> {
  const { url, connectMs } = options;
  const socket = await openToProxy(options, hop);
  const target = authority(hostOf(url), portOf(url));
  return new Promise((resolve, reject) => {
    const request = http.request({
      method: 'CONNECT',
      path: target,
      headers: { Host: target, ...proxyHeaders(hop) },
      createConnection: () => socket,
      timeout: connectMs,
    });
    request.once('connect', (answer: IncomingMessage, tunnel: Socket, early: Buffer) => {
      const failure = failureOf(answer, early, url, hop);
      if (failure === null) {
        resolve(tunnel);
        return;
      }
      tunnel.destroy();
      reject(failure);
    });
    request.once('timeout', () => {
      request.destroy();
    });
    request.on('error', () => {
      reject(refused(url, hop));
    });
    request.end();
  });
}

const refused = (url: URL, hop: Proxy): WireError =>
  new WireError({ problem: problem('proxy-refused', { host: url.host, proxy: proxyName(hop) }), cancelled: false });

/** Why there is no tunnel; null where there is one. What arrives before we have spoken is nothing that a server would send. */
function failureOf(
  { statusCode = 0, headers }: IncomingMessage,
  early: Buffer,
  url: URL,
  hop: Proxy,
): WireError | null {
  if (statusCode === 407) return signInRefused(headers['proxy-authenticate'] ?? null, url, hop);
  return statusCode >= 200 && statusCode < 300 && early.length === 0 ? null : refused(url, hop);
}

/** A proxy that wants a sign-in: one that it was not given or did not take, or one of a kind that Sidetone doesn't have. */
export function signInRefused(offered: string | string[] | null, url: URL, hop: Proxy): WireError {
  const kinds = Array.isArray(offered) ? offered.join(', ') : offered;
  const code = offersBasic(kinds) ? 'proxy-sign-in' : 'proxy-sign-in-method';
  return new WireError({ problem: problem(code, { host: url.host, proxy: proxyName(hop) }), cancelled: false });
}
