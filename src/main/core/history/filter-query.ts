// A person's filter as the API's own.
import type { HistoryFilter } from '../../../shared/ipc/ipc-table.ts';
import { numberToFind } from '../../../shared/domain/text/phone-number.ts';
import type { CompletedQuery, InstantFilter } from '../ucx/client-types.ts';

export type HistoryRequest = {
  readonly filter: HistoryFilter;
  readonly page: number;
  readonly pageSize: number;
  /** Identifies the request for `cancel`. */
  readonly request?: string | undefined;
};

/** The API's filters for a person's filter: days become instants of this computer's time zone, the last day included. */
export function completedQuery(request: HistoryRequest): CompletedQuery {
  const { filter, page, pageSize } = request;
  const startTime = dayFilter(filter.from, filter.to);
  const isExact = filter.remotePartyIs === 'equals';
  const remote = isExact ? filter.remoteParty.trim() : numberToFind(filter.remoteParty);
  const local = filter.localPartyNumber?.trim() ?? '';
  const owner = filter.ownerUsername?.trim() ?? '';
  return {
    page,
    pageSize,
    ...(startTime === null ? {} : { startTime }),
    ...(remote === '' ? {} : { remoteParty: { operator: isExact ? 'equals' : 'contains', value: remote } }),
    ...(local === '' ? {} : { localPartyNumber: local }),
    ...(owner === '' ? {} : { ownerUsername: owner }),
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
