// When the knowledge of the pause machine is too old, and when the machine needs its next tick.
import { defaultLimits, newCallMs, type MachineLimits } from './pause-limits.ts';
import type { Intent, MachineState, Target } from './pause-types.ts';

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
  const { intent, lastGoodAt, targets } = state;
  const moments = [
    lastGoodAt === null ? null : lastGoodAt + limits.stalenessMs + 1,
    state.newCallAt === null ? null : state.newCallAt + newCallMs,
    ...deadlinesOf(intent, limits),
    ...targets.flatMap((target) => momentsOf(target, intent, limits)),
  ];
  // What is due now was handled by the step that led here.
  const later = moments.flatMap((moment) => (moment !== null && moment > now ? [moment] : []));
  return later.length === 0 ? null : Math.min(...later);
}

function deadlinesOf(intent: Intent | null, limits: MachineLimits): (number | null)[] {
  if (intent === null) return [];
  if (intent.kind === 'resume') return [intent.deadline];
  return [intent.armedUntil, intent.requestedAt + limits.notConfirmedMs, intent.autoResume?.at ?? null];
}

function momentsOf(target: Target, intent: Intent | null, limits: MachineLimits): (number | null)[] {
  const { retryAt, requestedAt, pauseAttempt } = target;
  const confirmBy = intent?.kind === 'pause' && requestedAt !== null ? requestedAt + limits.notConfirmedMs : null;
  if (pauseAttempt === null) return [retryAt, confirmBy];
  const { sentAt, hedged } = pauseAttempt;
  return [retryAt, confirmBy, sentAt + limits.attemptMs, hedged ? null : sentAt + limits.hedgeMs];
}
