// What a person's command does to the pause machine: pause, resume, cancel, extend, and a pause taken over from the last run.
import type { Trigger } from '../../../../shared/domain/journal.ts';
import { extensionMs, type MachineLimits } from './pause-limits.ts';
import { endCommand, stepTo, chain } from './pause-step.ts';
import { abortAttempt, resetTarget } from './pause-targets.ts';
import type { EventOf, MachineState, PauseIntent, Step, Target } from './pause-types.ts';

/** Requests a pause of everything, or presses again one that is in force: that repeats what is not confirmed yet. Signed out it does nothing. */
export function pausePressed(before: MachineState, event: EventOf<'pausePressed'>, limits: MachineLimits): Step {
  // The call that was paused is over: this press is about the next one.
  const current = waitsForTransfer(before) ? endCommand(before, 'callEnded') : stepTo(before);
  return chain(current, (state) => {
    if (state.intent?.kind === 'pause') return pausePressedAgain(state, state.intent, event.at, limits);
    return state.signedIn ? requestPause(state, event, limits) : stepTo(state);
  });
}

/** A press while confirmed is checked, one while overdue is acted on at once, any other is the same command again. */
function pausePressedAgain(state: MachineState, intent: PauseIntent, now: number, limits: MachineLimits): Step {
  const { commandId } = intent;
  const overdue = now - intent.requestedAt >= limits.notConfirmedMs;
  if (intent.confirmedAt === null && !overdue) return { state, effects: [], commandId };
  const targets = state.targets.map((target) =>
    target.observed === 'paused' || target.pauseAttempt !== null
      ? target
      : { ...target, inScope: true, retryAt: now, resumedElsewhere: false, requestedAt: target.requestedAt ?? now },
  );
  return { state: { ...state, targets }, effects: [{ type: 'read' }], commandId };
}

function requestPause(state: MachineState, event: EventOf<'pausePressed'>, limits: MachineLimits): Step {
  return chain(beginPause(state, event, limits), (begun) => {
    const targets = begun.targets.map((target) => withPauseDue(target, event.at));
    // With recordings known the pause request itself is the first to be sent; its answer brings the read.
    return stepTo({ ...begun, targets }, targets.length === 0 ? [{ type: 'read' }] : []);
  });
}

const withPauseDue = (target: Target, now: number): Target => ({
  ...resetTarget(target),
  inScope: true,
  requestedAt: now,
  retryAt: now,
});

/** Makes a pause the command in force, without a request yet. */
function beginPause(
  before: MachineState,
  event: EventOf<'pausePressed' | 'pauseRestored'>,
  limits: MachineLimits,
): Step {
  return chain(endCommand(before, 'superseded'), (state) => {
    const commandId = state.nextId;
    const intent: PauseIntent = {
      kind: 'pause',
      commandId,
      pauseId: event.pauseId,
      trigger: event.trigger,
      requestedAtEpochMs: event.requestedAtEpochMs,
      requestedAt: event.at,
      requestedSequence: state.sequence,
      armedUntil: state.targets.length === 0 ? event.at + limits.armMs : null,
      ended: [],
      confirmedAt: null,
      overdueReported: false,
      autoResume: null,
    };
    return { state: { ...state, nextId: commandId + 1, commandProblem: null, intent }, effects: [], commandId };
  });
}

/** What the recorder says is paused stays as it is; what it records is paused again. */
export function pauseRestored(before: MachineState, event: EventOf<'pauseRestored'>, limits: MachineLimits): Step {
  if (before.intent !== null || !before.signedIn) return stepTo(before);
  const { at, resumeInMs } = event;
  return chain(beginPause(before, event, limits), (begun) => {
    const targets = begun.targets.map((target) =>
      target.observed === 'paused'
        ? { ...resetTarget(target), inScope: true, confirmed: true }
        : withPauseDue(target, at),
    );
    const state = { ...begun, targets };
    return stepTo(resumeInMs === null ? state : withAutoResume(state, { from: at, at: at + resumeInMs }));
  });
}

/** Postpones the automatic resume by `extensionMs`, at most to `maxAutoResumeMs` after the pause was confirmed; never brings it nearer. */
export function extendPressed(state: MachineState, limits: MachineLimits): Step {
  const { intent } = state;
  if (intent?.kind !== 'pause' || intent.autoResume === null || intent.confirmedAt === null) return stepTo(state);
  const { autoResume } = intent;
  const latest = intent.confirmedAt + limits.maxAutoResumeMs;
  const at = Math.max(autoResume.at, Math.min(autoResume.at + extensionMs, latest));
  return stepTo(withAutoResume(state, { ...autoResume, at }));
}

function withAutoResume(state: MachineState, autoResume: PauseIntent['autoResume']): MachineState {
  const { intent } = state;
  return intent?.kind === 'pause' ? { ...state, intent: { ...intent, autoResume } } : state;
}

/**
 * A resume, asked for by a person or due by time. While one is in force another press is the same command, until a read has shown a
 * pause again: then it is sent anew, and that read proves nothing any more. A resume by number may have left beside it.
 */
export function requestResume(state: MachineState, trigger: Trigger): Step {
  const { intent, signedIn, targets } = state;
  if (!signedIn) return stepTo(state);
  if (intent?.kind === 'resume' && targets.every(({ observed }) => observed !== 'paused'))
    return { state, effects: [], commandId: intent.commandId };
  if (intent?.kind === 'pause' && targets.length === 0) {
    return { ...endPauseByUser(state), commandId: intent.commandId };
  }
  const superseded = endCommand(state, 'superseded');
  const resumable = targets.some((target) => target.observed !== 'recording' || target.pauseAttempt !== null);
  return resumable ? chain(superseded, (ended) => sendResumes(ended, trigger, intent?.pauseId ?? null)) : superseded;
}

/** Sends a resume for every recording. From here on what was observed before counts for nothing. */
function sendResumes(state: MachineState, trigger: Trigger, pauseId: string | null): Step {
  const commandId = state.nextId;
  const requests = state.targets.map((target, index) => ({ target, attemptId: commandId + 1 + index }));
  return {
    commandId,
    state: {
      ...state,
      nextId: commandId + 1 + requests.length,
      commandProblem: null,
      pausedSince: null,
      intent: { kind: 'resume', commandId, pauseId, trigger, deadline: null, refusal: null },
      resumesInFlight: [...state.resumesInFlight, ...requests.map(({ attemptId }) => attemptId)],
      targets: state.targets.map((target) => ({
        ...resetTarget(target),
        observed: 'invalidated',
        doubted: false,
        pauseAttempt: null,
      })),
    },
    effects: requests.flatMap(({ target, attemptId }) => [
      ...abortAttempt(target),
      { type: 'send', kind: 'resume', recordingId: target.recording.id, attemptId },
    ]),
  };
}

/** Ends a pause that is in force and its requests. What is recorded is read anew: a request that has left may still act. */
export function cancelPressed(before: MachineState): Step {
  const { intent, signedIn } = before;
  if (intent?.kind !== 'pause') return stepTo(before);
  const { commandId } = intent;
  const aborted = stepTo(before, before.targets.flatMap(abortAttempt));
  const ended = chain(aborted, endPauseByUser);
  const targets = before.targets.map((target) => ({ ...resetTarget(target), pauseAttempt: null }));
  return {
    state: { ...ended.state, commandProblem: null, targets: signedIn ? targets : [] },
    effects: signedIn ? [...ended.effects, { type: 'read' }] : ended.effects,
    commandId,
  };
}

/** A pause whose call is over has ended with it; any other was cancelled. */
function endPauseByUser(state: MachineState): Step {
  return endCommand(state, waitsForTransfer(state) ? 'callEnded' : 'cancelled');
}

/** A confirmed pause whose call has ended is kept for a moment: the call may come back under another recording. */
function waitsForTransfer({ intent, targets }: MachineState): boolean {
  return intent?.kind === 'pause' && intent.confirmedAt !== null && intent.armedUntil !== null && targets.length === 0;
}
