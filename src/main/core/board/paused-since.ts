// Since when each recording of the list has been seen as paused, and since when a pause of it has been requested without confirmation. The server says
// neither: what was paused before anybody looked, or while nothing was known of it, is paused for at least so long.
import type { BoardRow } from '../../../shared/ipc/board.ts';
import { boardStalenessMs } from './pause-controllers.ts';

/** A pause was requested and is not confirmed. */
const isRequested = (state: BoardRow['state'] | undefined): boolean => state === 'pausing' || state === 'unconfirmed';

/** A row whose times are still empty. */
type FollowedRow = Pick<BoardRow, 'id' | 'state'> & {
  paused: BoardRow['paused'];
  requestedForMs: BoardRow['requestedForMs'];
};
type Seen = { readonly state: BoardRow['state']; readonly since: number; readonly isWhole: boolean };

export class PausedSince {
  #seen = new Map<string, Seen>();
  #at = 0;

  /** A list that has nothing to do with the one before begins. */
  clear(): void {
    this.#seen.clear();
  }

  /**
   * These are there at `now` (monotonic milliseconds). Writes into each row for how long it has been seen as paused, or its pause been
   * requested. Where nobody looked for longer than a list stays young, a recording may have run meanwhile: all begins anew.
   */
  follow(rows: readonly FollowedRow[], now: number): void {
    const before = now - this.#at > boardStalenessMs ? new Map<string, Seen>() : this.#seen;
    this.#at = now;
    this.#seen = new Map();
    for (const row of rows) {
      const next = seenNow(before.get(row.id), row.state, now);
      this.#seen.set(row.id, next);
      const forMs = now - next.since;
      if (row.state === 'paused') row.paused = { forMs, isWhole: next.isWhole };
      if (isRequested(row.state)) row.requestedForMs = forMs;
    }
  }
}

function seenNow(known: Seen | undefined, state: BoardRow['state'], now: number): Seen {
  if (known?.state === state) return known;
  if (known !== undefined && isRequested(known.state) && isRequested(state)) return { ...known, state };
  const wasRecorded = known?.state === 'recording' || known?.state === 'pausing';
  return { state, since: now, isWhole: wasRecorded };
}
