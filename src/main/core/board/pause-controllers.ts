// Pausing and resuming the recordings of others: one machine of the promise for each recording that was acted upon, fed with the
// reads of the board, its facts written down as done for another.
import type { BoardEnd } from '../../../shared/ipc/board.ts';
import type { JournalFact } from '../../../shared/domain/journal.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import type { LiveView } from '../../../shared/ipc/snapshot.ts';
import type { CommandEnd } from '../live/command-waiters.ts';
import { PauseController } from '../live/pause-controller.ts';
import type { MachineLimits } from '../live/pause-limits.ts';
import type { Clock, Log } from '../platform/ports.ts';
import type { UcxClient, UcxResult } from '../ucx/client-types.ts';

/** Knowledge of others' recordings older than this (ms) is not shown as present: two calm reads and a failure fit in. */
export const boardStalenessMs = 8_000;
/** Nobody need keep looking at a pause for another: one that was never confirmed is given up after this long (ms), and said so. */
export const giveUpAfterMs = 60_000;

export type BoardPauseDependencies = {
  readonly clock: Clock;
  readonly log: Log;
  readonly client: () => UcxClient | null;
  readonly limits: () => MachineLimits;
  /** Reads a list that holds recordings found with this filter, at once. */
  readonly readNow: (filterKey: string) => void;
  readonly onFacts: (facts: readonly JournalFact[]) => void;
  readonly onUnauthorized: () => void;
  readonly onChange: () => void;
};

type Acted = {
  readonly control: PauseController;
  /** The filter under which it was found: a read with another one says nothing about its absence. */
  filterKey: string;
  /** The pause that was written down and has no end yet. */
  openPauseId: string | null;
  cancelGiveUp: (() => void) | null;
  told: Problem | null;
  /** Forgotten: nothing of it is written down any more. */
  forgotten: boolean;
};

/** What a read may later be believed about each recording that was acted upon when it began. */
export type ReadNote = ReadonlyMap<string, { readonly acted: Acted; readonly order: number; readonly rested: boolean }>;

export type ActedView = Pick<LiveView, 'state' | 'canCancel' | 'problem'>;

export class BoardPauses {
  private readonly dependencies: BoardPauseDependencies;
  private readonly acted = new Map<string, Acted>();

  constructor(dependencies: BoardPauseDependencies) {
    this.dependencies = dependencies;
  }

  /** Asks for a pause. The request leaves before this returns, or is `shared` with others and has left. */
  async pause(recording: LiveRecording, filterKey: string, shared: UcxResult<null> | null = null): Promise<BoardEnd> {
    const { control } = this.actUpon(recording, filterKey);
    return this.endOf(recording.id, 'pause', await control.act('pause', 'button', shared));
  }

  async resume(recording: LiveRecording, filterKey: string, shared: UcxResult<null> | null = null): Promise<BoardEnd> {
    const { control } = this.actUpon(recording, filterKey);
    return this.endOf(recording.id, 'resume', await control.act('resume', 'button', shared));
  }

  giveUp(id: string): void {
    this.acted.get(id)?.control.cancel();
  }

  /** What is shown of a recording that was acted upon; null for any other. */
  viewOf(id: string): ActedView | null {
    const found = this.acted.get(id);
    if (found === undefined) return null;
    const { state, canCancel, problem: cause } = found.control.view();
    return { state, canCancel, problem: cause ?? found.told };
  }

  /** The filters whose lists are needed although nobody may look at them, and whether a command waits for an answer. */
  needs(): { readonly filterKey: string; readonly waits: boolean }[] {
    const needed = [...this.acted.values()].filter(({ control }) => !control.isIdle);
    return needed.map(({ control, filterKey }) => {
      const { shownState } = control;
      return { filterKey, waits: shownState !== 'paused' && shownState !== 'recording' };
    });
  }

  readStarted(): ReadNote {
    return new Map(
      [...this.acted].map(([id, acted]) => {
        const rested = acted.control.isIdle;
        return [id, { acted, order: acted.control.readStarted(), rested }];
      }),
    );
  }

  /** `covers` says whether the read would have shown a recording that was found with that filter. */
  readSucceeded(note: ReadNote, covers: (filterKey: string) => boolean, recordings: readonly LiveRecording[]): void {
    const byId = new Map(recordings.map((recording) => [recording.id, recording]));
    for (const [id, { acted, order, rested }] of note) {
      const recording = byId.get(id);
      if (recording === undefined && !covers(acted.filterKey)) continue;
      acted.control.readSucceeded(order, recording === undefined ? [] : [recording]);
      // Gone in a read that began with nothing on its way: no answer can say anything about it any more.
      if (recording === undefined && rested && acted.control.isIdle) this.forget(id, acted);
    }
  }

  readFailed(note: ReadNote, covers: (filterKey: string) => boolean, reason: Problem): void {
    for (const { acted, order } of note.values()) if (covers(acted.filterKey)) acted.control.readFailed(order, reason);
  }

  /** No list is read any more: what is at rest need not be remembered. */
  noReads(): void {
    for (const [id, acted] of this.acted) if (acted.control.isIdle) this.forget(id, acted);
  }

  /** The computer goes to sleep, or slept. */
  invalidateAfterSleep(): void {
    for (const { control } of this.acted.values()) control.invalidateAfterSleep();
  }

  signedOut(): void {
    for (const [id, acted] of [...this.acted]) {
      acted.control.signedOut(true);
      this.forget(id, acted);
    }
  }

  /** Sidetone ends: what stands is written down as interrupted, for it is not taken up again at the next start. */
  dispose(): void {
    for (const [id, acted] of [...this.acted]) {
      const { openPauseId } = acted;
      if (openPauseId !== null) {
        const { pausedForMs } = acted.control.view();
        this.dependencies.onFacts([
          { kind: 'ended', pauseId: openPauseId, how: 'interrupted', pausedForMs, attempts: [] },
        ]);
      }
      this.forget(id, acted);
    }
  }

  private forget(id: string, acted: Acted): void {
    acted.cancelGiveUp?.();
    acted.cancelGiveUp = null;
    acted.forgotten = true;
    this.acted.delete(id);
    acted.control.signedOut(true);
    acted.control.dispose();
  }

  private actUpon(recording: LiveRecording, filterKey: string): Acted {
    const known = this.acted.get(recording.id);
    if (known !== undefined) {
      known.filterKey = filterKey;
      known.told = null;
      return known;
    }
    const acted = this.begin(filterKey);
    this.acted.set(recording.id, acted);
    acted.control.signedIn();
    // The machine is told that the recording is there and nothing more: what it may say of it comes from reads of its own.
    acted.control.readSucceeded(acted.control.readStarted(), [{ ...recording, isPaused: 'unknown' }]);
    return acted;
  }

  private begin(filterKey: string): Acted {
    const { clock, log, client, limits, readNow, onUnauthorized } = this.dependencies;
    const control: PauseController = new PauseController({
      clock,
      log,
      session: {
        get client() {
          return client();
        },
        refused: onUnauthorized,
      },
      // No arming, no automatic resume, and nothing but this one recording.
      limits: () => ({
        ...limits(),
        stalenessMs: boardStalenessMs,
        armMs: 0,
        transferMs: 0,
        pauseNewRecordings: false,
        autoResumeMs: null,
      }),
      host: {
        readNow: () => readNow(acted.filterKey),
        onFacts: (facts) => {
          this.tell(acted, facts);
        },
        onChange: () => {
          if (acted.forgotten) return;
          this.watchOver(acted);
          this.dependencies.onChange();
        },
      },
    });
    const acted: Acted = { control, filterKey, openPauseId: null, cancelGiveUp: null, told: null, forgotten: false };
    return acted;
  }

  private tell(acted: Acted, facts: readonly JournalFact[]): void {
    if (acted.forgotten) return;
    for (const fact of facts) {
      if (fact.kind === 'asked') acted.openPauseId = fact.pauseId;
      if (fact.kind === 'ended') acted.openPauseId = null;
    }
    if (facts.length > 0) this.dependencies.onFacts(facts.map(forAnother));
  }

  /** A pause that stays unconfirmed is given up after a while; one that somebody undid stays loud and asks for nothing. */
  private watchOver(acted: Acted): void {
    const { control } = acted;
    if (control.shownState === 'paused') acted.told = null;
    const loud = control.shownState === 'unconfirmed' && control.view().problem?.code !== 'resumed-elsewhere';
    if (!loud) {
      acted.cancelGiveUp?.();
      acted.cancelGiveUp = null;
      return;
    }
    acted.cancelGiveUp ??= this.dependencies.clock.timer(giveUpAfterMs, () => {
      acted.cancelGiveUp = null;
      acted.told = problem('pause/given-up');
      control.cancel();
    });
  }

  private endOf(id: string, verb: 'pause' | 'resume', end: CommandEnd): BoardEnd {
    switch (end.outcome) {
      case 'confirmed':
      case 'late':
        return { confirmed: true, problem: null };
      case 'nothingToDo':
        // Nothing was asked: what is shown decides, and a pause is never taken for granted.
        return { confirmed: end.state === (verb === 'pause' ? 'paused' : 'recording'), problem: null };
      case 'callEnded':
      case 'armingExpired':
        return { confirmed: false, problem: problem(`${verb}/ended`) };
      case 'notConfirmed':
        return { confirmed: false, problem: this.viewOf(id)?.problem ?? problem('recorder-did-not-obey') };
      case 'superseded':
      case 'cancelled':
        return { confirmed: false, problem: null };
    }
  }
}

function forAnother(fact: JournalFact): JournalFact {
  if (fact.kind === 'asked' || fact.kind === 'resume-asked') return { ...fact, forAnother: true };
  // A pause for another never waits for a recording: when it is gone, the call has ended.
  if (fact.kind === 'ended' && fact.how === 'waited-in-vain') return { ...fact, how: 'call-ended' };
  return fact;
}
