// Receivers of every bad kind: none is believed, none costs memory, and nothing leaves by another way.
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Delivery } from '../../../src/main/core/alerts/alert-outbox.ts';
import { oneLookup } from '../../../src/main/core/alerts/one-lookup.ts';
import { webhook } from '../../../src/main/core/alerts/webhook.ts';
import { createSecureContext } from '../../../src/main/core/ucx/transport/secure-context.ts';
import { bytesHeld, heldAtMost } from '../../support/memory-held.ts';
import { hotkeyAlert } from '../../support/sample-alerts.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

/** A server by HTTP that does with each request what the test says. */
async function serverThat(take: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = http.createServer(take);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`;
}

async function rawServerThat(take: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    take(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`;
}

const send = (url: string, signal = new AbortController().signal): Promise<Delivery> =>
  webhook({
    url,
    secret: null,
    secureContext: Promise.resolve(createSecureContext([])),
    lookup: oneLookup(),
    findRoute: undefined,
    now: () => Date.now(),
    monotonic: () => performance.now(),
  })(hotkeyAlert(1), signal);

describe('a webhook', () => {
  test('that closes at once has not taken it', async () => {
    expect(await send(await rawServerThat((socket) => socket.destroy()))).toMatchObject({
      code: 'server-connection-lost',
    });
  });

  test('that sends no HTTP has not taken it', async () => {
    const url = await rawServerThat((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
    expect(await send(url)).toMatchObject({ code: 'server-answer-unreadable' });
  });

  test('that redirects is not followed: the other address gets nothing', async () => {
    const others: string[] = [];
    const other = await serverThat((request, response) => {
      others.push(request.url ?? '');
      response.end();
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const url = await serverThat((_request, response) => response.writeHead(status, { location: other }).end());
      expect(await send(url)).toMatchObject({ code: 'server-redirected', values: { host: 'the webhook' } });
    }
    expect(others).toEqual([]);
  });

  test('that reports an error is asked again, and the error is named as its own', async () => {
    for (const status of [401, 403, 404, 408, 429, 500, 502, 503, 504]) {
      const url = await serverThat((_request, response) => response.writeHead(status).end());
      expect(await send(url)).toEqual({ code: 'server-fault', values: { host: 'the webhook' } });
    }
  });

  test('that will never take it has refused it', async () => {
    for (const status of [400, 413, 415, 422]) {
      const url = await serverThat((_request, response) => response.writeHead(status).end());
      expect(await send(url)).toBe('refused');
    }
  });

  test('that drips its head is left when the try is over', async () => {
    let closed = (): void => undefined;
    const isClosed = new Promise<void>((resolve) => (closed = resolve));
    const abort = new AbortController();
    const url = await rawServerThat((socket) => {
      socket.on('close', closed);
      socket.once('data', () => {
        socket.write('HTTP/1.1 2');
        abort.abort();
      });
    });
    expect(await send(url, abort.signal)).not.toBe('taken');
    await isClosed;
  });

  test('that drips its body has taken it with its head', async () => {
    const url = await serverThat((_request, response) => {
      response.writeHead(200, { 'content-length': 1_000 });
      response.write('x');
    });
    expect(await send(url)).toBe('taken');
  });

  test('that sends 100 MB in its body is left after the head, and nothing of it is kept', async () => {
    const most = bytesHeld() + (10 << 20);
    let sent = 0;
    let closed = (): void => undefined;
    const isClosed = new Promise<void>((resolve) => (closed = resolve));
    const piece = Buffer.alloc(1 << 20, 'x');
    const url = await serverThat((_request, response) => {
      response.on('close', closed);
      const more = (): void => {
        while (sent < 100 << 20 && !response.destroyed) {
          sent += piece.length;
          if (!response.write(piece)) return;
        }
      };
      response.on('drain', more);
      more();
    });
    expect(await send(url)).toBe('taken');
    await isClosed;
    expect(sent).toBeLessThan(100 << 20);
    await heldAtMost(most);
  });

  test('that sends 100 MB in its head is refused', async () => {
    const url = await rawServerThat((socket) => {
      let sent = 0;
      const piece = `x: ${'y'.repeat(65_000)}\r\n`;
      const more = (): void => {
        while (sent < 100 << 20 && !socket.destroyed) {
          sent += piece.length;
          if (!socket.write(piece)) return;
        }
      };
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n');
        socket.on('drain', more);
        more();
      });
    });
    expect(await send(url)).toMatchObject({ code: 'server-answer-unreadable' });
  });
});
