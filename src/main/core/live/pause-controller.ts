// Runs the pause machine against the real server: sends what it wants sent, wakes it when it wants to be woken, tells its end.
import type { Problem } from '../../../shared/domain/problem.ts';
import type { JournalFact, Trigger } from '../../../shared/domain/journal.ts';
import type { LiveRecording, RecordingState } from '../../../shared/domain/recording.ts';
import type { LiveView } from '../../../shared/ipc/snapshot.ts';
import type { Clock, Log } from '../platform/ports.ts';
import { markKey, markStep } from './key-marks.ts';
import { liveView, shownState } from './live-view.ts';
import { factsOf } from './pause-facts.ts';
import { step } from './pause-machine.ts';
import { nextWake } from './pause-time.ts';
import {
  defaultLimits,
  initialState,
  type CommandOutcome,
  type Effect,
  type MachineEvent,
  type MachineLimits,
  type MachineState,
  type Step,
} from './pause-types.ts';
import type { PendingPause } from '../journal/pending-pause.ts';
import type { UcxClient, UcxResult } from '../ucx/client-types.ts';

/** An event without its time, which is stamped here. */
type Untimed<E> = E extends { readonly at: number } ? Omit<E, 'at'> : never;

export type PauseDependencies = {
  readonly clock: Clock;
  readonly log: Log;
  /** The client of the present session, or null when signed out. */
  readonly client: () => UcxClient | null;
  /** Reads my live recordings at once. */
  readonly readNow: () => void;
  readonly onChange: () => void;
  readonly onUnauthorized: () => void;
  /** The limits that hold now: some are preferences. */
  readonly limits?: () => MachineLimits;
  /** Told of each step: what happened, for the journal, and which pause stands now. */
  readonly onFacts?: (facts: readonly JournalFact[], standing: PendingPause | null) => void;
  /** Makes names for pauses that are good over restarts. */
  readonly newPauseId?: () => string;
};

/** A pause that stands, in terms that outlive this run. */

export type CommandEnd = { readonly outcome: CommandOutcome; readonly state: RecordingState };

export class PauseControl {
  private state: MachineState = initialState;
  private readonly inFlight = new Map<number, AbortController>();
  private readonly waiting = new Map<number, ((end: CommandEnd) => void)[]>();
  private cancelWake: (() => void) | null = null;
  private shown: RecordingState = 'signedOut';
  private readonly dependencies: PauseDependencies;

  constructor(dependencies: PauseDependencies) {
    this.dependencies = dependencies;
  }

  private get limits(): MachineLimits {
    return this.dependencies.limits?.() ?? defaultLimits;
  }

  /**
   * Asks for a pause of every live recording of mine. The request leaves before this returns. `shared` is a request that left already
   * and means these recordings among others: it is followed in place of one of its own. What is repeated goes by id.
   */
  pause(trigger: Trigger, shared: UcxResult<null> | null = null): Promise<CommandEnd> {
    return this.sharing(shared, () => this.command({ type: 'pausePressed', trigger }));
  }

  resume(trigger: Trigger, shared: UcxResult<null> | null = null): Promise<CommandEnd> {
    return this.sharing(shared, () => this.command({ type: 'resumePressed', trigger }));
  }

  /** A toggle resumes what is shown as paused and pauses in every other state: in doubt it pauses. */
  act(verb: 'pause' | 'resume' | 'toggle', trigger: Trigger): Promise<CommandEnd> {
    if (verb === 'toggle') return this.shownState === 'paused' ? this.resume(trigger) : this.pause(trigger);
    return verb === 'pause' ? this.pause(trigger) : this.resume(trigger);
  }

  /** Gives up a pause that waits or is not confirmed. What the recorder does then is shown as it is. */
  cancel(): RecordingState {
    this.dispatch({ type: 'cancelPressed' });
    return this.shown;
  }

  /** "Add 30 seconds" to the time until the automatic resume. */
  add(): RecordingState {
    this.dispatch({ type: 'addPressed' });
    return this.shown;
  }

  /** Takes up a pause that stood when the app ended. Does nothing when another one stands already. */
  restore(left: PendingPause): void {
    const { clock } = this.dependencies;
    const resumeInMs = left.resumeAt === null ? null : Math.max(0, left.resumeAt - clock.now());
    this.restoring = left;
    this.dispatch({
      type: 'pauseRestored',
      trigger: left.trigger === 'arming' ? 'automatic' : left.trigger,
      resumeInMs,
    });
    this.restoring = null;
  }

  signedIn(): void {
    this.dispatch({ type: 'signedIn' });
  }

  signedOut(byUser: boolean): void {
    this.dispatch({ type: 'signedOut', byUser });
  }

  /** The place of the last event in the order of events. */
  get order(): number {
    return this.state.order;
  }

  /** A read begins. Returns its place in the order of events, to be given back with its answer. */
  readStarted(): number {
    this.dispatch({ type: 'readStarted' });
    return this.state.order;
  }

  readSucceeded(startedOrder: number, recordings: readonly LiveRecording[]): void {
    this.dispatch({ type: 'readSucceeded', startedOrder, recordings });
  }

  readFailed(startedOrder: number, problem: Problem): void {
    this.dispatch({ type: 'readFailed', startedOrder, problem });
  }

  /** The computer goes to sleep, or slept. */
  invalidateAfterSleep(): void {
    this.dispatch({ type: 'slept' });
  }

  /** Looks at the time again, for example with other limits. */
  tick(): void {
    this.dispatch({ type: 'tick' });
  }

  get shownState(): RecordingState {
    return shownState(this.state, this.dependencies.clock.monotonic(), this.limits);
  }

  /** True while a pause stands, confirmed or not. */
  get pauseStands(): boolean {
    return this.state.intent?.kind === 'pause';
  }

  /** True when nothing was asked that still stands and no request is on its way. */
  get isIdle(): boolean {
    const { intent, resumesInFlight, targets } = this.state;
    return intent === null && resumesInFlight.length === 0 && targets.every((target) => target.pauseAttempt === null);
  }

  view(): LiveView {
    return liveView(this.state, this.dependencies.clock.monotonic(), this.limits);
  }

  dispose(): void {
    this.cancelWake?.();
    for (const controller of this.inFlight.values()) controller.abort();
    this.inFlight.clear();
    for (const commandId of [...this.waiting.keys()]) this.endCommand(commandId, 'cancelled');
  }

  private sharing(shared: UcxResult<null> | null, act: () => Promise<CommandEnd>): Promise<CommandEnd> {
    this.shared = shared;
    const end = act();
    this.shared = null;
    return end;
  }

  private command(event: Untimed<MachineEvent>): Promise<CommandEnd> {
    markKey();
    const commandId = this.dispatch(event);
    if (commandId === undefined) return Promise.resolve({ outcome: 'nothingToDo', state: this.shown });
    const already = this.endedNow.get(commandId) ?? (this.stillRuns(commandId) ? null : 'cancelled');
    if (already !== null) return Promise.resolve({ outcome: already, state: this.shown });
    return new Promise((resolve) => {
      this.waiting.set(commandId, [...(this.waiting.get(commandId) ?? []), resolve]);
    });
  }

  /** A command whose end was already told (a confirmed pause pressed again) is answered with what is shown now. */
  private stillRuns(commandId: number): boolean {
    const { intent } = this.state;
    if (intent?.commandId !== commandId) return false;
    return intent.kind === 'resume' || (intent.confirmedAt === null && !intent.lateTold);
  }

  private readonly endedNow = new Map<number, CommandOutcome>();
  /** Name and wall-clock time of each pause command of this run that still matters. */
  private readonly pauses = new Map<number, { readonly pauseId: string; readonly pressedAt: number }>();
  private restoring: PendingPause | null = null;
  private shared: UcxResult<null> | null = null;

  private nameOf(commandId: number): { readonly pauseId: string; readonly pressedAt: number } {
    const known = this.pauses.get(commandId);
    if (known !== undefined) return known;
    const named = {
      pauseId: this.restoring?.pauseId ?? this.dependencies.newPauseId?.() ?? String(commandId),
      pressedAt: this.restoring?.pressedAt ?? this.dependencies.clock.now(),
    };
    this.pauses.set(commandId, named);
    return named;
  }

  private tellFacts(before: MachineState, shownBefore: RecordingState, event: MachineEvent, after: Step): void {
    const { onFacts } = this.dependencies;
    if (onFacts === undefined || event.type === 'readStarted') return;
    const facts = factsOf(
      before,
      shownBefore,
      event,
      after,
      this.limits,
      (commandId) => this.nameOf(commandId).pauseId,
    );
    onFacts(facts, this.standing());
    const { intent } = this.state;
    for (const commandId of this.pauses.keys()) if (commandId !== intent?.commandId) this.pauses.delete(commandId);
  }

  private standing(): PendingPause | null {
    const { intent, targets } = this.state;
    if (intent?.kind !== 'pause') return null;
    const { clock } = this.dependencies;
    return {
      ...this.nameOf(intent.commandId),
      trigger: intent.trigger,
      recordingIds: targets.map((target) => target.recording.id),
      // Whole seconds: the difference of two clocks trembles, and the file should be written only when something changed.
      resumeAt:
        intent.resume === null
          ? null
          : Math.round((clock.now() + intent.resume.at - clock.monotonic()) / 1_000) * 1_000,
    };
  }

  private dispatch(event: Untimed<MachineEvent>): number | undefined {
    const at = this.dependencies.clock.monotonic();
    const before = this.state;
    const shownBefore = this.shown;
    const timed = { ...event, at };
    const after = step(before, timed, this.limits);
    const { state, effects, commandId } = after;
    this.state = state;
    this.shown = shownState(state, at, this.limits);
    this.endedNow.clear();
    // Requests first: nothing stands between the key and the wire.
    for (const effect of effects) if (effect.type === 'send') this.send(effect);
    let read = false;
    for (const effect of effects) {
      if (effect.type === 'abort') this.inFlight.get(effect.attemptId)?.abort();
      else if (effect.type === 'read') read = true;
      else if (effect.type === 'ended') this.endCommand(effect.commandId, effect.outcome);
    }
    this.tellFacts(before, shownBefore, timed, after);
    this.planWake(at);
    if (event.type !== 'readStarted') this.dependencies.onChange();
    if (read) this.dependencies.readNow();
    return commandId;
  }

  private endCommand(commandId: number, outcome: CommandOutcome): void {
    if (outcome === 'confirmed') markStep('confirmed');
    this.endedNow.set(commandId, outcome);
    const waiting = this.waiting.get(commandId) ?? [];
    this.waiting.delete(commandId);
    for (const resolve of waiting) resolve({ outcome, state: this.shown });
  }

  private planWake(now: number): void {
    this.cancelWake?.();
    this.cancelWake = null;
    const wake = nextWake(this.state, now, this.limits);
    if (wake === null) return;
    this.cancelWake = this.dependencies.clock.timer(wake - now, () => {
      this.cancelWake = null;
      this.tick();
    });
  }

  private send(effect: Extract<Effect, { type: 'send' }>): void {
    const client = this.dependencies.client();
    if (client === null) return;
    const controller = new AbortController();
    this.inFlight.set(effect.attemptId, controller);
    const { recordingId } = effect;
    const request =
      this.shared ??
      (effect.kind === 'pause'
        ? client.pauseById(recordingId, controller.signal)
        : client.resumeById(recordingId, controller.signal));
    // After the sending: a mark is cheap, but it is not on the way.
    markStep('request');
    request.then(
      (result) => {
        markStep('reply');
        this.inFlight.delete(effect.attemptId);
        const outcome = result.ok ? 'ok' : result.error.outcome;
        if (!result.ok) {
          const { endpoint, status, reason, problem } = result.error;
          this.dependencies.log.warn('command-failed', { endpoint, status, reason, code: problem.code });
        }
        const problem = result.ok ? null : result.error.problem;
        this.dispatch({ type: 'requestSettled', attemptId: effect.attemptId, outcome, problem });
        if (outcome === 'unauthorized') this.dependencies.onUnauthorized();
      },
      (error: unknown) => {
        this.inFlight.delete(effect.attemptId);
        this.dependencies.log.error('command-crashed', error);
        this.dispatch({
          type: 'requestSettled',
          attemptId: effect.attemptId,
          outcome: 'unknown',
          problem: { code: 'internal' },
        });
      },
    );
  }
}
