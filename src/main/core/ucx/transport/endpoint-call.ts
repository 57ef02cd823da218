// Calls one endpoint: sends the request, turns the status into a named failure, reads the body within its limit.
import type { Readable } from 'node:stream';
import { plausibleMs } from '../../../../shared/domain/text/date-time.ts';
import { problem } from '../../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../../shared/domain/result.ts';
import { parseJson } from '../../platform/json.ts';
import type { ServerAddress } from './address.ts';
import type { EndpointName, UcxClientOptions, UcxFailure, UcxResult } from '../client-types.ts';
import {
  failureOfSignIn,
  failureOfStatus,
  failureOfWire,
  failureUnreadable,
  parseErrorBody,
  type ErrorBody,
} from '../errors.ts';
import { LatestDate } from './latest-date.ts';
import type { Transport } from './transport.ts';
import { WireError, wireFailureOf } from './wire-failure.ts';
import type { PoolName, WireAnswer, WireRequest } from './wire-types.ts';

/** The status of an error is enough to act on; its body is waited for no longer than this (ms). */
const errorBodyMs = 1500;
const errorBodyBytes = 64 * 1024;

/** Lists that the server has to search for, and audio, have connections of their own: a slow History must not delay a pause. */
const pools: Partial<Record<EndpointName, PoolName>> = {
  listLive: 'search',
  listCompleted: 'search',
  detail: 'search',
  media: 'bulk',
  upload: 'bulk',
};

export type EndpointRequest = Omit<WireRequest, 'url' | 'pool'> & {
  readonly endpoint: EndpointName;
  /** Path and query behind the base address. */
  readonly path: string;
};

/**
 * The statuses that carry data, by endpoint (docs/ucx-api.md A1, A7, A8, B1 to B4; a 200 in place of a 201 is tolerated). Any other
 * success is none: a part (206) or a reset (205) of a list must not be taken for the list.
 */
const dataStatuses: Partial<Record<EndpointName, readonly number[]>> = {
  start: [200, 201],
  listLive: [200],
  listMine: [200],
  listCompleted: [200],
  detail: [200],
  media: [200],
  upload: [200, 201],
};

export type JsonAnswer = {
  readonly json: unknown;
  readonly text: string;
  readonly status: number;
  readonly serverDate: number | null;
  /** It was kept by a cache on the way (RFC 9111, section 5.1: `Age`). */
  readonly isCached: boolean;
};

export type EndpointCallerOptions = {
  readonly transport: Transport;
  readonly address: Pick<ServerAddress, 'base' | 'host'>;
  readonly monotonic: () => number;
  readonly observer: Pick<UcxClientOptions, 'onRequest' | 'onAnswer'>;
};

export class EndpointCaller {
  readonly #options: EndpointCallerOptions;
  readonly #latestDate: LatestDate;

  constructor(options: EndpointCallerOptions) {
    this.#options = options;
    this.#latestDate = new LatestDate(options);
  }

  /** The server's name and port, for problems. */
  get host(): string {
    return this.#options.address.host;
  }

  /**
   * Epoch milliseconds by the server's clock, to the second, as its `Date` has it (RFC 9110, section 5.6.7); null before its first
   * answer. What was kept on the way tells an earlier time than the server's, and never sets it back.
   */
  get serverNow(): number | null {
    const now = this.#latestDate.now();
    return now === null ? null : Math.floor(now / 1_000) * 1_000;
  }

  /** The answer of success, body unread; every other status is a failure. */
  async open(request: EndpointRequest): UcxResult<WireAnswer> {
    const { transport, address, monotonic, observer } = this.#options;
    const { endpoint, path, ...wire } = request;
    const begin = monotonic();
    const sent = await transport.send({ ...wire, url: `${address.base}${path}`, pool: pools[endpoint] ?? 'quick' });
    observer.onRequest?.({ endpoint, status: sent.ok ? sent.value.status : null, ms: monotonic() - begin });
    if (!sent.ok) return err(failureOfWire(endpoint, sent.error));
    const answer = sent.value;
    const date = serverDateOf(answer);
    if (date !== null && date > (this.#latestDate.now() ?? -Infinity)) this.#latestDate.update(date);
    if (isSuccess(endpoint, answer.status)) {
      observer.onAnswer?.(endpoint, null);
      return ok(answer);
    }
    const failure = await failureOf(endpoint, answer, address.host);
    observer.onAnswer?.(endpoint, failure.problem.code);
    return err(failure);
  }

  /**
   * For commands: any 2xx is "the server answered". The body does not matter and is not waited for. `serverDate`: when it answered, by
   * its own clock in epoch milliseconds; null where it did not say.
   */
  async command(request: EndpointRequest): UcxResult<{ readonly serverDate: number | null }> {
    const opened = await this.open(request);
    if (!opened.ok) return opened;
    discard(opened.value.body);
    return ok({ serverDate: serverDateOf(opened.value) });
  }

  /** The body of success as JSON, of at most `bytes` bytes. Anything else than JSON is a failure with outcome `unknown`. */
  async json(request: EndpointRequest, bytes: number): UcxResult<JsonAnswer> {
    const opened = await this.open(request);
    if (!opened.ok) return opened;
    const { status, header } = opened.value;
    const isCached = Number(header('age') ?? 0) > 0;
    const text = await readText(opened.value, bytes, request.endpoint, this.host);
    if (!text.ok) return text;
    const json = parseJson(text.value);
    if (json === undefined) return err(failureUnreadable(request.endpoint, status, this.host));
    return ok({ json, text: text.value, status, serverDate: serverDateOf(opened.value), isCached });
  }
}

const isSuccess = (endpoint: EndpointName, status: number): boolean =>
  dataStatuses[endpoint]?.includes(status) ?? (status >= 200 && status < 300);

/** What an answer that is no success means; its body is read or dropped. */
async function failureOf(endpoint: EndpointName, answer: WireAnswer, host: string): Promise<UcxFailure> {
  const { status, body } = answer;
  if (status >= 200 && status < 300) {
    body.destroy();
    return failureUnreadable(endpoint, status, host);
  }
  if (!asksOtherSignIn(answer)) return failureOfStatus(endpoint, status, await readErrorBody(answer), host);
  body.destroy();
  return failureOfSignIn(endpoint, status, host);
}

/**
 * True of a refusal that says nothing about the password: the server offers other ways to sign in, but not ours (RFC 9110, section
 * 11.6.1), or a proxy on the way wants a sign-in of its own (407).
 */
function asksOtherSignIn({ status, header }: WireAnswer): boolean {
  if (status === 407) return true;
  const offered = header('www-authenticate');
  return status === 401 && offered !== null && !/(?:^|[\s,])basic(?:$|[\s,])/iu.test(offered);
}

/** The `Date` of an answer in epoch milliseconds, or null. */
function serverDateOf({ header }: WireAnswer): number | null {
  return plausibleMs(Date.parse(header('date') ?? ''));
}

/** Resolves with the text of a body, or with why there is none. By events: an iterator costs a turn for each piece. */
function readText(
  answer: WireAnswer,
  limit: number,
  endpoint: EndpointName,
  host: string,
): Promise<Result<string, UcxFailure>> {
  const { body, status } = answer;
  return new Promise((resolve) => {
    const tooLarge = (): void => {
      body.destroy();
      resolve(
        err({ ...failureUnreadable(endpoint, status, host), problem: problem('server-answer-too-large', { host }) }),
      );
    };
    const failed = (error: unknown): void => {
      resolve(err(failureOfWire(endpoint, wireFailureOf(error, host), status)));
    };
    const chunks: Uint8Array[] = [];
    let length = 0;
    body.on('data', (chunk: Uint8Array) => {
      length += chunk.byteLength;
      if (length > limit) tooLarge();
      else chunks.push(chunk);
    });
    // UTF-8 without a byte order mark, which IIS may send.
    body.once('end', () => {
      resolve(
        ok(
          Buffer.concat(chunks)
            .toString('utf8')
            .replace(/^\uFEFF/u, ''),
        ),
      );
    });
    body.once('error', failed);
    // Ended before its time without a reason of its own; after one of the others this says nothing.
    body.once('close', () => {
      failed(body.errored);
    });
    if (body.destroyed) failed(body.errored);
    if (Number(answer.header('content-length')) > limit) tooLarge();
  });
}

async function readErrorBody(answer: WireAnswer): Promise<ErrorBody> {
  const timer = setTimeout(() => {
    answer.body.destroy(new WireError({ problem: problem('server-timeout'), cancelled: false }));
  }, errorBodyMs);
  // Endpoint and host do not matter here: a body that cannot be read counts as absent.
  const text = await readText(answer, errorBodyBytes, 'listLive', '');
  clearTimeout(timer);
  return parseErrorBody(text.ok ? text.value : '');
}

/** Reads and drops a body, so that its connection can be used again; a long one is cut instead. */
function discard(body: Readable): void {
  let length = 0;
  body.on('data', (chunk: Uint8Array) => {
    length += chunk.byteLength;
    if (length > errorBodyBytes) body.destroy();
  });
}
