// What the journal is told: the facts between two states of the pause machine. Pure, and no part of the machine itself,
// so that what happens and what is written down cannot bend each other.
import { assertNever } from '../../../shared/domain/result.ts';
import type { JournalAttempt, JournalFact } from '../../../shared/domain/journal.ts';
import type { RecordingState } from '../../../shared/domain/recording.ts';
import { shownState } from './live-view.ts';
import type { CommandOutcome, Intent, MachineEvent, MachineLimits, MachineState, Step } from './pause-types.ts';

type PauseIntent = Extract<Intent, { kind: 'pause' }>;

const pauseOf = (state: MachineState): PauseIntent | null => (state.intent?.kind === 'pause' ? state.intent : null);

/**
 * The facts of one step, in the order in which they happened. `shownBefore` is what was shown until now (what is shown also
 * changes with time alone); `pauseId` names a command for good, over restarts.
 */
export function factsOf(
  before: MachineState,
  shownBefore: RecordingState,
  event: MachineEvent,
  after: Step,
  limits: MachineLimits,
  pauseId: (commandId: number) => string,
): JournalFact[] {
  const facts: JournalFact[] = [];
  const was = pauseOf(before);
  const is = pauseOf(after.state);
  if (was !== null) facts.push(...leftUnconfirmed(before, was, event, after, pauseId));
  if (was !== null && was.commandId !== is?.commandId) facts.push(ended(before, was, event, after, pauseId));
  // A pause that is taken up after a restart was written down when it was asked.
  if (is !== null && was?.commandId !== is.commandId && event.type !== 'pauseRestored') {
    facts.push({
      kind: 'asked',
      pauseId: pauseId(is.commandId),
      trigger: is.trigger,
      recordingIds: after.state.targets.map((target) => target.recording.id),
    });
  }
  facts.push(...resumeFacts(before, after, was, pauseId));
  if (is === null) return facts;
  facts.push(...confirmations(before, after.state, is, event.at, pauseId));
  const wasLoud = shownBefore === 'unconfirmed' && was?.commandId === is.commandId;
  if (!wasLoud && shownState(after.state, event.at, limits) === 'unconfirmed') {
    const unpaused = after.state.targets.filter((target) => target.truth !== 'paused');
    const cause =
      unpaused.find((target) => target.refused !== null)?.refused ??
      after.state.commandProblem ??
      after.state.readProblem;
    facts.push({
      kind: 'not-confirmed',
      pauseId: pauseId(is.commandId),
      recordingIds: unpaused.map((target) => target.recording.id),
      problem: cause?.code ?? null,
    });
  }
  return facts;
}

/** A recording that began under the pause and ended before it was confirmed was open for as long as it lasted, however short that was. */
function leftUnconfirmed(
  before: MachineState,
  was: PauseIntent,
  event: MachineEvent,
  after: Step,
  pauseId: (commandId: number) => string,
): JournalFact[] {
  if (event.type !== 'readSucceeded') return [];
  const here = new Set(after.state.targets.map((target) => target.recording.id));
  const left = before.targets.filter((target) => target.covered && !target.confirmed && !here.has(target.recording.id));
  if (left.length === 0) return [];
  const recordingIds = left.map((target) => target.recording.id);
  return [{ kind: 'not-confirmed', pauseId: pauseId(was.commandId), recordingIds, problem: 'pause/ended' }];
}

function confirmations(
  before: MachineState,
  after: MachineState,
  intent: PauseIntent,
  now: number,
  pauseId: (commandId: number) => string,
): JournalFact[] {
  const confirmedBefore = new Set(
    pauseOf(before)?.commandId === intent.commandId
      ? before.targets.filter((target) => target.confirmed).map((target) => target.recording.id)
      : [],
  );
  return after.targets
    .filter((target) => target.confirmed && !confirmedBefore.has(target.recording.id))
    .map((target) => ({
      kind: 'confirmed',
      pauseId: pauseId(intent.commandId),
      recordingId: target.recording.id,
      // Found paused when it appeared: it was never open under this pause.
      exposureMs: target.askedAt === null ? 0 : Math.round(now - target.askedAt),
      attempts: [...target.told],
    }));
}

function ended(
  before: MachineState,
  was: PauseIntent,
  event: MachineEvent,
  after: Step,
  pauseId: (commandId: number) => string,
): JournalFact {
  const attempts: JournalAttempt[] = before.targets.flatMap((target) => [...target.told]);
  return {
    kind: 'ended',
    pauseId: pauseId(was.commandId),
    how: howEnded(was, event, after),
    pausedForMs: was.confirmedAt === null ? null : Math.round(event.at - was.confirmedAt),
    attempts,
  };
}

function howEnded(was: PauseIntent, event: MachineEvent, after: Step): Extract<JournalFact, { kind: 'ended' }>['how'] {
  if (event.type === 'signedOut') return 'signed-out';
  const { intent } = after.state;
  if (intent?.kind === 'resume') return intent.trigger === 'automatic' ? 'resumed-automatically' : 'resumed';
  const outcome = outcomeOf(after, was.commandId);
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
    case null:
      return 'given-up';
    default:
      return assertNever(outcome);
  }
}

function outcomeOf(after: Step, commandId: number): CommandOutcome | null {
  for (const effect of after.effects) {
    if (effect.type === 'ended' && effect.commandId === commandId) return effect.outcome;
  }
  return null;
}

function resumeFacts(
  before: MachineState,
  after: Step,
  was: PauseIntent | null,
  pauseId: (commandId: number) => string,
): JournalFact[] {
  const { intent } = after.state;
  const old = before.intent?.kind === 'resume' ? before.intent : null;
  const facts: JournalFact[] = [];
  if (old !== null && outcomeOf(after, old.commandId) === 'notConfirmed') {
    facts.push({ kind: 'resume-failed', pauseId: null, problem: after.state.commandProblem?.code ?? null });
  }
  if (intent?.kind === 'resume' && old?.commandId !== intent.commandId) {
    facts.push({
      kind: 'resume-asked',
      pauseId: was === null ? null : pauseId(was.commandId),
      trigger: intent.trigger,
      recordingIds: after.state.targets.map((target) => target.recording.id),
    });
  }
  return facts;
}
