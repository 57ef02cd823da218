// Pages of past recordings on demand, with the filter of a person turned into the API's own.
import type { HistoryFilter, HistoryPage } from '../../shared/contract.ts';
import { problem, type Problem } from '../../shared/problem.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { CompletedQuery, InstantFilter, UcxClient } from './ucx/client-types.ts';
import type { SavedIndex } from './saved-index.ts';

export type HistoryRequest = { readonly filter: HistoryFilter; readonly page: number; readonly pageSize: number };

export class History {
  private readonly client: () => UcxClient | null;
  private readonly saved: SavedIndex;
  private filterKey = '';
  private pending = new AbortController();

  constructor(client: () => UcxClient | null, saved: SavedIndex) {
    this.client = client;
    this.saved = saved;
  }

  /** One page, most recent first. A new filter cancels what is under way for the one before (`request-cancelled`). */
  async page(request: HistoryRequest): Promise<Result<HistoryPage, Problem>> {
    const client = this.client();
    if (client === null) return err(problem('credentials-missing'));
    const key = JSON.stringify(request.filter);
    if (key !== this.filterKey) {
      this.pending.abort();
      this.pending = new AbortController();
      this.filterKey = key;
    }
    const answer = await client.listCompleted(completedQuery(request), this.pending.signal);
    if (!answer.ok) return err(answer.error.problem);
    const { totalCount, recordings } = answer.value;
    const rows = await Promise.all(
      recordings.map(async (recording) => ({ ...recording, savedAs: await this.saved.fileNameOf(recording.id) })),
    );
    return ok({ page: request.page, pageSize: request.pageSize, totalCount, rows });
  }

  dispose(): void {
    this.pending.abort();
  }
}

/** The API's filters for a person's filter: days become instants of this computer's time zone, the last day included. */
export function completedQuery(request: HistoryRequest): CompletedQuery {
  const { filter, page, pageSize } = request;
  const startTime = dayFilter(filter.from, filter.to);
  const remote = filter.remoteParty.trim();
  return {
    page,
    pageSize,
    ...(startTime === null ? {} : { startTime }),
    ...(remote === '' ? {} : { remoteParty: { operator: 'contains', value: remote } }),
    ...(filter.direction === null ? {} : { direction: filter.direction }),
  };
}

/** `after:` excludes its moment, so an open range begins one millisecond before midnight; `between:` includes its first. */
function dayFilter(from: string | null, to: string | null): InstantFilter | null {
  const first = from === null ? null : midnight(from, 0);
  const end = to === null ? null : midnight(to, 1);
  if (first !== null && end !== null) return { operator: 'between', from: first, to: end };
  if (first !== null) return { operator: 'after', value: new Date(first.getTime() - 1) };
  if (end !== null) return { operator: 'before', value: end };
  return null;
}

/** Local midnight of a `YYYY-MM-DD`, `addDays` later; the calendar does the counting, so that summer time is right. */
function midnight(day: string, addDays: number): Date {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + addDays);
}
