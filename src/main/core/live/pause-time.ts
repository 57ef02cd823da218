// What the passing of time means to the pause machine: when knowledge is too old, and when the machine wants to be woken.
import { defaultLimits, type MachineLimits, type MachineState } from './pause-types.ts';

/** How long (milliseconds) the last good answer may still be shown as present; null when it may not any more, or there is none. */
export function freshForMs(state: MachineState, now: number, limits: MachineLimits = defaultLimits): number | null {
  if (state.lastGoodAt === null) return null;
  const left = state.lastGoodAt + limits.stalenessMs - now;
  return left < 0 ? null : left;
}

/** True while the last good answer is young enough to be shown as present. */
export function isFresh(state: MachineState, now: number, limits: MachineLimits = defaultLimits): boolean {
  return freshForMs(state, now, limits) !== null;
}

/** The next moment at which `tick` must come although nothing happened, as monotonic milliseconds; null when there is none. */
export function nextWake(state: MachineState, now: number, limits: MachineLimits = defaultLimits): number | null {
  const moments: number[] = [];
  if (state.lastGoodAt !== null) moments.push(state.lastGoodAt + limits.stalenessMs + 1);
  const { intent } = state;
  if (intent?.kind === 'resume' && intent.deadline !== null) moments.push(intent.deadline);
  if (intent?.kind === 'pause') {
    if (intent.armedUntil !== null) moments.push(intent.armedUntil);
    moments.push(intent.pressedAt + limits.notConfirmedMs);
    if (intent.resume !== null) moments.push(intent.resume.at);
  }
  for (const target of state.targets) {
    if (target.retryAt !== null) moments.push(target.retryAt);
    if (intent?.kind === 'pause' && target.askedAt !== null) moments.push(target.askedAt + limits.notConfirmedMs);
    if (target.pauseAttempt !== null) {
      moments.push(target.pauseAttempt.sentAt + limits.attemptMs);
      if (!target.pauseAttempt.hedged) moments.push(target.pauseAttempt.sentAt + limits.hedgeMs);
    }
  }
  // What is due now was handled by the step that led here.
  const later = moments.filter((moment) => moment > now);
  return later.length === 0 ? null : Math.min(...later);
}
