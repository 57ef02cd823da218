// What everybody's live recordings need of the rest of the core.
import type { BoardEnd } from '../../../shared/ipc/board.ts';
import type { JournalFact } from '../../../shared/domain/journal.ts';
import type { LiveView } from '../../../shared/ipc/snapshot.ts';
import type { MachineLimits } from '../live/pause-limits.ts';
import type { StaleReadGuard } from '../live/stale-read-guard.ts';
import type { Clock, Log } from '../platform/ports.ts';
import type { UcxClient } from '../ucx/client-types.ts';

export type LiveBoardDependencies = {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly client: () => UcxClient | null;
  readonly limits: () => MachineLimits;
  readonly username: () => string | null;
  /** My own recordings and the commands for them: a recording of mine has one machine, not two. */
  readonly own: {
    readonly view: () => LiveView;
    readonly pause: () => Promise<BoardEnd>;
    readonly resume: () => Promise<BoardEnd>;
    readonly giveUp: () => void;
    /** A number between those of my own reads: the ones that began before have a smaller one. */
    readonly mark: () => number;
  };
  /** Shared with the reads of my own recordings. */
  readonly guard: StaleReadGuard;
  readonly onFacts: (facts: readonly JournalFact[]) => void;
  readonly onServerDate: (serverDate: number | null) => void;
  readonly onUnauthorized: () => void;
};
