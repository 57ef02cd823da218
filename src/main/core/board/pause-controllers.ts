// Pauses and resumes recordings of others: one pause controller for each recording that was acted upon, which is given the reads of
// everybody's lists. Its facts are logged as done for another.
import type { JournalFact } from '../../../shared/domain/journal.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import type { LiveView } from '../../../shared/ipc/snapshot.ts';
import type { CommandEnd } from '../live/command-waiters.ts';
import { PauseController } from '../live/pause/pause-controller.ts';
import type { ReadStart } from '../live/pause/pause-types.ts';
import type { MachineLimits } from '../live/pause/pause-limits.ts';
import type { CommandContext, CommandResult } from '../live/pending-command.ts';
import type { UcxResult } from '../ucx/client-types.ts';

/** Knowledge of others' recordings older than this (ms) is not shown as present: two slow reads and a failure fit in. */
export const boardStalenessMs = 8_000;
/** Nobody need keep looking at a pause for another: one that was never confirmed is cancelled after this long (ms), and its row says so. */
const cancelPauseAfterMs = 60_000;

export type PauseVerb = 'pause' | 'resume';

type Followed = {
  readonly controller: PauseController;
  /** The filter under which it was found: a read with another one says nothing about its absence. */
  filterKey: string;
  /** The pause that was logged and has no end yet. */
  openPauseId: string | null;
  cancelTimer: (() => void) | null;
  /** Shown where the controller itself has no problem. */
  problem: Problem | null;
  /** Nothing of it is logged any more. */
  isForgotten: boolean;
};

/** The controllers at the moment at which a read begins, for its answer. */
export type ControllersAtStart = ReadonlyMap<
  string,
  { readonly followed: Followed; readonly start: ReadStart; readonly wasIdle: boolean }
>;

/** What is shown of a recording by the controller that follows it. */
export type ControllerView = Pick<LiveView, 'state' | 'canCancel' | 'problem'>;

export class PauseControllers {
  readonly #context: CommandContext;
  readonly #limits: () => MachineLimits;
  readonly #readNow: (filterKey: string) => void;
  /** By the id of the recording. */
  readonly #followed = new Map<string, Followed>();

  /** `readNow` reads the list with this filter at once. */
  constructor(context: CommandContext, limits: () => MachineLimits, readNow: (filterKey: string) => void) {
    this.#context = context;
    this.#limits = limits;
    this.#readNow = readNow;
  }

  /** The request leaves before this returns, or is `sharedRequest`, which has left already. */
  async act(
    verb: PauseVerb,
    recording: LiveRecording,
    filterKey: string,
    sharedRequest: UcxResult<null> | null,
  ): Promise<CommandResult> {
    const { controller } = this.#follow(recording, filterKey);
    return this.#resultOf(recording.id, verb, await controller.act(verb, 'button', sharedRequest));
  }

  cancel(id: string): void {
    this.#followed.get(id)?.controller.cancel();
  }

  /** Null where nothing follows it. */
  viewOf(id: string): ControllerView | null {
    const followed = this.#followed.get(id);
    if (followed === undefined) return null;
    const { state, canCancel, problem: cause } = followed.controller.view();
    return { state, canCancel, problem: cause ?? followed.problem };
  }

  /** The filters whose lists are needed although nobody may look at them, and whether a command waits for a read. */
  neededFilters(): { readonly filterKey: string; readonly isWaiting: boolean }[] {
    return [...this.#followed.values()].flatMap(({ controller: { isIdle, shownState }, filterKey }) =>
      isIdle ? [] : [{ filterKey, isWaiting: shownState !== 'paused' && shownState !== 'recording' }],
    );
  }

  readStarted(): ControllersAtStart {
    return new Map(
      [...this.#followed].map(([id, followed]) => {
        const wasIdle = followed.controller.isIdle;
        return [id, { followed, start: followed.controller.readStarted(), wasIdle }];
      }),
    );
  }

  /** `covers` says whether the read would have shown a recording that was found with that filter. */
  readSucceeded(
    atStart: ControllersAtStart,
    covers: (filterKey: string) => boolean,
    recordings: readonly LiveRecording[],
  ): void {
    const byId = new Map(recordings.map((recording) => [recording.id, recording]));
    for (const [id, { followed, start, wasIdle }] of atStart) {
      const recording = byId.get(id);
      if (recording === undefined && !covers(followed.filterKey)) continue;
      followed.controller.readSucceeded(start, recording === undefined ? [] : [recording]);
      // Gone in a read that began with no request under way: no answer can say anything about it any more.
      if (recording === undefined && wasIdle && followed.controller.isIdle) this.#forget(id, followed);
    }
  }

  readFailed(atStart: ControllersAtStart, covers: (filterKey: string) => boolean, reason: Problem): void {
    for (const { followed, start } of atStart.values())
      if (covers(followed.filterKey)) followed.controller.readFailed(start, reason);
  }

  /** No list is read any more: what is idle need not be remembered. */
  forgetIdle(): void {
    for (const [id, followed] of this.#followed) if (followed.controller.isIdle) this.#forget(id, followed);
  }

  /** The computer goes to sleep, or woke up. */
  invalidateAfterSleep(): void {
    for (const { controller } of this.#followed.values()) controller.invalidateAfterSleep();
  }

  signedOut(): void {
    for (const [id, followed] of [...this.#followed]) {
      followed.controller.signedOut(true);
      this.#forget(id, followed);
    }
  }

  /** Sidetone ends: a pause in force is logged as interrupted, for the next start does not take it over. */
  dispose(): void {
    for (const [id, followed] of [...this.#followed]) {
      const { openPauseId: pauseId, controller } = followed;
      if (pauseId !== null) {
        const { pausedForMs } = controller.view();
        this.#context.onFacts([{ kind: 'ended', pauseId, how: 'interrupted', pausedForMs, attempts: [] }]);
      }
      this.#forget(id, followed);
    }
  }

  #forget(id: string, followed: Followed): void {
    stopTimer(followed);
    followed.isForgotten = true;
    this.#followed.delete(id);
    followed.controller.signedOut(true);
    followed.controller.dispose();
  }

  #follow(recording: LiveRecording, filterKey: string): Followed {
    const known = this.#followed.get(recording.id);
    if (known !== undefined) {
      known.filterKey = filterKey;
      known.problem = null;
      return known;
    }
    const followed = this.#begin(filterKey);
    this.#followed.set(recording.id, followed);
    const { controller } = followed;
    controller.signedIn();
    // The controller learns only that the recording is there: what it may say of it comes from reads of its own.
    controller.readSucceeded(controller.readStarted(), [{ ...recording, isPaused: 'unknown' }]);
    return followed;
  }

  #begin(filterKey: string): Followed {
    const { ports, session, onChange } = this.#context;
    const controller: PauseController = new PauseController({
      clock: ports.clock,
      log: ports.log,
      session,
      limits: () => limitsForOne(this.#limits()),
      host: {
        readNow: () => this.#readNow(followed.filterKey),
        onFacts: (facts) => this.#log(followed, facts),
        onChange: () => {
          if (followed.isForgotten) return;
          this.#cancelUnconfirmedLater(followed);
          onChange();
        },
      },
    });
    const followed: Followed = {
      controller,
      filterKey,
      openPauseId: null,
      cancelTimer: null,
      problem: null,
      isForgotten: false,
    };
    return followed;
  }

  #log(followed: Followed, facts: readonly JournalFact[]): void {
    if (followed.isForgotten) return;
    for (const fact of facts) {
      if (fact.kind === 'asked') followed.openPauseId = fact.pauseId;
      if (fact.kind === 'ended') followed.openPauseId = null;
    }
    if (facts.length > 0) this.#context.onFacts(facts.map(forAnother));
  }

  /** A pause that stays unconfirmed is cancelled after a while; one that somebody else undid stays loud and sends nothing. */
  #cancelUnconfirmedLater(followed: Followed): void {
    const { controller } = followed;
    if (controller.shownState === 'paused') followed.problem = null;
    if (controller.shownState !== 'unconfirmed' || controller.view().problem?.code === 'resumed-elsewhere') {
      stopTimer(followed);
      return;
    }
    followed.cancelTimer ??= this.#context.ports.clock.timer(cancelPauseAfterMs, () => {
      followed.cancelTimer = null;
      followed.problem = problem('pause/given-up');
      controller.cancel();
    });
  }

  #resultOf(id: string, verb: PauseVerb, { outcome, state }: CommandEnd): CommandResult {
    switch (outcome) {
      case 'confirmed':
      case 'late':
        return { confirmed: true, problem: null };
      case 'nothingToDo':
        // Nothing was asked: what is shown decides, and a pause is never taken for granted.
        return { confirmed: state === (verb === 'pause' ? 'paused' : 'recording'), problem: null };
      case 'callEnded':
      case 'armingExpired':
        return { confirmed: false, problem: problem(`${verb}/ended`) };
      case 'notConfirmed':
        return { confirmed: false, problem: this.viewOf(id)?.problem ?? problem('recorder-did-not-obey') };
      case 'superseded':
      case 'cancelled':
        return { confirmed: false, problem: null };
      case 'refused':
        return { confirmed: false, problem: problem('resume-refused-by-rule') };
    }
  }
}

function stopTimer(followed: Followed): void {
  followed.cancelTimer?.();
  followed.cancelTimer = null;
}

/** No arming, no automatic resume, and nothing but this one recording. */
const limitsForOne = (limits: MachineLimits): MachineLimits => ({
  ...limits,
  stalenessMs: boardStalenessMs,
  armMs: 0,
  transferMs: 0,
  pauseNewRecordings: false,
  autoResumeMs: null,
});

function forAnother(fact: JournalFact): JournalFact {
  if (fact.kind === 'asked' || fact.kind === 'resume-asked') return { ...fact, forAnother: true };
  // A pause for another never waits for a recording: when it is gone, the call has ended.
  if (fact.kind === 'ended' && fact.how === 'waited-in-vain') return { ...fact, how: 'call-ended' };
  return fact;
}
