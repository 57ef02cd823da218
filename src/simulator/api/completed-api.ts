// Part B of the vendor's contract: the list of finished recordings, their details and their audio. Uploads are in upload-api.ts.
import type { Answer, Asked, Failures, Handler } from './answer.ts';
import { audioBytes, audioSize, type AudioHashes } from '../audio/audio.ts';
import { detailModel, listedModel } from './completed-models.ts';
import { isGuid, type EndpointName } from './endpoints.ts';
import { parseDateTime } from '../formats.ts';
import type { Quirks } from '../faults/quirks.ts';
import type { Recording } from '../calls/recording.ts';
import type { Found, RecordingStore } from '../calls/recording-store.ts';
import { equality, FilterError, instantRange, textFilter } from './rhs-colon.ts';
import type { SimulatorUser } from '../types.ts';
import { maySee } from '../calls/users.ts';

type Parts = {
  readonly store: RecordingStore;
  readonly hashes: AudioHashes;
  readonly quirks: Quirks;
  readonly failures: Failures;
  readonly users: readonly SimulatorUser[];
};

/** Longer lists are written row by row, so that "all of them" of a million costs no memory. */
const rowsAtOnce = 2000;
class PagingError extends Error {}

function wholeNumber(name: string, text: string | null, least: number): number | null {
  if (text === null || text === '') return null;
  if (!/^\d{1,9}$/.test(text) || Number(text) < least)
    throw new PagingError(`${name} must be a whole number from ${least}.`);
  return Number(text);
}

/** One span of a Range header over `size` bytes: first and last byte; null: ignore the header; `'none'`: nothing of it is there. */
function byteRange(
  header: string | undefined,
  size: number,
): { readonly first: number; readonly last: number } | 'none' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null) return null;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return null;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to));
  return first > last ? 'none' : { first, last };
}

function pages(parts: Parts, query: URLSearchParams, total: number): { readonly from: number; readonly to: number } {
  const { quirks } = parts;
  const page = wholeNumber('page', query.get('page'), 0);
  const largest = quirks['max-page-size'];
  let size = wholeNumber('pageSize', query.get('pageSize'), 1);
  if (size === null && page !== null) {
    if (quirks['page-without-size'] === '400') throw new PagingError('page needs pageSize.');
    if (quirks['page-without-size'] === '25') size = 25;
  }
  if (largest > 0 && (size === null || size > largest)) {
    if (size !== null && quirks['page-size-over-max'] === '400')
      throw new PagingError(`pageSize is at most ${largest}.`);
    size = largest;
  }
  if (size === null) return { from: 0, to: total };
  const from = (page ?? 0) * size;
  if (from > 0 && from >= total && quirks['page-past-end'] === '400')
    throw new PagingError('The page is past the end.');
  return { from: Math.min(from, total), to: Math.min(from + size, total) };
}

function matches(parts: Parts, query: URLSearchParams, owners: readonly SimulatorUser[]): Found {
  const { store, quirks } = parts;
  const parse = (text: string): number | null => parseDateTime(text, quirks['start-time-zone']);
  const given = (name: string): string | null => query.get(name) ?? null;
  const startTime = given('startTime');
  const endTime = given('endTime');
  const localNumber = given('localPartyNumber');
  const direction = given('direction');
  const wanted = direction === null ? null : equality('direction', direction);
  if (wanted !== null && !/^[012]$/.test(wanted)) throw new FilterError('direction must be 0, 1 or 2.');
  const names =
    quirks['remote-party-param'] === 'both' ? ['remoteParty', 'remotePartyNumber'] : [quirks['remote-party-param']];
  const remote = names.map((name) => ({ name, text: given(name) })).find(({ text }) => text !== null);
  return store.query({
    owners,
    startTime: startTime === null ? null : instantRange('startTime', startTime, parse),
    endTime: endTime === null ? null : instantRange('endTime', endTime, parse),
    remoteParty: remote === undefined || remote.text === null ? null : textFilter(remote.name, remote.text),
    localNumber: localNumber === null ? null : equality('localPartyNumber', localNumber),
    direction: wanted === null ? null : Number(wanted),
  });
}

function list(parts: Parts, { query, user }: Asked): Answer {
  const { quirks, failures, users } = parts;
  const model = (recording: Recording): object => listedModel(quirks, recording);
  if (user.level < 2) return failures.bare(403);
  try {
    const ownerFilter = query.get('ownerUsername');
    const owner = ownerFilter === null ? null : equality('ownerUsername', ownerFilter);
    const seen = users.filter((candidate) => maySee(user, candidate));
    if (owner !== null && quirks['list-narrow'] === '403' && !seen.some((one) => one.username === owner)) {
      return failures.bare(403);
    }
    const owners = owner === null ? seen : seen.filter((candidate) => candidate.username === owner);
    const found = matches(parts, query, owners);
    const { from, to } = pages(parts, query, found.totalCount);
    if (to - from <= rowsAtOnce) {
      const recordings = Array.from(found.slice(from, to), model);
      return { status: 200, json: { totalCount: found.totalCount, recordings } };
    }
    return {
      status: 200,
      stream: {
        type: 'application/json; charset=utf-8',
        length: null,
        pieces: () => rows(found.slice(from, to), found.totalCount, model),
      },
    };
  } catch (error) {
    if (error instanceof FilterError) return failures.completed(400, 0, error.message);
    if (error instanceof PagingError) return failures.completed(400, 1, error.message);
    throw error;
  }
}

/** The list as JSON, in pieces of about 64 KiB. */
function* rows(
  recordings: Iterable<Recording>,
  totalCount: number,
  model: (recording: Recording) => object,
): Generator<string> {
  let piece = `{"totalCount":${totalCount},"recordings":[`;
  let comma = '';
  for (const recording of recordings) {
    piece += comma + JSON.stringify(model(recording));
    comma = ',';
    if (piece.length > 65_536) {
      yield piece;
      piece = '';
    }
  }
  yield `${piece}]}`;
}

/** The recording of the path, or the refusal. */
function wanted(parts: Parts, { route, user }: Asked): Recording | Answer {
  const { store, quirks, failures } = parts;
  if (!isGuid(route.id)) return failures.completed(400, 0, 'The id is not a GUID.');
  if (user.level < 2) return failures.bare(403);
  const recording = store.find(route.id);
  if (recording === null) return failures.bare(404);
  return maySee(user, recording.owner) ? recording : failures.bare(Number(quirks['other-recording']));
}

async function detail(parts: Parts, asked: Asked): Promise<Answer> {
  const recording = wanted(parts, asked);
  if ('status' in recording) return recording;
  return { status: 200, json: await detailModel(parts, recording, asked.wrongHash) };
}

function media(parts: Parts, asked: Asked): Answer {
  const { quirks } = parts;
  const recording = wanted(parts, asked);
  if ('status' in recording) return recording;
  const size = audioSize(recording);
  const etag = `"${recording.id}-${size}"`;
  const ranges = quirks['media-range'] === 'yes';
  const ifRange = asked.headers['if-range'];
  const range = ranges && (ifRange === undefined || ifRange === etag) ? byteRange(asked.headers.range, size) : null;
  const headers: Record<string, string> = {};
  if (ranges) headers['Accept-Ranges'] = 'bytes';
  if (quirks['media-etag'] === 'yes') headers['ETag'] = etag;
  if (quirks['media-disposition'] === 'yes') {
    headers['Content-Disposition'] = `attachment; filename="${recording.id}.mp3"`;
  }
  if (range === 'none') return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` } };
  const { first, last } = range ?? { first: 0, last: size - 1 };
  if (range !== null) headers['Content-Range'] = `bytes ${first}-${last}/${size}`;
  return {
    status: range === null ? 200 : 206,
    headers,
    stream: {
      type: 'audio/mpeg',
      length: quirks['media-length'] === 'yes' ? last - first + 1 : null,
      pieces: () => audioBytes(recording, first, last + 1),
    },
  };
}

/** One handler for each reading endpoint of Part B. */
export function completedHandlers(parts: Parts): Partial<Record<EndpointName, Handler>> {
  return {
    listCompleted: (asked) => list(parts, asked),
    detail: (asked) => detail(parts, asked),
    media: (asked) => media(parts, asked),
  };
}
