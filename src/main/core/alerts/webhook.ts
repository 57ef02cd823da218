// Sends alerts to a webhook, signed as https://www.standardwebhooks.com says: HMAC-SHA256 over id, time and body, so that the receiver knows
// who sent it and that it is not an old one again.
import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Deliver, Delivery } from './alert-outbox.ts';

export type WebhookTarget = {
  readonly url: string;
  /** `whsec_` and Base64; null sends without a signature. */
  readonly secret: string | null;
  readonly secureContext: Promise<SecureContext>;
  readonly lookup: LookupFunction;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

/** Answers that say that this body will never be taken (RFC 9110 §15.5, RFC 4918 §11.2). Any other may be different next time. */
const refusals = [400, 413, 415, 422];

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
  return refusals.includes(status) ? 'refused' : 'again';
}

export function webhook(target: WebhookTarget): Deliver {
  return async (message, signal) => {
    const { url, lookup } = target;
    const body = JSON.stringify(message);
    const secureContext = await target.secureContext;
    // A connection of its own for each: there are few, and none is to be kept open at thousands of desktops. Redirects are not followed.
    const options = { method: 'POST', headers: headersOf(body, message.id, target), signal, lookup };
    return new Promise((resolve) => {
      // Said expressly: else NODE_TLS_REJECT_UNAUTHORIZED in the environment would turn the check off.
      const request = url.startsWith('https:')
        ? https.request(url, { ...options, agent: new https.Agent({ secureContext, rejectUnauthorized: true }) })
        : http.request(url, { ...options, agent: new http.Agent() });
      request.on('response', (response) => {
        resolve(deliveryOf(response.statusCode ?? 0));
        response.destroy();
      });
      request.on('error', () => {
        resolve('again');
      });
      request.end(body);
    });
  };
}
