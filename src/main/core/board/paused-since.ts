// Since when each recording of the list has been seen as paused. The server does not say it: what was paused before anybody looked, or
// while nothing was known of it, is paused for at least so long.
import type { BoardRow } from '../../../shared/ipc/board.ts';
import { boardStalenessMs } from './pause-controllers.ts';

type Seen = { readonly state: BoardRow['state']; readonly since: number; readonly isWhole: boolean };

export class PausedSince {
  #seen = new Map<string, Seen>();
  #at = 0;

  /** A list that has nothing to do with the one before begins. */
  clear(): void {
    this.#seen.clear();
  }

  /**
   * These are there at `now` (monotonic milliseconds). Answers, for each that is paused, for how long it has been seen so. Where nobody
   * looked for longer than a list stays young, a recording may have run meanwhile: all begins anew.
   */
  follow(rows: readonly Pick<BoardRow, 'id' | 'state'>[], now: number): ReadonlyMap<string, BoardRow['paused']> {
    const before = now - this.#at > boardStalenessMs ? new Map<string, Seen>() : this.#seen;
    this.#at = now;
    this.#seen = new Map();
    const paused = new Map<string, BoardRow['paused']>();
    for (const { id, state } of rows) {
      const known = before.get(id);
      const wasRecorded = known?.state === 'recording' || known?.state === 'pausing';
      const next = known?.state === state ? known : { state, since: now, isWhole: wasRecorded };
      this.#seen.set(id, next);
      if (state === 'paused') paused.set(id, { forMs: now - next.since, isWhole: next.isWhole });
    }
    return paused;
  }
}
