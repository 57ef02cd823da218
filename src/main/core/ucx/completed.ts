// The endpoints of completed recordings that answer in JSON (docs/ucx-api.md B1, B2): the list and the detail.
import * as v from 'valibot';
import { isGuid } from '../../../shared/domain/guid.ts';
import { problem } from '../../../shared/domain/problem.ts';
import { directions, type CompletedRecording, type Direction } from '../../../shared/domain/recording.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import {
  buildBetweenFilter,
  buildInstantFilter,
  buildStringFilter,
  encodeQueryValue,
} from '../../../shared/domain/rhs-colon.ts';
import type { BasePath } from './base-path.ts';
import type { CompletedQuery, InstantFilter, UcxClient, UcxLimits, UcxResult } from './client-types.ts';
import type { EndpointCaller } from './endpoint-call.ts';
import { failureUnreadable, failureUnsent } from './errors.ts';
import { completedPageSchema, completedRecordingAnswerSchema, parseDetail } from './schemas.ts';

export type CompletedEndpoints = Pick<UcxClient, 'listCompleted' | 'detail'>;

export type CompletedOptions = {
  readonly caller: EndpointCaller;
  readonly path: BasePath;
  readonly limits: UcxLimits;
  /** Milliseconds to the head of an answer that the server has to search for. */
  readonly answerMs: number;
};

/** The two names the documents give to the filter on the remote party (B1, D9); the newer one first. */
type RemoteName = 'remoteParty' | 'remotePartyNumber';

type Page = {
  readonly totalCount: number;
  readonly recordings: readonly CompletedRecording[];
  /** How many entries came, those without a usable id included. */
  readonly sent: number;
};

/** A page of the completed list may be twice as long as a live list. */
const completedBytesFactor = 2;
/** What a server with a limit of its own is asked for after it refused a larger page. */
const smallPage = 25;

/** The vendor's number of a direction (B1, C6): 0 unknown, 1 incoming, 2 outgoing. */
export function directionNumber(direction: Direction): number {
  return directions.indexOf(direction);
}

function instantFilter(filter: InstantFilter): string {
  return filter.operator === 'between'
    ? buildBetweenFilter(filter.from, filter.to)
    : buildInstantFilter(filter.operator, filter.value);
}

/** The query of a list, encoded, with its question mark. `page` and `pageSize` are always in it. */
export function completedQueryString(query: CompletedQuery, remoteName: RemoteName): string {
  const parts: [string, string][] = [
    ['page', String(query.page)],
    ['pageSize', String(query.pageSize)],
  ];
  const { startTime, endTime, remoteParty, localPartyNumber, ownerUsername, direction } = query;
  if (startTime !== undefined) parts.push(['startTime', instantFilter(startTime)]);
  if (endTime !== undefined) parts.push(['endTime', instantFilter(endTime)]);
  if (remoteParty !== undefined) parts.push([remoteName, buildStringFilter(remoteParty.operator, remoteParty.value)]);
  if (localPartyNumber !== undefined) parts.push(['localPartyNumber', buildStringFilter('equals', localPartyNumber)]);
  if (ownerUsername !== undefined) parts.push(['ownerUsername', buildStringFilter('equals', ownerUsername)]);
  if (direction !== undefined) parts.push(['direction', String(directionNumber(direction))]);
  return `?${parts.map(([name, value]) => `${name}=${encodeQueryValue(value)}`).join('&')}`;
}

export function createCompletedEndpoints(options: CompletedOptions): CompletedEndpoints {
  const { caller, path, limits, answerMs } = options;
  let remoteName: RemoteName = 'remoteParty';
  /** The largest page the server gives, once it was seen to give less than asked; unlimited until then. */
  let largestPage = Infinity;

  async function fetchPage(query: CompletedQuery, name: RemoteName, signal: AbortSignal | undefined): UcxResult<Page> {
    const where = completedQueryString(query, name);
    const answer = await path.try((root) =>
      caller.json(
        { endpoint: 'listCompleted', method: 'GET', path: `${root}${where}`, answerMs, signal },
        limits.jsonBytes * completedBytesFactor,
      ),
    );
    if (!answer.ok) return answer;
    const parsed = v.safeParse(completedPageSchema, answer.value.json);
    if (!parsed.success) return err(failureUnreadable('listCompleted', answer.value.status, caller.host));
    const recordings = parsed.output.recordings.flatMap((entry) => {
      const recording = v.safeParse(completedRecordingAnswerSchema, entry);
      return recording.success ? [recording.output] : [];
    });
    return ok({ totalCount: parsed.output.totalCount, recordings, sent: parsed.output.recordings.length });
  }

  /** As fetchPage, under the name of the remote party's filter that this server knows. */
  async function findPage(query: CompletedQuery, signal: AbortSignal | undefined): UcxResult<Page> {
    const first = await fetchPage(query, remoteName, signal);
    if (query.remoteParty === undefined || !ignoredRemoteParty(first, query.remoteParty.value)) return first;
    const other: RemoteName = remoteName === 'remoteParty' ? 'remotePartyNumber' : 'remoteParty';
    const second = await fetchPage(query, other, signal);
    if (!second.ok || ignoredRemoteParty(second, query.remoteParty.value)) return first;
    remoteName = other;
    return second;
  }

  /**
   * Rows `page * pageSize` and on from a server that gives at most `largestPage` at once: its own pages, put together.
   * Otherwise page 2 of 100 would silently be rows 50 to 74 of a server that gives 25.
   */
  async function assemble(query: CompletedQuery, signal: AbortSignal | undefined): UcxResult<Page> {
    const begin = query.page * query.pageSize;
    const end = begin + query.pageSize;
    const size = largestPage;
    const recordings: CompletedRecording[] = [];
    let totalCount = 0;
    let sent = 0;
    for (let page = Math.floor(begin / size); page * size < end; page += 1) {
      const part = await findPage({ ...query, page, pageSize: size }, signal);
      if (!part.ok) return part;
      totalCount = part.value.totalCount;
      const offset = page * size;
      const wanted = part.value.recordings.slice(Math.max(0, begin - offset), Math.max(0, end - offset));
      recordings.push(...wanted);
      sent += wanted.length;
      if (offset + size >= totalCount) break;
    }
    return ok({ totalCount, recordings, sent });
  }

  /** The limit of the server if `result` shows that it gave another page than asked, else null. */
  async function limitShownBy(
    result: Awaited<UcxResult<Page>>,
    query: CompletedQuery,
    signal: AbortSignal | undefined,
  ): Promise<number | null> {
    if (!result.ok) {
      const { status, reason } = result.error;
      return status === 400 && reason === 1 && query.pageSize > smallPage ? smallPage : null;
    }
    const { totalCount, sent } = result.value;
    const due = Math.min(query.pageSize, Math.max(0, totalCount - query.page * query.pageSize));
    if (sent === due) return null;
    if (query.page === 0) return sent > 0 && sent < due ? sent : null;
    const first = await findPage({ ...query, page: 0 }, signal);
    return first.ok && first.value.sent > 0 && first.value.sent < Math.min(query.pageSize, first.value.totalCount)
      ? first.value.sent
      : null;
  }

  return {
    async listCompleted(query, signal) {
      const answerOf = ({ totalCount, recordings }: Page) => ok({ totalCount, recordings });
      if (query.pageSize > largestPage) {
        const page = await assemble(query, signal);
        return page.ok ? answerOf(page.value) : page;
      }
      const page = await findPage(query, signal);
      const limit = await limitShownBy(page, query, signal);
      if (limit === null) return page.ok ? answerOf(page.value) : page;
      largestPage = limit;
      const assembled = await assemble(query, signal);
      if (assembled.ok) return answerOf(assembled.value);
      largestPage = Infinity;
      return page.ok ? answerOf(page.value) : page;
    },
    async detail(id, signal) {
      if (!isGuid(id)) return err(failureUnsent('detail', problem('detail/id-invalid', { host: caller.host })));
      const answer = await caller.json(
        { endpoint: 'detail', method: 'GET', path: `${path.root}/${id}`, answerMs, signal },
        limits.jsonBytes,
      );
      if (!answer.ok) return answer;
      const detail = parseDetail(answer.value.json, id.toLowerCase());
      return detail === null ? err(failureUnreadable('detail', answer.value.status, caller.host)) : ok(detail);
    },
  };
}

/**
 * True when an answer looks as if the server did not know the filter's name: it refused the filter (400 reason 0), or it sent
 * recordings whose number plainly does not hold the text asked for.
 */
function ignoredRemoteParty(page: Awaited<UcxResult<Page>>, value: string): boolean {
  if (!page.ok) return page.error.status === 400 && page.error.reason === 0;
  return page.value.recordings.some(({ remotePartyNumber }) => {
    return remotePartyNumber !== null && !remotePartyNumber.toLowerCase().includes(value.toLowerCase());
  });
}
