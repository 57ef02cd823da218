// What the passing of time and the newest read mean for the command in force: confirmed, overdue, or over.
import { problem } from '../../../../shared/domain/problem.ts';
import { requestResume } from './pause-commands.ts';
import { heldResumeMs, type MachineLimits } from './pause-limits.ts';
import { endCommand, stepTo } from './pause-step.ts';
import { isFresh } from './pause-time.ts';
import type { MachineState, PauseIntent, ResumeIntent, Step } from './pause-types.ts';

/**
 * What is due of a pause at `now` (monotonic ms): the end of its waiting, its automatic resume, its confirmation, or that it is overdue.
 * It is confirmed when the newest reads show every recording in its scope paused.
 */
export function settlePause(state: MachineState, now: number, limits: MachineLimits): Step {
  const { intent } = state;
  if (intent?.kind !== 'pause') return stepTo(state);
  if (limits.holdsResume && isResumeNear(intent, now))
    return settlePause(withResumeLater(state, intent, now), now, limits);
  if (intent.armedUntil !== null && state.targets.length === 0 && now >= intent.armedUntil) {
    return endCommand(state, intent.confirmedAt === null ? 'armingExpired' : 'callEnded');
  }
  const inScope = state.targets.filter((target) => target.inScope);
  const isConfirmed = inScope.length > 0 && inScope.every((one) => one.observed === 'paused' && one.confirmed);
  if (isConfirmed && isResumeDue(intent, now)) {
    // Nothing is resumed on stale knowledge: it happens as soon as the recorder can be seen again.
    return isFresh(state, now, limits) ? requestResume(state, 'automatic') : stepTo(state);
  }
  if (intent.confirmedAt !== null) return stepTo(state);
  if (isConfirmed) return confirmPause(state, intent, now, limits);
  const isOverdue = !intent.overdueReported && now - intent.requestedAt >= limits.notConfirmedMs;
  if (!isOverdue) return stepTo(state);
  return stepTo({ ...state, intent: { ...intent, overdueReported: true } }, [
    { type: 'ended', commandId: intent.commandId, outcome: 'notConfirmed' },
  ]);
}

/** So near that it might happen before it can be seen that nothing holds it any more. */
function isResumeNear({ autoResume }: PauseIntent, now: number): boolean {
  return autoResume !== null && autoResume.at - now < heldResumeMs / 2;
}

function withResumeLater(state: MachineState, intent: PauseIntent, now: number): MachineState {
  return { ...state, intent: { ...intent, autoResume: { from: now, at: now + heldResumeMs } } };
}

function isResumeDue({ autoResume, confirmedAt }: PauseIntent, now: number): boolean {
  return autoResume !== null && confirmedAt !== null && now >= autoResume.at;
}

function confirmPause(state: MachineState, intent: PauseIntent, now: number, limits: MachineLimits): Step {
  const { autoResumeMs, notConfirmedMs } = limits;
  const planned = autoResumeMs === null ? null : { from: now, at: now + autoResumeMs };
  const confirmed: PauseIntent = {
    ...intent,
    confirmedAt: now,
    armedUntil: null,
    autoResume: intent.autoResume ?? planned,
  };
  const outcome = now - intent.requestedAt > notConfirmedMs ? 'late' : 'confirmed';
  return stepTo({ ...state, intent: confirmed, commandProblem: null }, [
    { type: 'ended', commandId: intent.commandId, outcome },
  ]);
}

/** Ends a resume once a read shows every recording running, the call is over, or it was refused or not obeyed within `resumeMs`. */
export function settleResume(state: MachineState, now: number, limits: MachineLimits): Step {
  const { intent, targets } = state;
  if (intent?.kind !== 'resume') return stepTo(state);
  if (targets.length === 0) return endCommand(state, 'callEnded');
  if (state.resumesInFlight.length > 0) return stepTo(state);
  const deadline = intent.deadline ?? now + limits.resumeMs;
  const answered: ResumeIntent = { ...intent, deadline };
  if (targets.every((target) => target.observed === 'recording')) {
    return endCommand({ ...state, intent: answered, commandProblem: null }, 'confirmed');
  }
  const isReadBack = targets.every((target) => target.observed !== 'invalidated');
  const hasFailed = isReadBack && (intent.refusal !== null || now >= deadline);
  if (!hasFailed) return stepTo({ ...state, intent: answered });
  const commandProblem = intent.refusal ?? state.commandProblem ?? problem('resume-not-obeyed');
  return endCommand({ ...state, intent: answered, commandProblem }, 'notConfirmed');
}
