// One call of one endpoint: sends it, turns the status into a failure with a name, reads the body within its limit.
import type { Readable } from 'node:stream';
import { problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { parseJson } from '../platform/json.ts';
import type { EndpointName, UcxClientOptions, UcxFailure, UcxResult } from './client-types.ts';
import { failureOfStatus, failureOfWire, failureUnreadable, parseErrorBody, type ErrorBody } from './errors.ts';
import type { Transport, WireAnswer, WireRequest } from './transport.ts';
import { WireError, wireFailureOf } from './wire-failure.ts';

/** The status of an error is enough to act on; its body is waited for no longer than this (ms). */
const errorBodyMs = 1500;
const errorBodyBytes = 64 * 1024;

/** What the server may have to search for, and audio, have connections of their own: a slow History must not make a pause wait. */
const lanes: Partial<Record<EndpointName, WireRequest['lane']>> = {
  listLive: 'search',
  listCompleted: 'search',
  detail: 'search',
  media: 'bulk',
  upload: 'bulk',
};

export type EndpointRequest = {
  readonly endpoint: EndpointName;
  readonly method: WireRequest['method'];
  /** Path and query behind the base address. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
  /** Milliseconds to the head of the answer. */
  readonly answerMs: number;
  readonly signal: AbortSignal | undefined;
};

export type JsonAnswer = { readonly json: unknown; readonly status: number; readonly serverDate: number | null };

export type EndpointCaller = {
  readonly host: string;
  /** The answer of success, body unread; every other status is a failure. */
  open(request: EndpointRequest): UcxResult<WireAnswer>;
  /** For commands: any 2xx is "the server answered". The body does not matter and is not waited for. */
  command(request: EndpointRequest): UcxResult<null>;
  /** The body of success as JSON, of at most `bytes` bytes. Anything else than JSON is a failure with outcome `unknown`. */
  json(request: EndpointRequest, bytes: number): UcxResult<JsonAnswer>;
};

export type EndpointCallerOptions = {
  readonly transport: Transport;
  readonly base: string;
  readonly host: string;
  readonly monotonic: () => number;
  readonly onRequest: UcxClientOptions['onRequest'];
  readonly onAnswer: UcxClientOptions['onAnswer'];
};

export function createEndpointCaller(options: EndpointCallerOptions): EndpointCaller {
  const { transport, base, host, monotonic, onRequest, onAnswer } = options;

  async function open(request: EndpointRequest): UcxResult<WireAnswer> {
    const { endpoint } = request;
    const begin = monotonic();
    const sent = await transport.send({
      method: request.method,
      url: `${base}${request.path}`,
      ...(request.headers === undefined ? {} : { headers: request.headers }),
      ...(request.body === undefined ? {} : { body: request.body }),
      lane: lanes[endpoint] ?? 'quick',
      answerMs: request.answerMs,
      signal: request.signal,
    });
    onRequest?.({ endpoint, status: sent.ok ? sent.value.status : null, ms: monotonic() - begin });
    if (!sent.ok) return err(failureOfWire(endpoint, sent.error));
    const answer = sent.value;
    if (answer.status >= 200 && answer.status < 300) {
      onAnswer?.(endpoint, null);
      return ok(answer);
    }
    const failure = failureOfStatus(endpoint, answer.status, await readErrorBody(answer), host);
    onAnswer?.(endpoint, failure.problem.code);
    return err(failure);
  }

  return {
    host,
    open,
    async command(request) {
      const opened = await open(request);
      if (!opened.ok) return opened;
      discard(opened.value.body);
      return ok(null);
    },
    async json(request, bytes) {
      const opened = await open(request);
      if (!opened.ok) return opened;
      const { status, header } = opened.value;
      const text = await readText(opened.value, bytes, request.endpoint, host);
      if (!text.ok) return text;
      const json = parseJson(text.value);
      if (json === undefined) return err(failureUnreadable(request.endpoint, status, host));
      const date = Date.parse(header('date') ?? '');
      return ok({ json, status, serverDate: Number.isNaN(date) ? null : date });
    },
  };
}

async function readText(
  answer: WireAnswer,
  limit: number,
  endpoint: EndpointName,
  host: string,
): Promise<Result<string, UcxFailure>> {
  const tooLarge = (): Result<string, UcxFailure> => {
    answer.body.destroy();
    return err({
      ...failureUnreadable(endpoint, answer.status, host),
      problem: problem('server-answer-too-large', { host }),
    });
  };
  if (Number(answer.header('content-length')) > limit) return tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      length += chunk.byteLength;
      if (length > limit) return tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    return err(failureOfWire(endpoint, wireFailureOf(error, host), answer.status));
  }
  // UTF-8; a byte order mark, which IIS may send, is dropped.
  return ok(new TextDecoder().decode(Buffer.concat(chunks)));
}

async function readErrorBody(answer: WireAnswer): Promise<ErrorBody> {
  const timer = setTimeout(() => {
    answer.body.destroy(new WireError({ problem: problem('server-timeout'), cancelled: false }));
  }, errorBodyMs);
  // Which endpoint and host does not matter: a body that cannot be read counts as absent.
  const text = await readText(answer, errorBodyBytes, 'listLive', '');
  clearTimeout(timer);
  return parseErrorBody(text.ok ? text.value : '');
}

/** Reads a body that nobody wants, so that its connection can be used again; one that is long is cut instead. */
function discard(body: Readable): void {
  let length = 0;
  body.on('data', (chunk: Uint8Array) => {
    length += chunk.byteLength;
    if (length > errorBodyBytes) body.destroy();
  });
}
