// The one table of quirks: every [inferred] and [unknown] point of the vendor's contract as a named switch with a default.

type Choice<V extends string> = {
  readonly kind: 'choice';
  readonly values: readonly V[];
  readonly default: V;
  readonly meaning: string;
  /** Part of docs/ucx-api.md that leaves the point open. */
  readonly source: string;
};
type Whole = {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly meaning: string;
  readonly source: string;
};

function choice<const V extends string>(
  values: readonly V[],
  normal: NoInfer<V>,
  source: string,
  meaning: string,
): Choice<V> {
  return { kind: 'choice', values, default: normal, meaning, source };
}

function integer(min: number, max: number, normal: number, source: string, meaning: string): Whole {
  return { kind: 'integer', min, max, default: normal, meaning, source };
}

const zones = ['none-utc', 'none-local', 'z', 'offset'] as const;
const yesNo = ['yes', 'no'] as const;

/** All quirks by name. `none-local` and `offset` mean the server's local time, which is two hours ahead of UTC. */
export const quirkTable = {
  // Credentials and errors
  'credentials-charset': choice(['utf8', 'latin1'], 'utf8', '0', 'how the bytes of user:password are read'),
  'authenticate-header': choice(yesNo, 'yes', '0', 'a 401 carries WWW-Authenticate: Basic'),
  'lockout-after': integer(0, 1000, 0, '0, F', 'wrong passwords after which a user is always refused; 0 = never'),
  'error-body': choice(['json', 'empty', 'html'], 'json', '0, D4', 'body of the errors whose body is documented'),
  'bare-error-body': choice(['empty', 'html', 'json'], 'empty', '0', 'body of the errors whose body is not documented'),
  'reason-as-string': choice(yesNo, 'no', 'D4', 'reason is sent as "1" instead of 1'),
  'live-error-message': choice(yesNo, 'no', '0', 'errors of the live API carry a message too'),
  'undocumented-reasons': choice(yesNo, 'no', 'A3-A6', 'reason codes where none are documented, numbered as on start'),
  'base-slash': choice(['both', 'with', 'without'], 'both', 'B1, D8', 'slash at the end of the base address'),
  'put-needs-length': choice(yesNo, 'no', 'A6', 'a PUT without Content-Length is answered 411, as IIS can'),
  'guid-case': choice(['lower', 'upper', 'mixed'], 'lower', 'D2', 'letters of the ids in answers'),
  // Live recordings
  'mine-route': choice(
    ['present', '404', '405', '400', 'guid400'],
    'present',
    'A8',
    'GET /Mine; guid400 = read as a bad id',
  ),
  'list-live-own': choice(['403', 'allowed'], '403', 'A7, D12', 'GET /?username=<me> for a user below level 10'),
  'live-single': choice(['array', 'object'], 'array', 'A7', 'shape of a live list with exactly one recording'),
  'is-paused-form': choice(
    ['boolean', 'string', 'number', 'null', 'missing'],
    'boolean',
    'C1',
    'how isPaused is sent; only the boolean is documented',
  ),
  'remote-party-blank': choice(
    ['empty', 'null', 'absent', 'no-party'],
    'empty',
    'C1',
    'how names that are not known are sent',
  ),
  'started-at-zone': choice(zones, 'none-utc', 'C1, D1', 'zone of startedAt'),
  'date-fraction-digits': integer(0, 7, 7, 'D1', 'digits after the second in every date-time'),
  'duration-form': choice(['whole', 'fraction', 'days'], 'whole', 'D3', 'PT1M13S, PT1M13.4S or P0DT0H1M13S'),
  'start-no-body': choice(
    ['own-line', 'reason-0'],
    'own-line',
    'A1',
    'POST / with no body: the newer page or the older one',
  ),
  'start-empty-body': choice(['own-line', 'reason-0'], 'reason-0', 'A1', 'POST / with {} or only a mode'),
  'start-level': choice(['1', '2', '10'], '1', 'A1', 'level needed to record the own line'),
  'start-delay-ms': integer(
    0,
    600_000,
    0,
    'A1',
    'time from 201 to a recording in the list; a repeat meanwhile is 429/0',
  ),
  'start-location': choice(yesNo, 'no', 'A1', '201 of start carries Location'),
  'stop-level': choice(['2', '10'], '10', 'A2, A3, D12', 'level needed to stop an own recording by id or line'),
  'pause-level': choice(['1', '2', '10'], '2', 'A5, D12', 'level needed to pause or resume an own recording'),
  'number-touches': choice(['all', 'first'], 'all', 'A6', 'recordings touched by pause and resume by number'),
  'number-mixed': choice(['204', '429'], '204', 'A6', 'pause by number when one of two is paused already'),
  'pause-duration': choice(['grows', 'stops'], 'grows', 'C1, F', 'duration of a live recording while it is paused'),
  'pause-audio': choice(
    ['silence', 'cut', 'tone', 'recorded'],
    'silence',
    'F',
    'what a pause leaves in the finished audio; recorded = all of it, as a recorder that fails',
  ),
  'live-id-is-completed-id': choice(yesNo, 'yes', 'D11, F', 'a finished recording keeps the id it had while live'),
  'completed-delay-ms': integer(0, 3_600_000, 300, 'D11, F', 'time from the end to the completed list'),
  // Completed recordings
  'list-narrow': choice(['narrow', '403'], 'narrow', 'E', "asking for another's recordings: empty list or 403"),
  'other-recording': choice(['403', '404'], '403', 'E', "detail and media of another's recording"),
  'remote-party-param': choice(
    ['remoteParty', 'remotePartyNumber', 'both'],
    'remoteParty',
    'B1, D9',
    'name of the filter',
  ),
  'page-past-end': choice(['empty', '400'], 'empty', 'B1', 'a page behind the last one'),
  'page-without-size': choice(
    ['ignored', '25', '400'],
    'ignored',
    'B1',
    'page without pageSize: all, pages of 25, or 400',
  ),
  'max-page-size': integer(0, 1_000_000, 0, 'B1', 'largest pageSize; 0 = none'),
  'page-size-over-max': choice(['cap', '400'], 'cap', 'B1', 'a pageSize above the largest'),
  'start-time-zone': choice(zones, 'z', 'D1, F', 'zone of startTime'),
  'preserving-user': choice(['null', 'absent'], 'absent', 'C3', 'preservingUser of a recording that nobody preserved'),
  'note-owner': choice(['user', 'username'], 'user', 'C3', 'note.owner as a User or as a name'),
  'hash-form': choice(['hex', 'HEX', 'base64', 'nested', 'absent'], 'hex', 'C3', 'how the SHA-256 is written in hash'),
  'hash-covers': choice(['download', 'stored'], 'download', 'C3', 'the hash is of the MP3 or of the encrypted file'),
  'pbx-info': choice(
    ['generic', 'media-forking', 'siprec', 'webex', 'ms-teams', 'unknown', 'absent'],
    'media-forking',
    'C5',
    'type of pbxInfo',
  ),
  'pbx-call-id': choice(['present', 'absent'], 'present', 'C3', 'the deprecated pbxCallId'),
  'media-length': choice(yesNo, 'yes', 'B3', 'Content-Length on media; otherwise chunked'),
  'media-range': choice(yesNo, 'no', 'B3, F', 'Range requests on media'),
  'media-etag': choice(yesNo, 'no', 'B3', 'ETag on media'),
  'media-disposition': choice(yesNo, 'no', 'B3', 'Content-Disposition on media'),
  'upload-auth': choice(['required', 'none'], 'required', 'B4', 'an upload needs credentials (KB983 says no)'),
  'upload-level': choice(['2', '10'], '2', 'F', 'level needed to upload'),
  'upload-id-key': choice(['id', 'recordingId'], 'id', 'B4', 'key of the id in the answer to an upload'),
} as const;

type Table = typeof quirkTable;
export type QuirkName = keyof Table;
type ValueOf<E> = E extends Choice<infer V> ? V : number;
/** The value of every quirk. */
export type Quirks = { -readonly [N in QuirkName]: ValueOf<Table[N]> };

export const quirkNames = Object.keys(quirkTable) as QuirkName[];

/** A quirk's name or value that the table does not know; the message says what would be right. */
export class QuirkError extends Error {}

/** True when `name` is in the table. */
export function isQuirkName(name: string): name is QuirkName {
  return Object.hasOwn(quirkTable, name);
}

/** What a quirk allows, in words: `present, 404, 405` or `a whole number from 0 to 7`. */
export function allowedValues(name: QuirkName): string {
  const entry: Choice<string> | Whole = quirkTable[name];
  return entry.kind === 'choice' ? entry.values.join(', ') : `a whole number from ${entry.min} to ${entry.max}`;
}

/** All quirks at their defaults. */
export function defaultQuirks(): Quirks {
  const values = Object.fromEntries(quirkNames.map((name) => [name, quirkTable[name].default]));
  return values as Quirks;
}

/**
 * Sets one quirk in `quirks` from text or number.
 * @throws QuirkError when the name is unknown or the value is not allowed.
 */
export function applyQuirk(quirks: Quirks, name: string, value: string | number): void {
  if (!isQuirkName(name)) {
    throw new QuirkError(`Unknown quirk "${name}". Use --list-quirks to list them.`);
  }
  const entry: Choice<string> | Whole = quirkTable[name];
  const text = String(value);
  const fits =
    entry.kind === 'choice'
      ? entry.values.includes(text)
      : /^\d{1,9}$/.test(text) && Number(text) >= entry.min && Number(text) <= entry.max;
  if (!fits) throw new QuirkError(`Quirk "${name}" can't be "${text}". Values: ${allowedValues(name)}.`);
  Object.assign(quirks, { [name]: entry.kind === 'choice' ? text : Number(text) });
}
