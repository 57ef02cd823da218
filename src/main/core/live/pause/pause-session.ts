// What signing in and out, and sleep, do to the pause machine.
import { problem } from '../../../../shared/domain/problem.ts';
import type { MachineLimits } from './pause-limits.ts';
import { endCommand, stepTo } from './pause-step.ts';
import { abortAttempt } from './pause-targets.ts';
import { initialState, type Effect, type EventOf, type MachineState, type Step } from './pause-types.ts';

/** Begins with nothing observed. A pause that was in force when the server refused us waits for a recording, at most `armMs`. */
export function signedIn(state: MachineState, { at }: EventOf<'signedIn'>, limits: MachineLimits): Step {
  const { sequence, nextId, intent } = state;
  // A pause that was in force when the server refused us is requested again as soon as there is something to pause.
  const pending =
    intent?.kind === 'pause' ? { ...intent, armedUntil: at + limits.armMs, confirmedAt: null, autoResume: null } : null;
  return stepTo({
    ...initialState,
    sequence,
    nextId,
    signedIn: true,
    appliedRead: sequence,
    resumeSettledSequence: sequence,
    intent: pending,
  });
}

/**
 * A pause in force when the server refused us cannot be confirmed any more: it stays, shown as not confirmed, until it is
 * cancelled. Everything else ends.
 */
export function signedOut(state: MachineState, { byUser }: EventOf<'signedOut'>): Step {
  const keepsPause = state.intent?.kind === 'pause' && !byUser && state.targets.length > 0;
  const ended = keepsPause ? stepTo(state) : endCommand(state, 'cancelled');
  const aborts: Effect[] = state.resumesInFlight.map((attemptId) => ({ type: 'abort', attemptId }));
  const targets = state.targets.map((target) => ({
    ...target,
    observed: 'invalidated' as const,
    pauseAttempt: null,
    retryAt: null,
    refusal: target.refusal ?? problem('credentials-refused'),
  }));
  return stepTo(
    {
      ...ended.state,
      resumesInFlight: [],
      resumeSettledSequence: state.sequence,
      signedIn: false,
      targets: keepsPause ? targets : [],
      lastGoodAt: null,
      pausedSince: null,
    },
    [...state.targets.flatMap(abortAttempt), ...aborts, ...ended.effects],
  );
}

/** A clock may stand still while the computer sleeps, and nobody knows what the recorder did meanwhile. */
export function invalidateAfterSleep(state: MachineState, now: number, limits: MachineLimits): Step {
  const { lastGoodAt } = state;
  if (lastGoodAt === null) return stepTo(state);
  return stepTo({ ...state, lastGoodAt: Math.min(lastGoodAt, now - limits.stalenessMs - 1) });
}
