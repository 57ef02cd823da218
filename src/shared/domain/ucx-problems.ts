// The one table of the vendor's errors: (endpoint, status, reason) to the code of a problem. Source: docs/ucx-api.md, Parts A and B.

/** The endpoints of the vendor's API by name. */
export const endpointNames = [
  'start',
  'stopById',
  'stopByLine',
  'stopMine',
  'pauseById',
  'resumeById',
  'pauseByNumber',
  'resumeByNumber',
  'listLive',
  'listMine',
  'listCompleted',
  'detail',
  'media',
  'upload',
] as const;
export type EndpointName = (typeof endpointNames)[number];

export type UcxProblemRow = {
  readonly endpoint: EndpointName;
  readonly status: number;
  /** The vendor's reason; null is the row for every other reason and for none. */
  readonly reason: number | null;
  readonly code: UcxProblemCode;
};

/** Code for each reason in order, then the code for the status alone. */
type Codes = { readonly reasons?: readonly string[]; readonly otherwise: string };

/**
 * `reason` means something else on each endpoint and each status (docs/ucx-api.md D5), so nothing is shared between endpoints
 * unless the documents say the same. Rows of A3 to A6 have no documented reasons, only `otherwise`.
 */
const documented = {
  start: {
    400: {
      reasons: ['start/no-target', 'start/line-unknown', 'start/mode-invalid', 'start/no-extension', 'start/automatic'],
      otherwise: 'start/refused',
    },
    401: { otherwise: 'credentials-refused' },
    403: {
      reasons: [
        'start/not-allowed',
        'start/user-not-allowed',
        'start/direction-filtered',
        'start/traffic-filtered',
        'start/party-blacklisted',
      ],
      otherwise: 'start/not-allowed',
    },
    409: { reasons: ['start/line-without-user', 'start/no-call'], otherwise: 'start/no-call' },
    429: { reasons: ['start/starting', 'start/already'], otherwise: 'start/already' },
    500: { otherwise: 'start/server-fault' },
    501: {
      reasons: ['start/no-licence', 'start/no-pilot', 'start/pilot-misconfigured'],
      otherwise: 'start/not-set-up',
    },
    503: { otherwise: 'start/no-channel' },
    504: { otherwise: 'start/service-unavailable' },
  },
  stopById: {
    400: { reasons: ['stop/id-invalid', 'stop/line-not-monitorable', 'stop/automatic'], otherwise: 'stop/refused' },
    401: { otherwise: 'credentials-refused' },
    403: { otherwise: 'stop/not-allowed' },
    409: { otherwise: 'stop/ended' },
    500: { otherwise: 'stop/server-fault' },
    504: { otherwise: 'stop/service-unavailable' },
  },
  stopByLine: {
    // The reasons are [inferred] to be those of start.
    400: { reasons: ['stop/no-target', 'stop/line-not-monitorable'], otherwise: 'stop/line-refused' },
    401: { otherwise: 'credentials-refused' },
    403: { otherwise: 'stop/not-allowed' },
    409: { otherwise: 'stop/nothing-recorded' },
    500: { otherwise: 'stop/server-fault' },
    504: { otherwise: 'stop/service-unavailable' },
  },
  stopMine: {
    400: { otherwise: 'stop/line-refused' },
    401: { otherwise: 'credentials-refused' },
    403: { otherwise: 'stop/not-allowed' },
    409: { otherwise: 'stop/nothing-recorded' },
    500: { otherwise: 'stop/server-fault' },
    504: { otherwise: 'stop/service-unavailable' },
  },
  pauseById: pauseLike('pause', 'pause/id-invalid', 'pause/ended', 'pause/already'),
  resumeById: pauseLike('resume', 'resume/id-invalid', 'resume/ended', 'resume/not-paused'),
  pauseByNumber: pauseLike('pause', 'pause/number-missing', 'pause/nothing-recorded', 'pause/already'),
  resumeByNumber: pauseLike('resume', 'resume/number-missing', 'resume/nothing-recorded', 'resume/not-paused'),
  listLive: {
    400: { otherwise: 'live/filter-refused' },
    401: { otherwise: 'credentials-refused' },
    403: { otherwise: 'live/not-allowed' },
    500: { otherwise: 'live/server-fault' },
    504: { otherwise: 'live/service-unavailable' },
  },
  listMine: {
    400: { otherwise: 'live/mine-unknown' },
    401: { otherwise: 'credentials-refused' },
    403: { otherwise: 'own-calls-not-visible' },
    404: { otherwise: 'live/mine-unknown' },
    405: { otherwise: 'live/mine-unknown' },
    500: { otherwise: 'live/server-fault' },
    504: { otherwise: 'live/service-unavailable' },
  },
  listCompleted: {
    400: { reasons: ['completed/filter-refused', 'completed/page-refused'], otherwise: 'completed/refused' },
    401: { otherwise: 'credentials-refused' },
    403: { otherwise: 'completed/not-allowed' },
    500: { otherwise: 'completed/server-fault' },
    504: { otherwise: 'completed/service-unavailable' },
  },
  detail: {
    400: { otherwise: 'detail/id-invalid' },
    401: { otherwise: 'credentials-refused' },
    403: { otherwise: 'detail/not-allowed' },
    404: { otherwise: 'detail/gone' },
    500: { otherwise: 'completed/server-fault' },
    504: { otherwise: 'completed/service-unavailable' },
  },
  media: {
    400: { otherwise: 'media/id-invalid' },
    401: { otherwise: 'credentials-refused' },
    403: { otherwise: 'media/not-allowed' },
    404: { otherwise: 'media/gone' },
    500: { otherwise: 'media/server-fault' },
    504: { otherwise: 'completed/service-unavailable' },
  },
  upload: {
    400: {
      reasons: ['upload/request-unreadable', 'upload/details-invalid', 'upload/audio-invalid'],
      otherwise: 'upload/refused',
    },
    401: { otherwise: 'credentials-refused' },
    403: { otherwise: 'upload/not-allowed' },
    409: { otherwise: 'upload/outside-retention' },
    413: { otherwise: 'upload/too-large' },
    500: { otherwise: 'upload/server-fault' },
    501: { otherwise: 'upload/no-licence' },
    504: { otherwise: 'upload/service-unavailable' },
  },
} as const satisfies Readonly<Record<EndpointName, Readonly<Record<number, Codes>>>>;

function pauseLike<V extends 'pause' | 'resume', B extends string, G extends string, A extends string>(
  verb: V,
  badTarget: B,
  gone: G,
  already: A,
) {
  return {
    400: { otherwise: badTarget },
    401: { otherwise: 'credentials-refused' },
    403: { otherwise: `${verb}/not-allowed` },
    409: { otherwise: gone },
    429: { otherwise: already },
    500: { otherwise: `${verb}/server-fault` },
    503: { otherwise: `${verb}/service-unavailable` },
    504: { otherwise: `${verb}/service-unavailable` },
  } as const;
}

/** What any server, or a device on the way to it, may answer to anything. */
const general = {
  401: 'credentials-refused',
  403: 'not-allowed',
  404: 'server-path-unknown',
  405: 'server-path-unknown',
  408: 'server-timeout',
  411: 'server-length-required',
  413: 'server-request-too-large',
  429: 'server-busy',
  500: 'server-fault',
  502: 'service-unavailable',
  503: 'service-unavailable',
  504: 'service-unavailable',
} as const satisfies Readonly<Record<number, string>>;

/** Codes that the client itself gives without a row above. */
const clientCodes = ['media/text', 'media/packed', 'media/part', 'upload/source-failed', 'upload/too-large'] as const;
/** For a status that is in no table. */
const unexpected = 'server-status-unexpected';

type ValueOf<T> = T[keyof T];
type Statuses = (typeof documented)[EndpointName];
type Answers = Statuses extends infer S ? (S extends unknown ? ValueOf<S> : never) : never;
type ReasonCode<A> = A extends { readonly reasons: readonly (infer C)[] } ? C : never;

/** Every code that an answer of the server, or the client in its place, can have. */
export type UcxProblemCode =
  | ReasonCode<Answers>
  | Answers['otherwise']
  | ValueOf<typeof general>
  | (typeof clientCodes)[number]
  | typeof unexpected;

/** The same tables, for lookup by a number that a server sent. */
type CodesOf = { readonly reasons?: readonly UcxProblemCode[]; readonly otherwise: UcxProblemCode };
const codesByStatus: Readonly<Record<EndpointName, Readonly<Record<number, CodesOf>>>> = documented;
const generalCodes: Readonly<Record<number, UcxProblemCode>> = general;

/** The table as rows, one for each (endpoint, status, reason). */
export const ucxProblemRows: readonly UcxProblemRow[] = endpointNames.flatMap((endpoint) =>
  Object.entries(codesByStatus[endpoint]).flatMap(([status, codes]) => [
    ...(codes.reasons ?? []).map((code, reason) => ({ endpoint, status: Number(status), reason, code })),
    { endpoint, status: Number(status), reason: null, code: codes.otherwise },
  ]),
);

/** Every code of UcxProblemCode, for what is read from disk or from another process. */
export const ucxProblemCodes: readonly UcxProblemCode[] = [
  ...new Set<UcxProblemCode>([
    ...ucxProblemRows.map((row) => row.code),
    ...Object.values(general),
    ...clientCodes,
    unexpected,
  ]),
];

/**
 * Code of the problem for an answer: the row of its reason, else the row of its status at this endpoint, else what the
 * status means anywhere, else `server-status-unexpected`.
 */
export function ucxProblemCode(endpoint: EndpointName, status: number, reason: number | null): UcxProblemCode {
  const codes = codesByStatus[endpoint][status];
  if (codes === undefined) return generalCodes[status] ?? unexpected;
  return (reason === null ? undefined : codes.reasons?.[reason]) ?? codes.otherwise;
}
