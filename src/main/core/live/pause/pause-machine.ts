// The pause machine: what is known of my live recordings, which command is in force, and what must be done next.
// Pure: it takes a state and an event and returns a state and effects. Time and answers come in as events.
//
// Three rules keep the promise:
// 1. Only the recorder's own boolean `true`, in a read that began after every resume had settled, makes `paused`.
// 2. Of two reads the one that began later counts; an older one that arrives late is dropped.
// 3. A command never changes what is observed; only a read does. Sending a resume invalidates what was observed before.
import { cancelPressed, extendPressed, pausePressed, pauseRestored, requestResume } from './pause-commands.ts';
import { settlePause, settleResume } from './pause-deadlines.ts';
import { defaultLimits, type MachineLimits } from './pause-limits.ts';
import { readFailed, readSucceeded } from './pause-reads.ts';
import { checkPauseAttempts, requestSettled, sendDuePauses } from './pause-requests.ts';
import { invalidateAfterSleep, signedIn, signedOut } from './pause-session.ts';
import { stepTo, chain } from './pause-step.ts';
import { allObservedPaused } from './pause-targets.ts';
import type { MachineEvent, MachineState, Step } from './pause-types.ts';

/** Takes one event and returns the next state with what must be done. The same input gives the same output. */
export function step(before: MachineState, event: MachineEvent, limits: MachineLimits = defaultLimits): Step {
  const applied = applyEvent({ ...before, sequence: before.sequence + 1 }, event, limits);
  return settle(applied, event.at, limits);
}

/**
 * A read begins: the sequence number of the new state is its place among the events. Nothing else follows from it, so that whatever
 * is due at the same moment is left to the tick, whose effects and facts are reported.
 */
export function beginRead(state: MachineState): MachineState {
  return { ...state, sequence: state.sequence + 1 };
}

function applyEvent(state: MachineState, event: MachineEvent, limits: MachineLimits): Step {
  switch (event.type) {
    case 'signedIn':
      return signedIn(state, event, limits);
    case 'signedOut':
      return signedOut(state, event);
    case 'pausePressed':
      return pausePressed(state, event, limits);
    case 'resumePressed':
      return requestResume(state, event.trigger);
    case 'cancelPressed':
      return cancelPressed(state);
    case 'extendPressed':
      return extendPressed(state, limits);
    case 'pauseRestored':
      return pauseRestored(state, event, limits);
    case 'readSucceeded':
      return readSucceeded(state, event, limits);
    case 'readFailed':
      return readFailed(state, event);
    case 'requestSettled':
      return requestSettled(state, event, limits);
    case 'sleepDetected':
      return invalidateAfterSleep(state, event.at, limits);
    case 'tick':
      return stepTo(state);
  }
}

/** What follows from the state and the time alone, after every event. */
function settle(applied: Step, now: number, limits: MachineLimits): Step {
  const checked = chain(applied, (state) => checkPauseAttempts(state, now, limits));
  const sent = chain(checked, (state) => sendDuePauses(state, now));
  const paused = chain(sent, (state) => settlePause(state, now, limits));
  const resumed = chain(paused, (state) => settleResume(state, now, limits));
  return chain(resumed, (state) => stepTo(withSummary(state, now)));
}

/** The parts of the state that summarise the others. */
function withSummary(state: MachineState, now: number): MachineState {
  // Why a resume failed is shown as long as something is still paused.
  const isOver = state.intent === null && state.targets.every((target) => target.observed === 'recording');
  const pausedSince = allObservedPaused(state) ? (state.pausedSince ?? now) : null;
  return { ...state, pausedSince, commandProblem: isOver ? null : state.commandProblem };
}
