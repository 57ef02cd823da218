// What the journal records of one step of the pause machine. Kept apart from the machine, so that neither can distort the other.
import { assertNever } from '../../../../shared/domain/result.ts';
import { isRuleTrigger, type JournalAttempt, type JournalFact } from '../../../../shared/domain/journal.ts';
import type { LiveRecording, RecordingState } from '../../../../shared/domain/recording.ts';
import { shownState } from '../live-view.ts';
import type { MachineLimits } from './pause-limits.ts';
import type { CommandOutcome, MachineEvent, MachineState, PauseIntent, Step, Target } from './pause-types.ts';

/** One step of the machine. `shownBefore` is what was shown until then: time alone changes it too, without a step. */
type ObservedStep = {
  readonly before: MachineState;
  readonly shownBefore: RecordingState;
  readonly event: MachineEvent;
  readonly after: Step;
};

const pauseOf = ({ intent }: MachineState): PauseIntent | null => (intent?.kind === 'pause' ? intent : null);

const recordingIds = (targets: readonly { readonly recording: LiveRecording }[]): string[] =>
  targets.map(({ recording }) => recording.id);

/** The facts of one step, in the order in which they happened. */
export function factsOf(observed: ObservedStep, limits: MachineLimits): JournalFact[] {
  const was = pauseOf(observed.before);
  const is = pauseOf(observed.after.state);
  return [
    ...(was === null ? [] : leftUnconfirmed(observed, was)),
    ...(was === null || was.commandId === is?.commandId ? [] : [pauseEnded(observed, was)]),
    ...(is === null || was?.commandId === is.commandId ? [] : pauseRequested(observed, is)),
    ...resumeFacts(observed),
    ...(is === null ? [] : confirmations(observed, is)),
    ...(is === null ? [] : notConfirmed(observed, is, limits)),
  ];
}

/** A recording that began during the pause and ended before it was confirmed was recorded for as long as it lasted. */
function leftUnconfirmed({ before, event, after }: ObservedStep, { pauseId }: PauseIntent): JournalFact[] {
  if (event.type !== 'readSucceeded') return [];
  const present = new Set(recordingIds(after.state.targets));
  const left = before.targets.filter(({ inScope, confirmed, recording }) => {
    return inScope && !confirmed && !present.has(recording.id);
  });
  if (left.length === 0) return [];
  return [{ kind: 'not-confirmed', pauseId, recordingIds: recordingIds(left), problem: 'pause/ended' }];
}

function pauseRequested({ event, after }: ObservedStep, { pauseId, trigger }: PauseIntent): JournalFact[] {
  // A pause that is taken over after a restart was recorded in the journal when it was requested.
  if (event.type === 'pauseRestored') return [];
  return [{ kind: 'asked', pauseId, trigger, recordingIds: recordingIds(after.state.targets) }];
}

function confirmations({ before, event, after }: ObservedStep, { commandId, pauseId }: PauseIntent): JournalFact[] {
  const samePause = pauseOf(before)?.commandId === commandId;
  const confirmedBefore = new Set(samePause ? recordingIds(before.targets.filter(({ confirmed }) => confirmed)) : []);
  return after.state.targets
    .filter(({ confirmed, recording }) => confirmed && !confirmedBefore.has(recording.id))
    .map(({ recording, requestedAt, attemptLog }) => ({
      kind: 'confirmed',
      pauseId,
      recordingId: recording.id,
      // A recording that was paused when it appeared was never recorded during this pause.
      exposureMs: requestedAt === null ? 0 : Math.round(event.at - requestedAt),
      attempts: [...attemptLog],
    }));
}

/** Recorded once, when it is first shown. */
function notConfirmed(
  observed: ObservedStep,
  { commandId, pauseId }: PauseIntent,
  limits: MachineLimits,
): JournalFact[] {
  const { before, shownBefore, event, after } = observed;
  const wasShown = shownBefore === 'unconfirmed' && pauseOf(before)?.commandId === commandId;
  if (wasShown || shownState(after.state, event.at, limits) !== 'unconfirmed') return [];
  const unpaused = after.state.targets.filter((target) => target.observed !== 'paused');
  const { commandProblem, readProblem } = after.state;
  const cause = firstRefusal(unpaused) ?? commandProblem ?? readProblem;
  return [{ kind: 'not-confirmed', pauseId, recordingIds: recordingIds(unpaused), problem: cause?.code ?? null }];
}

const firstRefusal = (targets: readonly Target[]) => targets.find(({ refusal }) => refusal !== null)?.refusal;

function pauseEnded(observed: ObservedStep, was: PauseIntent): JournalFact {
  const attempts: JournalAttempt[] = observed.before.targets.flatMap(({ attemptLog }) => attemptLog);
  return {
    kind: 'ended',
    pauseId: was.pauseId,
    how: howEnded(observed, was),
    pausedForMs: was.confirmedAt === null ? null : Math.round(observed.event.at - was.confirmedAt),
    attempts,
  };
}

function howEnded(
  { event, after }: ObservedStep,
  { commandId }: PauseIntent,
): Extract<JournalFact, { kind: 'ended' }>['how'] {
  if (event.type === 'signedOut') return 'signed-out';
  const { intent } = after.state;
  if (intent?.kind === 'resume') {
    if (isRuleTrigger(intent.trigger)) return 'resumed-by-rule';
    return intent.trigger === 'automatic' ? 'resumed-automatically' : 'resumed';
  }
  const outcome = outcomeOf(after, commandId);
  switch (outcome) {
    case 'callEnded':
      return 'call-ended';
    case 'armingExpired':
      return 'waited-in-vain';
    case 'superseded':
    case 'cancelled':
    case 'confirmed':
    case 'late':
    case 'notConfirmed':
    case 'nothingToDo':
    case 'refused':
    case null:
      return 'given-up';
    default:
      return assertNever(outcome);
  }
}

function outcomeOf({ effects }: Step, commandId: number): CommandOutcome | null {
  for (const effect of effects) {
    if (effect.type === 'ended' && effect.commandId === commandId) return effect.outcome;
  }
  return null;
}

function resumeFacts({ before, after }: ObservedStep): JournalFact[] {
  const { intent, commandProblem, targets } = after.state;
  const old = before.intent?.kind === 'resume' ? before.intent : null;
  const facts: JournalFact[] = [];
  if (old !== null && outcomeOf(after, old.commandId) === 'notConfirmed') {
    facts.push({ kind: 'resume-failed', pauseId: old.pauseId, problem: commandProblem?.code ?? null });
  }
  if (intent?.kind === 'resume' && old?.commandId !== intent.commandId) {
    const { pauseId } = intent;
    facts.push({ kind: 'resume-asked', pauseId, trigger: intent.trigger, recordingIds: recordingIds(targets) });
  }
  return facts;
}
