// What a handler answers, and how errors are worded: the vendor's bodies where they are documented, quirks where they are not.
import type { IncomingHttpHeaders } from 'node:http';
import type { Route } from './endpoints.ts';
import type { Quirks } from '../faults/quirks.ts';
import type { SimulatorUser } from '../types.ts';

export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON when it is not undefined. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly text?: { readonly type: string; readonly body: string };
  /** Sent piece by piece with back-pressure; `length` in bytes, or null for chunked. */
  readonly stream?: {
    readonly type: string;
    readonly length: number | null;
    readonly pieces: () => Iterable<string | Buffer>;
  };
};

/** A request that has been authenticated, as a handler sees it. */
export type Asked = {
  readonly route: Route;
  readonly user: SimulatorUser;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The whole body; for an upload empty, its pieces come by `pieces`. */
  readonly body: Buffer;
  readonly pieces: AsyncIterable<Buffer>;
  /** Fault `wrong-hash`. */
  readonly wrongHash: boolean;
};

export type Handler = (asked: Asked) => Answer | Promise<Answer>;

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  411: 'Length Required',
  413: 'Payload Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** A page as the web server in front would send it. */
export function htmlPage(status: number): { readonly type: string; readonly body: string } {
  const title = titles[status] ?? 'Error';
  const body = `<!DOCTYPE html><html><head><title>${status} - ${title}</title></head><body><h2>${status} - ${title}</h2></body></html>\r\n`;
  return { type: 'text/html', body };
}

/** Words errors by the quirks that are in force when it is asked. */
export class Failures {
  readonly #quirks: Quirks;

  constructor(quirks: Quirks) {
    this.#quirks = quirks;
  }

  /** An error whose reason is documented: `{"reason": …}`, with a message in the completed API. */
  documented(status: number, reason: number, rest: Readonly<Record<string, unknown>> = {}): Answer {
    const form = this.#quirks['error-body'];
    if (form === 'empty') return { status };
    if (form === 'html') return { status, text: htmlPage(status) };
    const code = this.#quirks['reason-as-string'] === 'yes' ? String(reason) : reason;
    return { status, json: { reason: code, ...rest } };
  }

  /** The live API's errors: no message in any documented example. */
  live(status: number, reason: number, message: string, extra: Readonly<Record<string, unknown>> = {}): Answer {
    const worded = this.#quirks['live-error-message'] === 'yes' ? { ...extra, message } : extra;
    return this.documented(status, reason, worded);
  }

  /** The completed API's errors. */
  completed(status: number, reason: number, message: string): Answer {
    return this.documented(status, reason, { message });
  }

  /** An error with a reason nobody documents: only where quirk `undocumented-reasons` says so. */
  perhaps(status: number, reason: number, message: string, extra: Readonly<Record<string, unknown>> = {}): Answer {
    return this.#quirks['undocumented-reasons'] === 'yes'
      ? this.live(status, reason, message, extra)
      : this.bare(status);
  }

  /** An error without a documented body. */
  bare(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
    const form = this.#quirks['bare-error-body'];
    if (form === 'html') return { status, headers, text: htmlPage(status) };
    return form === 'json' ? { status, headers, json: { message: titles[status] ?? 'Error' } } : { status, headers };
  }
}
