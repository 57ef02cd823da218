// An HTTPS server that takes alerts and answers as the test says. It checks signatures in its own way, not with the sender's code.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { goodTestCertificate } from '../../src/simulator/certificate.ts';

export const webhookSecret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

export type Arrived = {
  readonly id: string;
  readonly time: string;
  readonly body: string;
  readonly isSigned: boolean;
  /** The body as JSON. */
  readonly said: Readonly<Record<string, unknown>>;
};

export class WebhookReceiver {
  readonly url: string;
  /** All requests in their order, also those that were sent again. */
  readonly arrived: Arrived[] = [];
  /** The status of the next answer; null for none at all. */
  answer: (nth: number) => number | null = () => 204;
  readonly #server: http.Server | https.Server;
  #onArrival = (): void => undefined;

  private constructor(server: http.Server | https.Server, scheme: string) {
    this.#server = server;
    this.url = `${scheme}://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook`;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.#take(request, response));
  }

  static async start(scheme: 'https' | 'http' = 'https'): Promise<WebhookReceiver> {
    const { certificate: cert, key } = goodTestCertificate;
    const server = scheme === 'https' ? https.createServer({ cert, key }) : http.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new WebhookReceiver(server, scheme);
  }

  /** What arrived, each alert once. */
  get alerts(): readonly Arrived[] {
    return [...new Map(this.arrived.map((one) => [one.id, one])).values()];
  }

  /** Resolves when so many requests have arrived. */
  async requests(count: number): Promise<void> {
    while (this.arrived.length < count) await new Promise<void>((resolve) => (this.#onArrival = resolve));
  }

  /** Resolves when an alert of this kind has arrived. */
  async alert(kind: string): Promise<Arrived> {
    for (;;) {
      const found = this.arrived.find(({ said }) => said['kind'] === kind);
      if (found !== undefined) return found;
      await this.requests(this.arrived.length + 1);
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const header = (name: string): string => [request.headers[name] ?? ''].flat().join(' ');
    const [id, time] = [header('webhook-id'), header('webhook-timestamp')];
    const expected = createHmac('sha256', Buffer.from(webhookSecret.slice(6), 'base64'))
      .update(`${id}.${time}.${body}`)
      .digest();
    const given = Buffer.from(header('webhook-signature').replace('v1,', ''), 'base64');
    const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
    this.arrived.push({ id, time, body, isSigned, said: JSON.parse(body) as Record<string, unknown> });
    const status = this.answer(this.arrived.length);
    if (status !== null) response.writeHead(status).end();
    this.#onArrival();
  }
}
