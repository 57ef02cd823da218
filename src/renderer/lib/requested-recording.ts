// A recording that another page asks History to find.
import type { HistoryRow } from '../../shared/ipc/ipc-table.ts';
import { localDay } from './format.ts';

export type Wanted = {
  /** Local date as `YYYY-MM-DD`; null where it is not known. */
  readonly day: string | null;
  /** Empty where it has none. */
  readonly remoteNumber: string;
  /** Which of those that are found is opened; none where it is not known. */
  readonly recordingId?: string;
  /** At which of its pauses it is opened; none: at its beginning. */
  readonly pauseId?: string;
};

/** How History finds a recording that is known: by its day and its remote party. */
export function wantedOf({
  id,
  startTime,
  remotePartyNumber,
}: Pick<HistoryRow, 'id' | 'startTime' | 'remotePartyNumber'>): Wanted {
  const start = new Date(startTime ?? Number.NaN);
  const day = Number.isNaN(start.getTime()) ? null : localDay(start);
  return { day, remoteNumber: remotePartyNumber ?? '', recordingId: id };
}
