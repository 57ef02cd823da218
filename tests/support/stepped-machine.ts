// A pause machine that a test leads step by step: the clock is set by hand, and each step tells what is to be done and written down.
import { shownState } from '../../src/main/core/live/live-view.ts';
import { factsOf } from '../../src/main/core/live/pause/pause-facts.ts';
import { defaultLimits, type MachineLimits } from '../../src/main/core/live/pause/pause-limits.ts';
import { beginRead, step } from '../../src/main/core/live/pause/pause-machine.ts';
import {
  initialState,
  type Effect,
  type MachineEvent,
  type MachineState,
  type PauseIntent,
  type ReadStart,
  type RequestOutcome,
  type Target,
} from '../../src/main/core/live/pause/pause-types.ts';
import type { JournalFact } from '../../src/shared/domain/journal.ts';
import { problem } from '../../src/shared/domain/problem.ts';
import type { LiveRecording } from '../../src/shared/domain/recording.ts';

type Bare<E extends MachineEvent = MachineEvent> = E extends MachineEvent ? Omit<E, 'at'> : never;

export class Machine {
  state: MachineState = initialState;
  now = 0;
  effects: readonly Effect[] = [];
  commandId: number | null = null;
  /** What the last step gives the journal to write. */
  facts: readonly JournalFact[] = [];
  limits: MachineLimits = defaultLimits;
  /** What was shown after the last step: time alone may change it since. */
  #shown = shownState(initialState, 0, defaultLimits);

  event(event: Bare): this {
    const before = this.state;
    const shownBefore = this.#shown;
    const stamped: MachineEvent = { at: this.now, ...event };
    const result = step(before, stamped, this.limits);
    this.state = result.state;
    this.effects = result.effects;
    this.commandId = result.commandId;
    this.#shown = shownState(this.state, this.now, this.limits);
    this.facts = factsOf({ before, shownBefore, event: stamped, after: result }, this.limits);
    return this;
  }

  begin(): ReadStart {
    this.state = beginRead(this.state);
    return { startedSequence: this.state.sequence, startedAt: this.now };
  }

  answer(start: ReadStart, ...recordings: readonly LiveRecording[]): this {
    return this.event({ type: 'readSucceeded', recordings, ...start });
  }

  /** A read that is answered at once. */
  read(...recordings: readonly LiveRecording[]): this {
    return this.answer(this.begin(), ...recordings);
  }

  pause(): this {
    return this.event({
      type: 'pausePressed',
      trigger: 'hotkey',
      sharedRequest: null,
      pauseId: 'p',
      requestedAtEpochMs: 1,
    });
  }

  resume(): this {
    return this.event({ type: 'resumePressed', trigger: 'button', sharedRequest: null });
  }

  /** The answer to the newest request of that kind. */
  settled(kind: 'pause' | 'resume', outcome: RequestOutcome = 'ok'): this {
    const ids =
      kind === 'resume'
        ? this.state.resumesInFlight
        : this.state.targets.flatMap(({ pauseAttempt }) => (pauseAttempt === null ? [] : [pauseAttempt.attemptId]));
    const attemptId = ids.at(-1) ?? -1;
    const why = outcome === 'ok' || outcome === 'already' ? null : problem('pause/server-fault');
    return this.event({ type: 'requestSettled', attemptId, outcome, problem: why });
  }

  after(ms: number): this {
    this.now += ms;
    return this;
  }

  tick(): this {
    return this.event({ type: 'tick' });
  }

  get target(): Target {
    const [first] = this.state.targets;
    if (first === undefined) throw new Error('nothing is recorded');
    return first;
  }

  get intent(): PauseIntent {
    const { intent } = this.state;
    if (intent?.kind !== 'pause') throw new Error('no pause is in force');
    return intent;
  }

  /** What is to be done, without the numbers. */
  get asked(): string[] {
    return this.effects.map((effect) =>
      effect.type === 'send'
        ? `${effect.kind} ${effect.recordingId}`
        : effect.type === 'ended'
          ? effect.outcome
          : effect.type,
    );
  }
}

export const recording = (
  id: string,
  isPaused: LiveRecording['isPaused'],
  remoteNumber: string | null = '+1',
): LiveRecording => ({
  id,
  isPaused,
  durationMs: null,
  localUsername: null,
  remoteName: null,
  remoteNumber,
});
export const a = recording('a', false);
export const aPaused = recording('a', true);
export const b = recording('b', false, '+2');
export const bPaused = recording('b', true, '+2');
