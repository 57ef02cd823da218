// The requests of the pause machine: which are due, which take too long, and what an answer to one does.
import type { MachineLimits } from './pause-limits.ts';
import { stepTargets, stepTo } from './pause-step.ts';
import { retryTime, withLoggedAttempt } from './pause-targets.ts';
import type { Effect, EventOf, MachineState, Step, Target } from './pause-types.ts';

/** A command never changes what is observed; only a read does. */
export function requestSettled(before: MachineState, event: EventOf<'requestSettled'>, limits: MachineLimits): Step {
  const { attemptId, outcome, problem } = event;
  const isPause = before.targets.some((target) => target.pauseAttempt?.attemptId === attemptId);
  const isResume = before.resumesInFlight.includes(attemptId);
  if (!isPause && !isResume) return stepTo(before);
  const state: MachineState = {
    ...before,
    targets: before.targets.map((target) =>
      target.pauseAttempt?.attemptId === attemptId ? pauseSettled(target, before.sequence, event, limits) : target,
    ),
    commandProblem: problem !== null && outcome !== 'already' ? problem : before.commandProblem,
  };
  return stepTo(isResume ? resumeSettled(state, event) : state, [{ type: 'read' }]);
}

function pauseSettled(
  target: Target,
  sequence: number,
  event: EventOf<'requestSettled'>,
  limits: MachineLimits,
): Target {
  const { at, outcome, problem } = event;
  const settled: Target = {
    ...target,
    attemptLog: withLoggedAttempt(target, outcome === 'ok' ? 'ok' : (problem?.code ?? outcome), at),
    pauseAttempt: null,
    pauseSettledSequence: sequence,
    refusal: refusalOf(event) ?? target.refusal,
  };
  // Without an answer no read may ever succeed either: the next request must not depend on one.
  const answered = outcome === 'ok' || outcome === 'already';
  return answered || target.observed === 'paused' ? settled : { ...settled, retryAt: retryTime(settled, at, limits) };
}

function resumeSettled(state: MachineState, event: EventOf<'requestSettled'>): MachineState {
  const { intent } = state;
  const refusal = refusalOf(event);
  return {
    ...state,
    resumesInFlight: state.resumesInFlight.filter((other) => other !== event.attemptId),
    resumeSettledSequence: state.sequence,
    resumeSettledAt: event.at,
    intent: intent?.kind === 'resume' && refusal !== null ? { ...intent, refusal } : intent,
  };
}

const refusalOf = ({ outcome, problem }: EventOf<'requestSettled'>) =>
  outcome === 'forbidden' || outcome === 'refused' ? problem : null;

/** Aborts pause requests that were not answered in time, and asks for a read beside those that take long. */
export function checkPauseAttempts(state: MachineState, now: number, limits: MachineLimits): Step {
  return stepTargets(state, (target) => {
    const { pauseAttempt } = target;
    if (pauseAttempt === null || (target.observed === 'paused' && target.confirmed)) return { target };
    const { attemptId, sentAt, hedged } = pauseAttempt;
    if (now >= sentAt + limits.attemptMs) {
      const attemptLog = withLoggedAttempt(target, 'no-answer', now);
      return {
        target: { ...target, attemptLog, pauseAttempt: null, pauseSettledSequence: state.sequence, retryAt: now },
        // The request may still reach the server, which does no harm for a pause.
        effects: [{ type: 'abort', attemptId }, { type: 'read' }],
      };
    }
    if (hedged || now < sentAt + limits.hedgeMs) return { target };
    return { target: { ...target, pauseAttempt: { ...pauseAttempt, hedged: true } }, effects: [{ type: 'read' }] };
  });
}

/** Sends the pause requests that are due while a pause is in force, each under an id of its own. */
export function sendDuePauses(state: MachineState, now: number): Step {
  if (state.intent?.kind !== 'pause' || !state.signedIn) return stepTo(state);
  const due = state.targets.filter((target) => isPauseDue(target, now));
  const attemptIds = new Map(due.map((target, index) => [target, state.nextId + index]));
  const targets = state.targets.map((target) => {
    const attemptId = attemptIds.get(target);
    return attemptId === undefined ? target : withPauseSent(target, attemptId, now);
  });
  const effects = [...attemptIds].map(([{ recording }, attemptId]): Effect => ({
    type: 'send',
    kind: 'pause',
    recordingId: recording.id,
    attemptId,
  }));
  return stepTo({ ...state, nextId: state.nextId + due.length, targets }, effects);
}

function isPauseDue({ retryAt, pauseAttempt }: Target, now: number): boolean {
  return retryAt !== null && now >= retryAt && pauseAttempt === null;
}

function withPauseSent(target: Target, attemptId: number, now: number): Target {
  return {
    ...target,
    retryAt: null,
    attemptCount: target.attemptCount + 1,
    requestedAt: target.requestedAt ?? now,
    pauseAttempt: { attemptId, sentAt: now, hedged: false },
  };
}
