// What can go wrong on purpose: which requests a fault meets and what it does to each.
import type { EndpointName } from '../api/endpoints.ts';

/** Which requests a fault meets; all given parts must fit. An empty matcher meets all. */
export type FaultMatcher = {
  readonly endpoint?: EndpointName | readonly EndpointName[];
  readonly method?: string;
  /** Regular expression (its source) tried on the path with query, without case. */
  readonly path?: string;
  /** Only requests authenticated with this user name. */
  readonly username?: string;
  /** Only the nth request (1-based) that fits the parts above, counted from when the fault was set. */
  readonly nth?: number;
  /** At most so many requests, then the fault is spent. */
  readonly times?: number;
  /** Chance in [0, 1] for each fitting request, drawn from the seed. */
  readonly probability?: number;
};

/** What is done to the body of an answer whose status and effect are otherwise right. */
export type WrongBody =
  | 'html'
  | 'empty'
  | 'truncated-json'
  | 'huge-json'
  | 'not-json'
  | 'string-booleans'
  | 'missing-is-paused'
  | 'unknown-is-paused'
  /** Each `isPaused` comes twice, first with the other value. */
  | 'duplicate-keys';

/** "acts" below says whether the recorder does what was asked. */
export type Fault =
  /** Acts and answers late by `ms`. Adds up with other faults. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Never answers. Acts only with `acts: true`. */
  | { readonly kind: 'hang'; readonly acts?: boolean }
  /** The request is lost: does not act, the connection is cut. */
  | { readonly kind: 'cut-before' }
  /** The reply is lost: acts, then the connection is cut. */
  | { readonly kind: 'cut-after' }
  /** Does not act. The body is `{"reason": …, ...extra}` when `reason` is given, else `body`, else as documented for a bare error. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly reason?: number;
      readonly extra?: Readonly<Record<string, unknown>>;
      readonly body?: string;
      readonly contentType?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Acts. */
  | { readonly kind: 'body'; readonly body: WrongBody }
  /** Acts, and something in front changes the status or the headers of the right answer. */
  | { readonly kind: 'changed'; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  /** A cache in front: acts once, and gives that answer to every later request of that path, with its age. */
  | { readonly kind: 'cached' }
  /** Answers as for success (201 with an id, else 204) and does not act. */
  | { readonly kind: 'lie' }
  /** 202 with no body; acts after `actsAfterMs`, or never when null. */
  | { readonly kind: 'accepted'; readonly actsAfterMs: number | null }
  /** Does not act; `location` is sent as it is. Default status 302. */
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: 301 | 302 | 303 | 307 | 308 }
  /** Any body is cut, with its connection, after so many bytes. */
  | { readonly kind: 'cut-body'; readonly afterBytes: number }
  /** Any body is sent at this speed. */
  | { readonly kind: 'slow-body'; readonly bytesPerSecond: number }
  /** The detail carries a SHA-256 that is not that of the media. */
  | { readonly kind: 'wrong-hash' }
  /** From the first fitting request on, every request of the simulator is answered 401 until the faults are cleared. */
  | { readonly kind: 'unauthorized-from-now' };

/** A fault that is set. */
export type FaultHandle = {
  /** Requests it has met so far. */
  readonly hits: () => number;
  readonly remove: () => void;
};
