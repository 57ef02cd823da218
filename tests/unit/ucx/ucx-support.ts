// What the tests of the client share: small servers that remember who came, a client that is closed afterwards. Each test ends its own:
// files share this module, and an `afterEach` in it would be that of the first file alone.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { createUcxClient } from '../../../src/main/core/ucx/client.ts';
import type { UcxClient, UcxClientOptions } from '../../../src/main/core/ucx/client-types.ts';

export const id = '6b98303a-b295-473a-adae-19b78aca468d';

export async function listen(server: Server | net.Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

export type Seen = {
  readonly requests: IncomingMessage[];
  readonly sockets: Socket[];
  readonly url: string;
  readonly server: Server;
};

/** A server that answers `[]` unless told otherwise, and remembers who came. */
export async function serve(listener: RequestListener = (_request, response) => response.end('[]')): Promise<Seen> {
  const requests: IncomingMessage[] = [];
  const sockets: Socket[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    listener(request, response);
  });
  server.on('connection', (socket) => sockets.push(socket));
  return { requests, sockets, server, url: await listen(server) };
}

export function clientFor(server: string, options: Partial<UcxClientOptions> = {}): UcxClient {
  const client = createUcxClient({ server, username: 'ada', password: 's3cret', allowPlainHttp: false, ...options });
  onTestFinished(() => {
    client.close();
  });
  return client;
}

export const event = (emitter: NodeJS.EventEmitter, name: string) =>
  new Promise((resolve) => emitter.once(name, resolve));
