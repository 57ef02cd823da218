// Since when each recording of the list has been seen as paused, and since when a pause of it has been requested without confirmation. The server says
// neither: what was paused before anybody looked, or while nothing was known of it, is paused for at least so long.
import type { BoardRow } from '../../../shared/ipc/board.ts';
import { boardStalenessMs } from './pause-controllers.ts';

/** A pause was requested and is not confirmed. */
const isRequested = (state: BoardRow['state'] | undefined): boolean => state === 'pausing' || state === 'unconfirmed';

type Times = Pick<BoardRow, 'paused' | 'requestedForMs'>;
type Seen = { readonly state: BoardRow['state']; readonly since: number; readonly isWhole: boolean };

export class PausedSince {
  #seen = new Map<string, Seen>();
  #at = 0;

  /** A list that has nothing to do with the one before begins. */
  clear(): void {
    this.#seen.clear();
  }

  /**
   * These are there at `now` (monotonic milliseconds). Answers, for each, for how long it has been seen as paused, or its pause been
   * requested. Where nobody looked for longer than a list stays young, a recording may have run meanwhile: all begins anew.
   */
  follow(rows: readonly Pick<BoardRow, 'id' | 'state'>[], now: number): ReadonlyMap<string, Times> {
    const before = now - this.#at > boardStalenessMs ? new Map<string, Seen>() : this.#seen;
    this.#at = now;
    this.#seen = new Map();
    const times = new Map<string, Times>();
    for (const { id, state } of rows) {
      const known = before.get(id);
      const wasRecorded = known?.state === 'recording' || known?.state === 'pausing';
      const goesOn = known !== undefined && (known.state === state || (isRequested(known.state) && isRequested(state)));
      const next = goesOn ? { ...known, state } : { state, since: now, isWhole: wasRecorded };
      this.#seen.set(id, next);
      const forMs = now - next.since;
      times.set(id, {
        paused: state === 'paused' ? { forMs, isWhole: next.isWhole } : null,
        requestedForMs: isRequested(state) ? forMs : null,
      });
    }
    return times;
  }
}
