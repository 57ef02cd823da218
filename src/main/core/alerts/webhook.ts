// Sends alerts to a webhook, signed as https://www.standardwebhooks.com says: HMAC-SHA256 over id, time and body, so that the receiver knows
// who sent it and that it isn't a replay. It goes directly or through the company's proxy, as requests to the server do.
import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { connectToServer, openConnection, type ConnectOptions } from '../ucx/transport/connect.ts';
import { rememberCertificate } from '../ucx/transport/peer-certificate.ts';
import { RouteFinder, type FindRoute } from '../ucx/transport/route-finder.ts';
import { wireFailureOf } from '../ucx/transport/wire-failure.ts';
import { receivers, type Deliver, type Delivery } from './alert-outbox.ts';

export type WebhookTarget = {
  readonly url: string;
  /** `whsec_` and Base64; null sends without a signature. */
  readonly secret: string | null;
  readonly secureContext: Promise<SecureContext>;
  readonly lookup: LookupFunction;
  /** Absent: there is no proxy. */
  readonly findRoute: FindRoute | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly monotonic: () => number;
};

/** Milliseconds that opening a connection may take; a proxy has half of it. */
const connectMs = 8_000;
/** Answers that say that this body will never be taken (RFC 9110 §15.5, RFC 4918 §11.2). Any other may be different next time. */
const refusals = [400, 413, 415, 422];
const receiver = receivers.webhook;

function headersOf(body: string, id: string, { secret, now }: WebhookTarget): http.OutgoingHttpHeaders {
  const time = String(Math.floor(now() / 1_000));
  const common = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'Sidetone',
    'webhook-id': id,
    'webhook-timestamp': time,
  };
  if (secret === null) return common;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`, 'utf8').digest('base64');
  return { ...common, 'webhook-signature': `v1,${signature}` };
}

function deliveryOf(status: number): Delivery {
  if (status >= 200 && status < 300) return 'taken';
  if (refusals.includes(status)) return 'refused';
  const isElsewhere = status >= 300 && status < 400;
  return problem(isElsewhere ? 'server-redirected' : 'server-fault', { host: receiver });
}

const withoutAddress = ({ code, values }: Problem): Problem => ({ code, values: { ...values, host: receiver } });

/**
 * Delivers by an HTTPS POST, signed where there is a secret (docs/admin-guide.md, Alerts): `taken` for a 2xx, `refused` for a status that
 * no repetition changes, else the problem, which never names the address.
 */
export function webhook(target: WebhookTarget): Deliver {
  const { findRoute: find, monotonic, lookup } = target;
  const url = new URL(target.url);
  const route = new RouteFinder({ find, url, monotonic, onChange: () => undefined });
  return async (message, signal) => {
    const context = await target.secureContext;
    const ready = await route.ready(signal);
    if (!ready.ok) return withoutAddress(ready.error);
    const hop = route.current;
    const body = JSON.stringify(message);
    const options = { url, hop, connectMs, secureContext: () => context, lookup };
    try {
      return await post(options, headersOf(body, message.id, target), body, signal);
    } catch (error) {
      // The next try takes the next way, if there is one.
      route.next(hop);
      route.doubt();
      return withoutAddress(wireFailureOf(error, receiver).problem);
    }
  };
}

/** A connection of its own for each: there are few, and none is to be kept open at thousands of desktops. Redirects are not followed. */
function post(
  options: ConnectOptions,
  headers: http.OutgoingHttpHeaders,
  body: string,
  signal: AbortSignal,
): Promise<Delivery> {
  const { url } = options;
  const createConnection: http.RequestOptions['createConnection'] = (_options, done) =>
    openConnection(
      options,
      (tunnel) => {
        const socket = connectToServer(options, tunnel);
        rememberCertificate(socket);
        return socket;
      },
      // What Node types as a socket is not read where there is an error.
      (error, socket) => done(error, socket as Socket),
    );
  return new Promise((resolve, reject) => {
    const { request: begin } = url.protocol === 'https:' ? https : http;
    const request = begin(url, { method: 'POST', headers, signal, createConnection });
    request.on('response', (response) => {
      resolve(deliveryOf(response.statusCode ?? 0));
      response.destroy();
    });
    request.on('error', reject);
    request.end(body);
  });
}
