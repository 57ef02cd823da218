// Runs the pause machine: stamps events with the time, carries out its effects, wakes it when it is due, reports to its owner.
import { randomUUID } from 'node:crypto';
import { isRuleTrigger, type JournalFact, type Trigger } from '../../../../shared/domain/journal.ts';
import type { Problem } from '../../../../shared/domain/problem.ts';
import type { LiveRecording, RecordingState } from '../../../../shared/domain/recording.ts';
import type { LiveView } from '../../../../shared/ipc/snapshot.ts';
import type { PendingPause } from '../../journal/pending-pause.ts';
import { attempt } from '../../platform/attempt.ts';
import type { Clock, Log } from '../../platform/ports.ts';
import type { Session } from '../../session/session.ts';
import type { UcxResult } from '../../ucx/client-types.ts';
import { CommandWaiters, type CommandEnd } from '../command-waiters.ts';
import { markKey, markStep } from '../key-marks.ts';
import { liveView, shownState } from '../live-view.ts';
import { factsOf } from './pause-facts.ts';
import type { MachineLimits } from './pause-limits.ts';
import { beginRead, step } from './pause-machine.ts';
import { PauseRequestSender } from './pause-request-sender.ts';
import { nextWake } from './pause-time.ts';
import {
  initialState,
  type Effect,
  type MachineEvent,
  type MachineState,
  type PauseIntent,
  type ReadStart,
  type Step,
} from './pause-types.ts';

/** An event without its time, which is stamped here. */
type Untimed<E> = E extends { readonly at: number } ? Omit<E, 'at'> : never;

/** What a controller asks of whoever owns it. */
type PauseHost = {
  /** Reads the recordings at once. */
  readNow(): void;
  /** Somebody is there to read whatever was told so far: a read leaves before the owner hears of the step that asks for it. */
  readonly mayReadFirst?: boolean;
  /** What is shown may have changed. */
  onChange(): void;
  /** After each step: what the journal is to hold, and the pause in force, to be kept for a restart. */
  onFacts(facts: readonly JournalFact[], pending: PendingPause | null): void;
  /** A person presses. False: it is refused, and nothing is to be done. */
  onPress?(command: 'pause' | 'resume' | 'cancel'): boolean;
};

type PauseDependencies = {
  readonly clock: Clock;
  readonly log: Log;
  readonly session: Pick<Session, 'client' | 'refused'>;
  /** The limits as they are now: some are preferences. */
  readonly limits: () => MachineLimits;
  readonly host: PauseHost;
};

/** A toggle resumes what is shown as paused and pauses in every other state: in doubt it pauses. */
export type PauseCommand = 'pause' | 'resume' | 'toggle';

export class PauseController {
  readonly #dependencies: PauseDependencies;
  readonly #requests: PauseRequestSender;
  readonly #waiters = new CommandWaiters();
  #state: MachineState = initialState;
  #shown: RecordingState = 'signedOut';
  #cancelWake: (() => void) | null = null;
  /** What the owner has not been told yet, because a request was to leave first. */
  #unreported: (() => void) | null = null;
  #isDisposed = false;

  constructor(dependencies: PauseDependencies) {
    this.#dependencies = dependencies;
    this.#requests = new PauseRequestSender(dependencies.log, dependencies.session, (attemptId, outcome, problem) => {
      this.#dispatch({ type: 'requestSettled', attemptId, outcome, problem });
    });
  }

  /**
   * Pauses or resumes every live recording of mine. The request leaves before this returns; resolves when the outcome is known.
   * `sharedRequest` has left already and covers these recordings: it is followed instead of one for each. Retries go by id.
   */
  act(command: PauseCommand, trigger: Trigger, sharedRequest: UcxResult<null> | null = null): Promise<CommandEnd> {
    markKey();
    const resumes = command === 'resume' || (command === 'toggle' && this.shownState === 'paused');
    if (!isRuleTrigger(trigger) && !this.#isPressAllowed(resumes ? 'resume' : 'pause')) {
      return Promise.resolve({ outcome: 'refused', state: this.#shown });
    }
    const after = this.#dispatch(
      resumes
        ? { type: 'resumePressed', trigger, sharedRequest }
        : { type: 'pausePressed', trigger, sharedRequest, pauseId: randomUUID(), requestedAtEpochMs: this.#epochMs },
    );
    return this.#endOf(after);
  }

  /** Cancels a pause that waits or is not confirmed. What the recorder does then is shown as it is. */
  cancel(): RecordingState {
    if (this.#isPressAllowed('cancel')) this.#dispatch({ type: 'cancelPressed' });
    return this.#shown;
  }

  /** "Add 30 seconds" to the time until the automatic resume. */
  extend(): RecordingState {
    this.#dispatch({ type: 'extendPressed' });
    return this.#shown;
  }

  /** Takes over a pause that was in force when the app ended. Does nothing when another one is in force already. */
  restore({ pauseId, pressedAt, trigger, resumeAt }: PendingPause): void {
    this.#dispatch({
      type: 'pauseRestored',
      pauseId,
      requestedAtEpochMs: pressedAt,
      trigger: trigger === 'arming' ? 'automatic' : trigger,
      resumeInMs: resumeAt === null ? null : Math.max(0, resumeAt - this.#epochMs),
    });
  }

  signedIn(): void {
    this.#dispatch({ type: 'signedIn' });
  }

  signedOut(byUser: boolean): void {
    this.#dispatch({ type: 'signedOut', byUser });
  }

  /** The sequence number of the last event: a read that begins later has a higher one. */
  get sequence(): number {
    return this.#state.sequence;
  }

  /** A read begins. Returns what is to be handed back with its answer. */
  readStarted(): ReadStart {
    this.#state = beginRead(this.#state);
    return { startedSequence: this.#state.sequence, startedAt: this.#dependencies.clock.monotonic() };
  }

  readSucceeded(read: ReadStart, recordings: readonly LiveRecording[]): void {
    this.#dispatch({ type: 'readSucceeded', ...read, recordings });
  }

  readFailed({ startedSequence }: ReadStart, problem: Problem): void {
    this.#dispatch({ type: 'readFailed', startedSequence, problem });
  }

  /** The computer goes to sleep, or woke up. */
  invalidateAfterSleep(): void {
    this.#dispatch({ type: 'sleepDetected' });
  }

  /** Looks at the time again, for example after the limits have changed. */
  tick(): void {
    this.#dispatch({ type: 'tick' });
  }

  get shownState(): RecordingState {
    const { clock, limits } = this.#dependencies;
    return shownState(this.#state, clock.monotonic(), limits());
  }

  /** True while a pause is in force, confirmed or not. */
  get hasActivePause(): boolean {
    return this.pauseInForce !== null;
  }

  get pauseInForce(): Pick<PauseIntent, 'pauseId' | 'trigger'> | null {
    const { intent } = this.#state;
    return intent?.kind === 'pause' ? intent : null;
  }

  get isSignedIn(): boolean {
    return this.#state.signedIn;
  }

  /** True when no command is in force and no request is under way. */
  get isIdle(): boolean {
    const { intent, resumesInFlight, targets } = this.#state;
    return intent === null && resumesInFlight.length === 0 && targets.every((target) => target.pauseAttempt === null);
  }

  view(): LiveView {
    const { clock, limits } = this.#dependencies;
    return liveView(this.#state, clock.monotonic(), limits());
  }

  /** Nothing is sent, told or waited for from here on: requests that were under way end unheard. */
  dispose(): void {
    this.#tellNow();
    this.#isDisposed = true;
    this.#cancelWake?.();
    this.#requests.dispose();
    this.#waiters.endAll({ outcome: 'cancelled', state: this.#shown });
  }

  get #epochMs(): number {
    return this.#dependencies.clock.now();
  }

  #dispatch(untimed: Untimed<MachineEvent>): Step {
    if (this.#isDisposed) return { state: this.#state, effects: [], commandId: null };
    this.#tellNow();
    const { clock, limits: currentLimits, host } = this.#dependencies;
    const event: MachineEvent = { ...untimed, at: clock.monotonic() };
    const limits = currentLimits();
    const before = this.#state;
    const shownBefore = this.#shown;
    const after = step(before, event, limits);
    const { state, effects } = after;
    this.#state = state;
    // Requests first: nothing delays the request after a key press.
    const sharedRequest = 'sharedRequest' in event ? event.sharedRequest : null;
    for (const effect of effects)
      if (effect.type === 'send') this.#guarded(() => this.#requests.send(effect, sharedRequest));
    this.#shown = shownState(state, event.at, limits);
    this.#abortAndEnd(effects);
    this.#planWake(event.at, limits);
    const reads = effects.some(({ type }) => type === 'read');
    const readsFirst = reads && host.mayReadFirst === true;
    // Before the read: whatever that sets off tells this first.
    this.#unreported = () => {
      // A listener may throw: the rest of the step is still done.
      this.#guarded(() =>
        host.onFacts(factsOf({ before, shownBefore, event, after }, limits), pendingPause(state, clock)),
      );
      this.#guarded(() => host.onChange());
      if (reads && !readsFirst) this.#guarded(() => host.readNow());
    };
    if (readsFirst) this.#guarded(() => host.readNow());
    const isSent = readsFirst || effects.some(({ type }) => type === 'send');
    // Node writes to a connection at the end of a turn: what is told in the next tick is told after the request has left.
    if (isSent) process.nextTick(() => this.#tellNow());
    else this.#tellNow();
    return after;
  }

  #tellNow(): void {
    const tell = this.#unreported;
    this.#unreported = null;
    tell?.();
  }

  /** Whoever is told of a press may throw: it is carried out. */
  #isPressAllowed(command: 'pause' | 'resume' | 'cancel'): boolean {
    const { host, log } = this.#dependencies;
    return attempt(log, 'pause-step-crashed', () => host.onPress?.(command)) ?? true;
  }

  #guarded(call: () => void): void {
    attempt(this.#dependencies.log, 'pause-step-crashed', call);
  }

  #abortAndEnd(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'abort') this.#requests.abort(effect.attemptId);
      if (effect.type !== 'ended') continue;
      const { commandId, outcome } = effect;
      if (outcome === 'confirmed') markStep('confirmed');
      this.#waiters.end(commandId, { outcome, state: this.#shown });
    }
  }

  /** The end of the command that a step belongs to. One whose end was reported before is answered with what is shown now. */
  #endOf({ commandId, effects }: Step): Promise<CommandEnd> {
    if (commandId === null) return Promise.resolve({ outcome: 'nothingToDo', state: this.#shown });
    if (this.#isRunning(commandId)) return this.#waiters.wait(commandId);
    const ended = effects.find((effect) => effect.type === 'ended' && effect.commandId === commandId);
    return Promise.resolve({ outcome: ended?.type === 'ended' ? ended.outcome : 'cancelled', state: this.#shown });
  }

  #isRunning(commandId: number): boolean {
    const { intent } = this.#state;
    if (intent?.commandId !== commandId) return false;
    return intent.kind === 'resume' || (intent.confirmedAt === null && !intent.overdueReported);
  }

  #planWake(now: number, limits: MachineLimits): void {
    this.#cancelWake?.();
    this.#cancelWake = null;
    const wake = nextWake(this.#state, now, limits);
    if (wake === null) return;
    this.#cancelWake = this.#dependencies.clock.timer(wake - now, () => {
      this.#cancelWake = null;
      this.tick();
    });
  }
}

/** The pause in force, in terms that outlive this run; null when there is none. */
function pendingPause({ intent, targets }: MachineState, clock: Clock): PendingPause | null {
  if (intent?.kind !== 'pause') return null;
  const { pauseId, requestedAtEpochMs, trigger, autoResume } = intent;
  return {
    pauseId,
    pressedAt: requestedAtEpochMs,
    trigger,
    recordingIds: targets.map(({ recording }) => recording.id),
    // Whole seconds: the difference of two clocks varies by milliseconds, and the file is written only when something changed.
    resumeAt:
      autoResume === null ? null : Math.round((clock.now() + autoResume.at - clock.monotonic()) / 1_000) * 1_000,
  };
}
