// A feed of newer versions on this computer, over HTTPS, which answers as the test says.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { goodTestCertificate, type TestCertificate } from '../../src/simulator/certificate.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export const sha512Of = (bytes: Uint8Array | string): string => createHash('sha512').update(bytes).digest('base64');

/** What electron-builder writes into latest.yml. */
export const announcement = (version: string, file: string, sha512: string | null): string =>
  [
    `version: ${version}`,
    'files:',
    `  - url: ${file}`,
    ...(sha512 === null ? [] : [`    sha512: ${sha512}`]),
    `path: ${file}`,
    ...(sha512 === null ? [] : [`sha512: ${sha512}`]),
    "releaseDate: '2026-11-28T09:00:00.000Z'",
    '',
  ].join('\n');

export class FeedServer {
  readonly url: string;
  readonly port: number;
  /** Paths that were asked for, in their order, without a query. */
  readonly asked: string[] = [];
  readonly heads: IncomingMessage['headers'][] = [];
  /** What stands in latest.yml. */
  latest: Answer = (_request, response) => response.writeHead(404).end('nothing here');
  /** What is behind every other name. */
  file: Answer = (_request, response) => response.writeHead(404).end('nothing here');
  readonly #server: https.Server;

  private constructor(server: https.Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.url = `https://127.0.0.1:${String(this.port)}/sidetone`;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const { pathname } = new URL(request.url ?? '/', this.url);
      this.asked.push(pathname);
      this.heads.push(request.headers);
      (pathname.startsWith('/sidetone/latest') ? this.latest : this.file)(request, response);
    });
  }

  static async start({ certificate: cert, key }: TestCertificate = goodTestCertificate): Promise<FeedServer> {
    const server = https.createServer({ cert, key });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FeedServer(server);
  }

  says(text: string, type = 'text/yaml'): void {
    this.latest = (_request, response) => response.writeHead(200, { 'content-type': type }).end(text);
  }

  holds(bytes: Uint8Array): void {
    this.file = (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length })
        .end(bytes);
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
