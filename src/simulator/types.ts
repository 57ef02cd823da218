// What tests and commands see of the simulator: options, control of calls, faults, conditions and what it remembers.
import type { EndpointName } from './api/endpoints.ts';
import type { Fault, FaultHandle, FaultMatcher } from './faults/fault-types.ts';
import type { QuirkName, Quirks } from './faults/quirks.ts';

export type * from './faults/fault-types.ts';

/** Time, injectable. The shape is that of the core's own clock, so one fake can drive both. */
export type SimulatorClock = {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds that only grow. Durations of recordings are measured with it. */
  monotonic(): number;
  /** Runs `callback` once after `ms` milliseconds; returns the function that cancels it. */
  timer(ms: number, callback: () => void): () => void;
};

/** 1 Record Only, 2 Base Access, 10 Complete Management. The number of Record Only is [inferred]. */
export type Level = 1 | 2 | 10;

/** A user of the server. Fields may be changed while the simulator runs (a new password, another level). */
export type SimulatorUser = {
  readonly username: string;
  password: string;
  firstName: string;
  lastName: string;
  /** The own line; null for a user without an extension (start answers 400 reason 3). */
  directoryNumber: string | null;
  deviceName: string | null;
  level: Level;
  /** Recording group; blank means visible to the user and to those who see all. */
  group: string;
  department: string;
  /** Which completed recordings the user may see. */
  sees: 'own' | 'group' | 'all';
  /** For lists filtered by numericUserId. */
  numericUserId: string;
  /** False: calls of this user may not be recorded (start answers 403 reason 1). */
  mayBeRecorded: boolean;
  /** True: the device records automatically (start answers 400 reason 4, stop by id 400 reason 2). */
  automatic: boolean;
};

/** A line that belongs to no user (start answers 409 reason 0 while it has a call). */
export type OrphanLine = { readonly deviceName: string; readonly directoryNumber: string };

/** The state of the server, to be changed at any time through `simulator.conditions`. */
export type Conditions = {
  /** True: every endpoint answers 504. */
  serviceDown: boolean;
  /** False: start answers 501 reason 0, upload 501. */
  licenceValid: boolean;
  /** `missing`: start 501 reason 1; `misrouted`: start 501 reason 2. */
  recordingPilot: 'ok' | 'missing' | 'misrouted';
  /** Start answers 503 when so many recordings are live. */
  licensedChannels: number;
  /** Devices that exist but cannot be monitored: start, stop 400 reason 1 with deviceName. */
  unmonitoredDevices: string[];
  /** Start answers 403 reason 4 for calls with these remote numbers. */
  blacklistedNumbers: string[];
  /** Start answers 403 reason 2 for calls of these directions (0 unknown, 1 incoming, 2 outgoing). */
  filteredDirections: number[];
  /** Start answers 403 reason 3 for calls of these kinds. */
  filteredTraffic: ('internal' | 'external')[];
  /** An upload that starts earlier than this many days ago is answered 409. */
  retentionDays: number;
};

export type SimulatorOptions = {
  /** 0 (the default) takes any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /**
   * false (default): http. `true` or `'good'`: https with a certificate for localhost, 127.0.0.1 and ::1.
   * `'wrong-host'`: a certificate for another name. `'expired'`: one that has run out. All are self-signed test material.
   */
  readonly tls?: boolean | 'good' | 'wrong-host' | 'expired';
  /** Completed recordings that the first user (ada.agent) owns. One more in ten belongs to others. Default 0. */
  readonly recordings?: number;
  /** Same seed, same recordings, calls and audio. Default 1. */
  readonly seed?: number;
  /** `auto`: calls come and go by themselves. Default `none`. */
  readonly calls?: 'auto' | 'none';
  /** Recorded calls of further agents to begin with; see `crowd`. Default 0. */
  readonly crowd?: number;
  /** Divides every span of the automatic calls: 10 makes them ten times as quick. Default 1. */
  readonly callSpeed?: number;
  readonly quirks?: Partial<Quirks>;
  /** Replaces the default users; the first one owns the recordings. */
  readonly users?: readonly SimulatorUser[];
  readonly orphanLines?: readonly OrphanLine[];
  readonly conditions?: Partial<Conditions>;
  readonly clock?: SimulatorClock;
  /** Epoch milliseconds before which the newest generated recording ended; default: now, so fix it for equal dates. */
  readonly recordingsBefore?: number;
};

export type CallRequest = {
  /** Whose line rings: by user, number or device; the first user when none is given. */
  readonly username?: string;
  readonly directoryNumber?: string;
  readonly deviceName?: string;
  readonly remoteNumber: string;
  readonly remoteFirstName?: string;
  readonly remoteLastName?: string;
  /** 0 unknown, 1 incoming (default), 2 outgoing. */
  readonly direction?: 0 | 1 | 2;
  /** Default external. */
  readonly traffic?: 'internal' | 'external';
  /** Default true: the call is recorded from its first moment (Always On). */
  readonly recorded?: boolean;
  /** Milliseconds for which the call, and its recording, has been going on already. Default 0. */
  readonly connectedForMs?: number;
};

/** A connected call. Both ids are GUIDs in lower case. */
export type CallHandle = {
  /** Id of the recording of this call; with `recorded: false` the id that its first recording will have. */
  readonly id: string;
  readonly callId: string;
  readonly username: string | null;
  readonly directoryNumber: string;
  readonly deviceName: string;
};

/** A live recording as the recorder itself knows it: the oracle of every test. Quirks and faults do not touch it. */
export type LiveTruth = {
  readonly id: string;
  readonly callId: string;
  readonly username: string | null;
  readonly directoryNumber: string;
  readonly deviceName: string;
  readonly remoteNumber: string;
  readonly isPaused: boolean;
  /** Milliseconds since the recording began, pauses included. */
  readonly elapsedMs: number;
  /** Milliseconds of it during which it was paused. */
  readonly pausedMs: number;
};

/** Something happened in the recorder. `id` is the recording; for `completed` it is the id in the completed list. */
export type SimulatorChange = {
  readonly kind:
    | 'call-began'
    | 'call-ended'
    | 'recording-began'
    | 'recording-ended'
    | 'paused'
    | 'resumed'
    | 'completed';
  readonly id: string;
  readonly callId: string | null;
};

/** A request as it arrived. Never holds a credential. */
export type RequestEntry = {
  /** 1-based, in order of arrival. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  /** As sent, without the question mark; may be empty. */
  readonly query: string;
  readonly endpoint: EndpointName;
  readonly hasAuthorization: boolean;
  /** User name that authenticated, or null (none, wrong password, or a fault answered before anybody looked). */
  readonly username: string | null;
  /** The header as sent, or null. */
  readonly contentLength: string | null;
  /** Bytes of body received; final once `status` is set. */
  readonly bodyBytes: number;
  /** `performance.now()` when the head of the request had arrived, in milliseconds. */
  readonly receivedAt: number;
  /** Counts connections: requests with the same number came over the same one. */
  readonly connection: number;
  /** Status answered, or null: not yet, or never. */
  readonly status: number | null;
};

export type UploadEntry = {
  readonly id: string;
  readonly username: string | null;
  /** The metadata as sent (after JSON.parse) */
  readonly metadata: unknown;
  readonly contentType: string;
  readonly bytes: number;
  /** SHA-256 of the audio as received, 64 hexadecimal digits in lower case. */
  readonly sha256: string;
};

/** A finished recording to put into the completed list, for instance a very long one. */
export type CompletedRequest = {
  /** Default: the first user. */
  readonly username?: string;
  readonly durationMs: number;
  /** Epoch milliseconds; default: so that it ends now. */
  readonly startTime?: number;
  readonly remoteNumber?: string;
  readonly direction?: 0 | 1 | 2;
  /** Default: made as the server makes them. May be anything, to see what a client makes of it. */
  readonly referenceNumber?: string;
  readonly note?: string;
  /** User name of the one who preserved it. */
  readonly preservedBy?: string;
};

/** A running simulator. */
export type Simulator = {
  /** `http://127.0.0.1:PORT` (https with tls), no slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly users: readonly SimulatorUser[];
  readonly conditions: Conditions;
  /** Bounded to the last 10,000 requests. Requests to `/_simulator/` are not in it. */
  readonly requests: readonly RequestEntry[];
  readonly uploads: readonly UploadEntry[];
  /** Current value of every quirk. */
  readonly quirks: Readonly<Quirks>;
  /** @throws QuirkError on a value that the table does not allow. */
  setQuirk<N extends QuirkName>(name: N, value: Quirks[N]): void;
  /** A call connects. @throws Error when the line is not known. */
  beginCall(call: CallRequest): CallHandle;
  /** So many further agents (`agent.0001` …, each with an own line) are on recorded calls, one in ten of them paused. */
  crowd(count: number): readonly CallHandle[];
  /** The call ends, by its own id or that of its recording; its recording moves to the completed list. @throws Error when there is none. */
  endCall(id: string): void;
  /** Live recordings, oldest first. */
  live(): readonly LiveTruth[];
  /** Somebody else pauses or resumes, not through this API. @throws Error when the recording is not live. */
  setPaused(id: string, paused: boolean): void;
  /** Puts a finished recording into the list at once. */
  addCompleted(recording: CompletedRequest): { readonly id: string; readonly sizeBytes: number };
  /** Returns the function that unsubscribes. */
  onChange(listener: (change: SimulatorChange) => void): () => void;
  /** Resolves with the next change that fits (never with an earlier one). */
  nextChange(fits: (change: SimulatorChange) => boolean): Promise<SimulatorChange>;
  setFault(matcher: FaultMatcher, fault: Fault): FaultHandle;
  clearFaults(): void;
  /** Called when the head of a request has arrived. Returns the function that unsubscribes. */
  onRequest(listener: (request: RequestEntry) => void): () => void;
  /** Called when a request was answered or given up (status null). Returns the function that unsubscribes. */
  onAnswered(listener: (request: RequestEntry) => void): () => void;
  /** Resolves with the next request that fits (never with an earlier one), when its head has arrived. */
  nextRequest(fits: (request: RequestEntry) => boolean): Promise<RequestEntry>;
  /** Cuts every open connection; the server goes on listening. */
  cutConnections(): void;
  /** Stops calls, timers and connections; resolves when the port is free. */
  close(): Promise<void>;
};
