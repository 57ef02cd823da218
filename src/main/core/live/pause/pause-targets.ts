// What the transitions of the pause machine have in common about its targets, the live recordings.
import type { LiveRecording } from '../../../../shared/domain/recording.ts';
import { scheduledBackoff } from '../../platform/backoff.ts';
import { attemptLogLimit, type MachineLimits } from './pause-limits.ts';
import type { Effect, MachineState, Target } from './pause-types.ts';

export function newTarget(recording: LiveRecording): Target {
  return {
    recording,
    observed: 'invalidated',
    doubted: false,
    requestedAt: null,
    pauseAttempt: null,
    pauseSettledSequence: 0,
    attemptCount: 0,
    attemptLog: [],
    retryAt: null,
    refusal: null,
    resumedElsewhere: false,
    confirmed: false,
    inScope: false,
  };
}

/** The target without anything that belongs to a command. What is observed and what is under way stays. */
export function resetTarget(target: Target): Target {
  return {
    ...target,
    requestedAt: null,
    retryAt: null,
    attemptCount: 0,
    attemptLog: [],
    refusal: null,
    resumedElsewhere: false,
    confirmed: false,
    inScope: false,
  };
}

/** Aborts the pause request of this target, if one is under way. */
export function abortAttempt({ pauseAttempt }: Target): Effect[] {
  return pauseAttempt === null ? [] : [{ type: 'abort', attemptId: pauseAttempt.attemptId }];
}

/** The attempt log with one more entry; `outcome` is `ok` or the name of a problem. */
export function withLoggedAttempt(target: Target, outcome: string, now: number): Target['attemptLog'] {
  const afterMs = Math.round(now - (target.requestedAt ?? now));
  return [...target.attemptLog, { afterMs, outcome }].slice(-attemptLogLimit);
}

/** Monotonic time of the next pause request after `attemptCount` of them. */
export function retryTime({ attemptCount }: Target, now: number, { retryMs }: MachineLimits): number {
  return now + scheduledBackoff(attemptCount, retryMs);
}

/** True when something is recorded and a trusted read said `paused` of all of it. */
export function allObservedPaused({ targets }: MachineState): boolean {
  return targets.length > 0 && targets.every((target) => target.observed === 'paused');
}
