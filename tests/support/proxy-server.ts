// A real proxy in this process, for tests: tunnels (CONNECT) and plain requests in absolute form, all to one server whatever their host, with
// the ways in which proxies refuse.
import http, { type IncomingMessage, type Server } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import type { Proxy, ProxyCredentials } from '../../src/main/core/ucx/transport/proxy.ts';
import type { TestCertificate } from '../../src/simulator/certificate.ts';

export type ProxyServer = {
  /** What was asked of the proxy: `CONNECT host:port`, or method and absolute address. */
  readonly asked: string[];
  readonly heads: IncomingMessage['headers'][];
  readonly proxy: Proxy;
  /** As a proxy script names it. */
  readonly pac: string;
  close(): Promise<void>;
};

export type ProxyServerOptions = {
  /** Port on this computer to which everything is passed on. */
  readonly to: number;
  /** Kinds of sign-in that are offered; with `Basic`, `accepts` are the right credentials. */
  readonly offers?: readonly string[];
  readonly accepts?: ProxyCredentials;
  /** Refuses everything with this status. */
  readonly refuses?: number;
  /** Never answers. */
  readonly silent?: boolean;
  /** The connection to the proxy is encrypted. */
  readonly certificate?: TestCertificate;
  readonly credentials?: ProxyCredentials;
};

const basic = ({ username, password }: ProxyCredentials): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

export async function startProxy(options: ProxyServerOptions): Promise<ProxyServer> {
  const { to, offers, accepts, refuses, certificate, credentials = null } = options;
  const asked: string[] = [];
  const heads: IncomingMessage['headers'][] = [];
  const sockets = new Set<Socket>();
  /** The status with which it is refused; 0 where it is not. */
  const refusal = ({ headers }: IncomingMessage): number => {
    if (refuses !== undefined) return refuses;
    const isRight = accepts !== undefined && headers['proxy-authorization'] === basic(accepts);
    return offers === undefined || isRight ? 0 : 407;
  };
  const server: Server =
    certificate === undefined
      ? http.createServer()
      : https.createServer({ cert: certificate.certificate, key: certificate.key });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${request.url ?? ''}`);
    heads.push(request.headers);
    socket.on('error', () => undefined);
    if (options.silent === true) return;
    const status = refusal(request);
    if (status !== 0) {
      const kinds = (offers ?? []).map((kind) => `Proxy-Authenticate: ${kind}\r\n`).join('');
      socket.end(`HTTP/1.1 ${String(status)} Refused\r\n${kinds}Content-Length: 0\r\n\r\n`);
      return;
    }
    const onward = net.connect(to, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket);
      socket.pipe(onward);
    });
    sockets.add(onward);
    onward.on('error', () => socket.destroy());
    onward.on('close', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  server.on('request', (request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    heads.push(request.headers);
    if (options.silent === true) return;
    const status = refusal(request);
    if (status !== 0) {
      response.writeHead(status, offers === undefined ? {} : { 'Proxy-Authenticate': [...offers] }).end();
      return;
    }
    const { pathname, search } = new URL(request.url ?? '', 'http://none');
    const { 'proxy-authorization': _own, ...headers } = request.headers;
    const onward = http.request(
      { host: '127.0.0.1', port: to, method: request.method, path: `${pathname}${search}`, headers, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    heads,
    proxy: { host: '127.0.0.1', port, isSecure: certificate !== undefined, credentials },
    pac: `${certificate === undefined ? 'PROXY' : 'HTTPS'} 127.0.0.1:${String(port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}
