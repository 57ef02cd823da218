// What the rest of the core sees of the vendor's API: one method an endpoint, every answer a Result with a named failure.
import type { Readable } from 'node:stream';
import type { AudioFormat } from '../../../shared/domain/audio-format.ts';
import type { CompletedRecording, Direction, LiveRecording } from '../../../shared/domain/recording.ts';
import type { Problem, ProblemCode } from '../../../shared/domain/problem.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { FindRoute } from './transport/route-finder.ts';
import { endpointNames, type EndpointName } from '../../../shared/domain/ucx-problems.ts';

/** The endpoints of docs/ucx-api.md by name; a failure always says which one failed. */
export { endpointNames, type EndpointName };

/**
 * A request that did not succeed.
 * `outcome` says what may have happened at the server, which is what a pause needs to know:
 * `refused`: the server answered and did not do it; `already`: 429, the requested state may have been reached already (read back before trusting it);
 * `gone`: 409 or 404, the recording or call does not exist; `unauthorized`: 401; `forbidden`: 403; `unknown`: no usable answer, it may or may not have been done.
 */
export type UcxFailure = {
  readonly endpoint: EndpointName;
  readonly outcome: 'refused' | 'already' | 'gone' | 'unauthorized' | 'forbidden' | 'unknown' | 'cancelled';
  /** HTTP status, or null when no answer came. */
  readonly status: number | null;
  /** The vendor's `reason`, whose meaning depends on endpoint and status; null when absent or not an integer. */
  readonly reason: number | null;
  /** Name of the sentence for people. */
  readonly problem: Problem;
};

export type UcxResult<T> = Promise<Result<T, UcxFailure>>;

export type LiveFilter = {
  readonly deviceName?: string;
  readonly directoryNumber?: string;
  readonly username?: string;
  readonly numericUserId?: string;
};

export type StartTarget = {
  /** Neither: the call on the user's own line, requested with no body at all. */
  readonly deviceName?: string;
  readonly directoryNumber?: string;
  /** 0 Cisco Media Forking (the server's default), 1 Dial-In. */
  readonly mode?: 0 | 1;
};

type StringFilter = { readonly operator: 'equals' | 'contains'; readonly value: string };
export type InstantFilter =
  | { readonly operator: 'equals' | 'before' | 'after'; readonly value: Date }
  /** `from` is included, `to` is excluded. */
  | { readonly operator: 'between'; readonly from: Date; readonly to: Date };

export type CompletedQuery = {
  /** 0-based. */
  readonly page: number;
  /** Always sent: without it the server returns every match at once. */
  readonly pageSize: number;
  readonly startTime?: InstantFilter;
  readonly endTime?: InstantFilter;
  readonly remoteParty?: StringFilter;
  readonly localPartyNumber?: string;
  readonly ownerUsername?: string;
  readonly direction?: Direction;
};

export type User = {
  readonly username: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phoneNumber: string | null;
  readonly group: string | null;
  readonly department: string | null;
};

export type RecordingDetail = CompletedRecording & {
  readonly pbxCallId: string | null;
  /** `type` as sent, null where none was; `fields` are the other members, also of undocumented types: text as sent, the rest as JSON. */
  readonly pbxInfo: { readonly type: string | null; readonly fields: Readonly<Record<string, string>> } | null;
  readonly owner: User | null;
  readonly preservingUser: User | null;
  readonly note: { readonly author: User | null; readonly text: string } | null;
  readonly sizeBytes: number | null;
  /** SHA-256 as 64 hexadecimal digits in lower case, whatever form the server used; null when none was recognised. */
  readonly sha256: string | null;
  /** What the server sent in place of a SHA-256; null when it sent nothing or a SHA-256 was recognised. */
  readonly otherHash: string | null;
};

export type Media = {
  /** The audio as it arrives, decoded from what it was sent in. The reader owns it: it must be read to the end or destroyed. */
  readonly stream: Readable;
  readonly contentType: string | null;
  /** By its first bytes, whatever the server calls it. */
  readonly format: AudioFormat;
  /** Content-Length in bytes; null when the server did not say, or said it of coded bytes. */
  readonly length: number | null;
};

export type UploadMetadata = {
  readonly startDateTime: Date;
  readonly durationMs: number;
  readonly direction: Direction;
  readonly localParty: { readonly username: string; readonly phoneNumber: string };
  readonly remoteParty?: { readonly phoneNumber: string };
  readonly notes?: string;
  readonly preserved?: boolean;
  readonly pbxInfo?: Readonly<Record<string, string>> & { readonly type: string };
};

export type UploadAudio = {
  readonly stream: Readable;
  /** Exact length in bytes: the request is sent with a Content-Length. */
  readonly length: number;
  readonly contentType: string;
  readonly fileName: string;
  /** Called once the operating system has all bytes of a chunk of the stream: its memory may be used again. */
  readonly onWritten?: (chunk: Uint8Array) => void;
};

/** Extra facts of a good answer that callers may want. */
export type Answered<T> = {
  readonly value: T;
  /** The server's `Date` header in epoch milliseconds, or null. */
  readonly serverDate: number | null;
};

export type UcxClient = {
  start(target: StartTarget, signal?: AbortSignal): UcxResult<{ readonly id: string }>;
  stopById(id: string, signal?: AbortSignal): UcxResult<null>;
  stopByLine(
    line: { readonly deviceName?: string; readonly directoryNumber?: string },
    signal?: AbortSignal,
  ): UcxResult<null>;
  stopMine(signal?: AbortSignal): UcxResult<null>;
  pauseById(id: string, signal?: AbortSignal): UcxResult<null>;
  resumeById(id: string, signal?: AbortSignal): UcxResult<null>;
  pauseByNumber(directoryNumber: string, signal?: AbortSignal): UcxResult<null>;
  resumeByNumber(directoryNumber: string, signal?: AbortSignal): UcxResult<null>;
  listLive(filter: LiveFilter, signal?: AbortSignal): UcxResult<Answered<readonly LiveRecording[]>>;
  /** My active recordings: `/Mine` where the server has it, else the list by my user name; remembered for this client. */
  listMine(signal?: AbortSignal): UcxResult<Answered<readonly LiveRecording[]>>;
  listCompleted(
    query: CompletedQuery,
    signal?: AbortSignal,
  ): UcxResult<{ readonly totalCount: number; readonly recordings: readonly CompletedRecording[] }>;
  detail(id: string, signal?: AbortSignal): UcxResult<RecordingDetail>;
  /** Each call leaves an audit entry at the server: never prefetch. */
  media(id: string, signal?: AbortSignal): UcxResult<Media>;
  upload(metadata: UploadMetadata, audio: UploadAudio, signal?: AbortSignal): UcxResult<{ readonly id: string }>;
  /** Opens and keeps a connection so that the next command needs no DNS, TCP or TLS set-up. Never fails. */
  warm(): void;
  /** Closes all connections; requests under way end as `cancelled`. */
  close(): void;
};

export type UcxClientOptions = {
  /** Base address such as `https://ucx.example.com` (a path prefix is kept, a trailing slash tolerated). */
  readonly server: string;
  readonly username: string;
  readonly password: string;
  /** Plain http to a host that is not loopback, allowed by a user after a warning. */
  readonly allowPlainHttp: boolean;
  /** Certificate authorities in PEM form, in addition to the system's. Certificates are always checked. */
  readonly certificateAuthorities?: readonly string[];
  /** Finds the proxies that lead to an address; absent: there are none. */
  readonly findRoute?: FindRoute;
  readonly limits?: Partial<UcxLimits>;
  /** What listMine learned about this server before, so that it is not probed again. */
  readonly mineRoute?: 'mine' | 'username' | null;
  readonly onMineRoute?: (route: 'mine' | 'username') => void;
  /** Called with facts for the log: endpoint, status, milliseconds. Never a credential or a number of a customer. */
  readonly onRequest?: (fact: { endpoint: EndpointName; status: number | null; ms: number }) => void;
  /** Called with what an answer of the server meant: null is success, else the name of its problem. Not called where none came. */
  readonly onAnswer?: (endpoint: EndpointName, code: ProblemCode | null) => void;
  /** A monotonic clock in milliseconds; performance.now by default. */
  readonly monotonic?: () => number;
};

export type UcxLimits = {
  /** Milliseconds to connect, TLS included. */
  readonly connectMs: number;
  /** Milliseconds from sending a request to the head of its answer. */
  readonly answerMs: number;
  /** Milliseconds from sending a read of live recordings to the end of its answer: what comes later is not the present any more. */
  readonly liveReadMs: number;
  /** Milliseconds without a byte while a body is read or written. */
  readonly idleBodyMs: number;
  /** Largest JSON body accepted, in bytes. */
  readonly jsonBytes: number;
};
