// The requests of electron-updater, on the connections that the core opens: encrypted, without a redirect, and with nothing that tells one
// computer from another.
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import https, { type RequestOptions } from 'node:https';
import { configureRequestUrl, HttpExecutor, type DownloadOptions } from 'builder-util-runtime';
import { problem, type Problem } from '../../shared/domain/problem.ts';
import type { ConnectToFeed } from '../core/platform/ports.ts';

/** Why a request was ended from here. */
export class FeedError extends Error {
  readonly problem: Problem;

  constructor(code: 'update/feed-unreachable' | 'update/feed-unusable', host: string) {
    super(code);
    this.problem = problem(code, { host });
  }
}

/** What one step may do. */
export type FeedStep = {
  readonly connect: ConnectToFeed;
  readonly signal: AbortSignal;
  /** An answer that is longer is ended. */
  readonly mostBytes: number;
};

type FeedRequest = ReturnType<typeof https.request>;

/** The library would send a number of this computer with each question. */
function anonymous(headers: RequestOptions['headers']): OutgoingHttpHeaders {
  const sent = Object.entries(headers ?? {}).filter(([name]) => name.toLowerCase() !== 'x-user-staging-id');
  return { ...Object.fromEntries(sent), 'User-Agent': 'Sidetone' };
}

/** Ends the request with `error` once its answer is longer than `mostBytes`. */
function endAt(mostBytes: number, request: FeedRequest, response: IncomingMessage, error: FeedError): void {
  let bytes = 0;
  response.on('data', (chunk: Uint8Array | string) => {
    bytes += chunk.length;
    if (bytes > mostBytes) request.destroy(error);
  });
}

/** Node ends a request without a word where the answer is a change to another protocol, and whoever asked would wait for ever. */
function alwaysEnd(request: FeedRequest, error: FeedError): void {
  let isTold = false;
  const told = (): void => {
    isTold = true;
  };
  request.on('response', told);
  request.on('error', told);
  request.on('close', () => {
    if (!isTold) request.emit('error', error);
  });
}

export class FeedRequests extends HttpExecutor<FeedRequest> {
  #step: FeedStep | null = null;

  /** Call before each step: there is one at a time. */
  begin(step: FeedStep): void {
    this.#step = step;
  }

  override createRequest(options: RequestOptions, callback: (response: IncomingMessage) => void): FeedRequest {
    const { protocol, hostname, port, headers } = options;
    const host = `${hostname ?? ''}${port === undefined || port === null ? '' : `:${String(port)}`}`;
    const unusable = new FeedError('update/feed-unusable', host);
    const step = this.#step;
    const request = https.request({
      ...options,
      protocol: 'https:',
      headers: anonymous(headers),
      ...(step === null ? {} : { signal: step.signal }),
      createConnection: (_options, done) => {
        if (protocol !== 'https:' || step === null) {
          setImmediate(() => {
            done(unusable, undefined as never);
          });
          return null;
        }
        step.connect(new URL(`https://${host}/`)).then(
          (socket) => {
            done(null, socket);
          },
          () => {
            done(new FeedError('update/feed-unreachable', host), undefined as never);
          },
        );
        return null;
      },
    });
    alwaysEnd(request, unusable);
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      if (status >= 300 && status < 400) {
        request.destroy(unusable);
        return;
      }
      callback(response);
      endAt(step?.mostBytes ?? 0, request, response, unusable);
    });
    return request;
  }

  /** What the library's executor for Electron has, and the one for Node has not. Resolves when the file is whole and its checksum right. */
  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise((resolve, reject, onCancel) => {
      const requestOptions: RequestOptions = { headers: options.headers ?? {} };
      configureRequestUrl(url, requestOptions);
      // A stream that has closed calls it without anything.
      const callback = (error?: Error | null): void => {
        if (error === null || error === undefined) resolve(destination);
        else reject(error);
      };
      this.doDownload(requestOptions, { destination, options, onCancel, callback, responseHandler: null }, 0);
    });
  }
}
