// The endpoints of completed recordings that answer in JSON (docs/ucx-api.md B1, B2): the list and the detail.
import * as v from 'valibot';
import { isGuid } from '../../../shared/domain/text/guid.ts';
import { problem } from '../../../shared/domain/problem.ts';
import type { CompletedRecording } from '../../../shared/domain/recording.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { BasePath } from './transport/base-path.ts';
import type { CompletedQuery, RecordingDetail, UcxLimits, UcxResult } from './client-types.ts';
import { completedQueryString, type RemotePartyName } from './completed-query.ts';
import type { EndpointCaller } from './transport/endpoint-call.ts';
import { failureUnreadable, failureUnsent } from './errors.ts';
import { completedPageSchema, completedRecordingAnswerSchema, parseDetail } from './schemas.ts';

export type CompletedOptions = {
  readonly caller: EndpointCaller;
  readonly path: BasePath;
  readonly limits: UcxLimits;
  /** Milliseconds to the head of an answer that the server has to search for. */
  readonly answerMs: number;
};

type CompletedList = { readonly totalCount: number; readonly recordings: readonly CompletedRecording[] };
type Page = CompletedList & {
  /** How many entries came, those without a usable id included. */
  readonly sent: number;
};
type PageResult = Awaited<UcxResult<Page>>;

/** A page of the completed list may be twice as long as a live list. */
const completedBytesFactor = 2;
/** Page size for a server with a limit of its own, after it refused a larger one. */
const smallPage = 25;

export class CompletedEndpoints {
  readonly #options: CompletedOptions;
  #remotePartyName: RemotePartyName = 'remoteParty';
  /** The largest page the server gives, once it was seen to give less than requested; unlimited until then. */
  #largestPage = Infinity;

  constructor(options: CompletedOptions) {
    this.#options = options;
  }

  async list(query: CompletedQuery, signal: AbortSignal | undefined): UcxResult<CompletedList> {
    if (query.pageSize > this.#largestPage) return listOf(await this.#assemble(query, signal));
    const page = await this.#findPage(query, signal);
    const limit = await this.#limitShownBy(page, query, signal);
    if (limit === null) return listOf(page);
    this.#largestPage = limit;
    const assembled = await this.#assemble(query, signal);
    if (assembled.ok) return listOf(assembled);
    this.#largestPage = Infinity;
    return listOf(page);
  }

  async detail(id: string, signal: AbortSignal | undefined): UcxResult<RecordingDetail> {
    const { caller, path, limits, answerMs } = this.#options;
    if (!isGuid(id)) return err(failureUnsent('detail', problem('detail/id-invalid', { host: caller.host })));
    const request = { endpoint: 'detail', method: 'GET', path: `${path.root}/${id}`, answerMs, signal } as const;
    const answer = await caller.json(request, limits.jsonBytes);
    if (!answer.ok) return answer;
    const detail = parseDetail(answer.value.json, id.toLowerCase());
    return detail === null ? err(failureUnreadable('detail', answer.value.status, caller.host)) : ok(detail);
  }

  async #fetchPage(query: CompletedQuery, name: RemotePartyName, signal: AbortSignal | undefined): Promise<PageResult> {
    const { caller, path, limits, answerMs } = this.#options;
    const where = completedQueryString(query, name);
    const request = { endpoint: 'listCompleted', method: 'GET', answerMs, signal } as const;
    const answer = await path.try((root) =>
      caller.json({ ...request, path: `${root}${where}` }, limits.jsonBytes * completedBytesFactor),
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

  /** As fetchPage, with the name of the remote party's filter that this server knows. */
  async #findPage(query: CompletedQuery, signal: AbortSignal | undefined): Promise<PageResult> {
    const first = await this.#fetchPage(query, this.#remotePartyName, signal);
    if (query.remoteParty === undefined || !ignoredRemoteParty(first, query.remoteParty.value)) return first;
    const other: RemotePartyName = this.#remotePartyName === 'remoteParty' ? 'remotePartyNumber' : 'remoteParty';
    const second = await this.#fetchPage(query, other, signal);
    if (!second.ok || ignoredRemoteParty(second, query.remoteParty.value)) return first;
    this.#remotePartyName = other;
    return second;
  }

  /**
   * Rows `page * pageSize` and on from a server that gives at most `largestPage` at once: its own pages, put together.
   * Otherwise page 2 of 100 would silently be rows 50 to 74 of a server that gives 25.
   */
  async #assemble(query: CompletedQuery, signal: AbortSignal | undefined): Promise<PageResult> {
    const begin = query.page * query.pageSize;
    const end = begin + query.pageSize;
    const size = this.#largestPage;
    const recordings: CompletedRecording[] = [];
    let totalCount = 0;
    for (let page = Math.floor(begin / size); page * size < end; page += 1) {
      const part = await this.#findPage({ ...query, page, pageSize: size }, signal);
      if (!part.ok) return part;
      totalCount = part.value.totalCount;
      const offset = page * size;
      recordings.push(...part.value.recordings.slice(Math.max(0, begin - offset), Math.max(0, end - offset)));
      if (offset + size >= totalCount) break;
    }
    return ok({ totalCount, recordings, sent: recordings.length });
  }

  /** The limit of the server if `result` shows that it gave another page than requested, else null. */
  async #limitShownBy(
    result: PageResult,
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
    const first = await this.#findPage({ ...query, page: 0 }, signal);
    return first.ok && first.value.sent > 0 && first.value.sent < Math.min(query.pageSize, first.value.totalCount)
      ? first.value.sent
      : null;
  }
}

function listOf(page: PageResult): Awaited<UcxResult<CompletedList>> {
  if (!page.ok) return page;
  const { totalCount, recordings } = page.value;
  return ok({ totalCount, recordings });
}

/**
 * True when an answer looks as if the server did not know the filter's name: it refused the filter (400 reason 0), or it sent
 * recordings whose number plainly does not contain the text searched for.
 */
function ignoredRemoteParty(page: PageResult, value: string): boolean {
  if (!page.ok) return page.error.status === 400 && page.error.reason === 0;
  return page.value.recordings.some(({ remotePartyNumber }) => {
    return remotePartyNumber !== null && !remotePartyNumber.toLowerCase().includes(value.toLowerCase());
  });
}
