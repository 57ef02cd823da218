// A server that takes alerts by HTTP and checks them as https://www.standardwebhooks.com says, in its own way and not with the sender's code.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import https from 'node:https';
import { isIPv6, type AddressInfo } from 'node:net';
import type { TestCertificate } from '../certificate.ts';

export type WebhookArrival = {
  readonly id: string;
  /** Seconds since 1970, as the sender says. */
  readonly time: string;
  readonly body: string;
  readonly isSigned: boolean;
  /** The body as JSON; empty where it is none. */
  readonly said: Readonly<Record<string, unknown>>;
};

export type WebhookReceiverOptions = {
  /** Null for HTTP. */
  readonly certificate: TestCertificate | null;
  /** `whsec_` and Base64. */
  readonly secret: string;
  readonly host?: string;
  readonly port?: number;
};

/** Bytes; an alert has a fiftieth of it. */
const longestBody = 65_536;

export class WebhookReceiver {
  readonly url: string;
  /** All requests in their order, also those that were sent again. */
  readonly arrived: WebhookArrival[] = [];
  /** The status of the next answer; null for none at all. */
  answer: (nth: number) => number | null = () => 204;
  onArrival: (arrival: WebhookArrival) => void = () => undefined;
  readonly #server: Server;
  readonly #key: Buffer;
  #onNext = (): void => undefined;

  private constructor(server: Server, { certificate, secret, host = '127.0.0.1' }: WebhookReceiverOptions) {
    this.#server = server;
    this.#key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const port = String((server.address() as AddressInfo).port);
    this.url = `${certificate === null ? 'http' : 'https'}://${isIPv6(host) ? `[${host}]` : host}:${port}/hook`;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.#take(request, response));
  }

  static async start(options: WebhookReceiverOptions): Promise<WebhookReceiver> {
    const { certificate, host = '127.0.0.1', port = 0 } = options;
    const server =
      certificate === null
        ? http.createServer()
        : https.createServer({ cert: certificate.certificate, key: certificate.key });
    server.listen(port, host);
    await once(server, 'listening');
    return new WebhookReceiver(server, options);
  }

  /** What arrived, each alert once. */
  get alerts(): readonly WebhookArrival[] {
    return [...new Map(this.arrived.map((one) => [one.id, one])).values()];
  }

  /** Resolves when so many requests have arrived. */
  async requests(count: number): Promise<void> {
    while (this.arrived.length < count) await new Promise<void>((resolve) => (this.#onNext = resolve));
  }

  /** Resolves when an alert of this kind has arrived. */
  async alert(kind: string): Promise<WebhookArrival> {
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
    if (request.method !== 'POST') {
      response.writeHead(405).end();
      return;
    }
    const body = await bodyOf(request);
    if (body === null) {
      response.writeHead(413).end();
      return;
    }
    const arrival = { ...this.#checked(request, body), said: objectOf(body) };
    this.arrived.push(arrival);
    const status = this.answer(this.arrived.length);
    if (status !== null) response.writeHead(status).end();
    this.onArrival(arrival);
    this.#onNext();
  }

  #checked({ headers }: IncomingMessage, body: string): Omit<WebhookArrival, 'said'> {
    const header = (name: string): string => [headers[name] ?? ''].flat().join(' ');
    const [id, time] = [header('webhook-id'), header('webhook-timestamp')];
    const expected = createHmac('sha256', this.#key).update(`${id}.${time}.${body}`).digest();
    const isSigned = header('webhook-signature')
      .split(' ')
      .some((signature) => {
        const given = Buffer.from(signature.replace('v1,', ''), 'base64');
        return signature.startsWith('v1,') && given.length === expected.length && timingSafeEqual(given, expected);
      });
    return { id, time, body, isSigned };
  }
}

/** Null where it is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > longestBody) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The members of a JSON object; none where the text is something else. */
export function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
