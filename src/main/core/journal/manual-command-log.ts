// Writes manual starts and stops to the journal: the request and its outcome. Never who, and never on which phone.
import { randomUUID } from 'node:crypto';
import type { JournalFact, ManualCommand, ManualCommandOutcome, Trigger } from '../../../shared/domain/journal.ts';
import type { Problem } from '../../../shared/domain/problem.ts';

export type ManualCommandRequest = {
  readonly what: ManualCommand;
  readonly trigger: Trigger;
  /** For a stop, what is recorded when it is requested; empty for a start. */
  readonly recordingIds: readonly string[];
  readonly forAnother: boolean;
};

/** `recordingIds`: those that a read showed as started or as gone. */
export type LogOutcome = (how: ManualCommandOutcome, reason: Problem | null, recordingIds: readonly string[]) => void;

/** Writes the request; the returned function writes its outcome, once. */
export function logManualCommand(
  onFacts: (facts: readonly JournalFact[]) => void,
  { what, trigger, recordingIds, forAnother }: ManualCommandRequest,
): LogOutcome {
  const orderId = randomUUID();
  onFacts([
    {
      kind: 'hand-asked',
      orderId,
      what,
      trigger,
      recordingIds: [...recordingIds],
      ...(forAnother ? { forAnother } : {}),
    },
  ]);
  return (how, reason, ids) => {
    // The code alone: the values of a problem may contain a name or a number.
    onFacts([{ kind: 'hand-ended', orderId, how, problem: reason?.code ?? null, recordingIds: [...ids] }]);
  };
}
