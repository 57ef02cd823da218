// The query of a list of completed recordings (docs/ucx-api.md B1).
import { directions, type Direction } from '../../../shared/domain/recording.ts';
import {
  buildBetweenFilter,
  buildInstantFilter,
  buildStringFilter,
  encodeQueryValue,
} from '../../../shared/domain/text/rhs-colon.ts';
import type { CompletedQuery, InstantFilter } from './client-types.ts';

/** The two names the documents give to the filter on the remote party (docs/ucx-api.md B1, D9); the newer one first. */
export type RemotePartyName = 'remoteParty' | 'remotePartyNumber';

/** The vendor's number of a direction (docs/ucx-api.md B1, C6): 0 unknown, 1 incoming, 2 outgoing. */
export function directionNumber(direction: Direction): number {
  return directions.indexOf(direction);
}

function instantFilter(filter: InstantFilter): string {
  return filter.operator === 'between'
    ? buildBetweenFilter(filter.from, filter.to)
    : buildInstantFilter(filter.operator, filter.value);
}

/** Encoded, with its question mark. `page` and `pageSize` are always in it. */
export function completedQueryString(query: CompletedQuery, remotePartyName: RemotePartyName): string {
  const parts: [string, string][] = [
    ['page', String(query.page)],
    ['pageSize', String(query.pageSize)],
  ];
  const { startTime, endTime, remoteParty, localPartyNumber, ownerUsername, direction } = query;
  if (startTime !== undefined) parts.push(['startTime', instantFilter(startTime)]);
  if (endTime !== undefined) parts.push(['endTime', instantFilter(endTime)]);
  if (remoteParty !== undefined)
    parts.push([remotePartyName, buildStringFilter(remoteParty.operator, remoteParty.value)]);
  if (localPartyNumber !== undefined) parts.push(['localPartyNumber', buildStringFilter('equals', localPartyNumber)]);
  if (ownerUsername !== undefined) parts.push(['ownerUsername', buildStringFilter('equals', ownerUsername)]);
  if (direction !== undefined) parts.push(['direction', String(directionNumber(direction))]);
  return `?${parts.map(([name, value]) => `${name}=${encodeQueryValue(value)}`).join('&')}`;
}
