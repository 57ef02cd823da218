// A request to the server and its answer, below the level of endpoints.
import type { Readable } from 'node:stream';

/** Connections that only some requests use: `quick` for my live recordings, `search` for lists, `bulk` for audio. */
export type PoolName = 'quick' | 'search' | 'bulk';

export type WireRequest = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent with its own `Content-Length` header; text is short, a stream is sent as it is read. */
  readonly body?: string | Readable;
  /** Called with each chunk of a body that is a stream, once the operating system has all of its bytes. Never for one that failed. */
  readonly onWritten?: (chunk: Uint8Array) => void;
  /** No other pool can use up its connections or close them. */
  readonly pool: PoolName;
  /** Milliseconds from the sent request to the head of the answer. */
  readonly answerMs: number;
  /** Milliseconds from the sending to the end of the body, however steadily it drips; no such limit when absent. */
  readonly totalMs?: number;
  readonly signal: AbortSignal | undefined;
};

export type WireAnswer = {
  readonly status: number;
  readonly header: (name: string) => string | null;
  /** Fails with a WireError or an error that wireFailureOf can name. Must be read to its end or destroyed. */
  readonly body: Readable;
};

export type TransportLimits = {
  readonly connectMs: number;
  readonly idleBodyMs: number;
};
