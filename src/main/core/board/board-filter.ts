// The filters of everybody's recordings: their keys, what they send to the server, and which of them finds what another finds.
import { noBoardFilter, type BoardFilter } from '../../../shared/ipc/board.ts';
import type { LiveFilter, StartTarget } from '../ucx/client-types.ts';

/** A name for a filter: two filters with the same key ask the same. */
export function filterKey({ username, directoryNumber, deviceName, numericUserId }: BoardFilter): string {
  return JSON.stringify([username, directoryNumber, deviceName, numericUserId]);
}

/** The filter as the server takes it, without what is empty. */
export function requestOf(filter: BoardFilter): LiveFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
}

/** True when a list with this filter holds every recording that the other filter finds. */
export function filterCovers(filter: BoardFilter, key: string): boolean {
  return key === filterKey(filter) || filterKey(filter) === filterKey(noBoardFilter);
}

/** The filter that finds what is recorded on a line. */
export function lineFilter({ deviceName = '', directoryNumber = '' }: StartTarget): BoardFilter {
  return { ...noBoardFilter, directoryNumber, deviceName };
}
