// Writes down a start or a stop by hand: that it was asked, and how it ended. Never who, and never on which phone.
import { randomUUID } from 'node:crypto';
import type { JournalFact, ManualCommand, ManualCommandOutcome, Trigger } from '../../../shared/domain/journal.ts';
import type { Problem } from '../../../shared/domain/problem.ts';

export type ManualCommandRequest = {
  readonly what: ManualCommand;
  readonly trigger: Trigger;
  /** What is recorded where a stop is asked; a start names nothing yet. */
  readonly recordingIds: readonly string[];
  readonly forAnother: boolean;
};

/** `recordingIds`: what a read showed as started or as gone. */
export type LogOutcome = (how: ManualCommandOutcome, reason: Problem | null, recordingIds: readonly string[]) => void;

/** Writes down that it was asked; the answer writes down its end, once. */
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
    // The name of the problem alone: its values may hold a name or a number.
    onFacts([{ kind: 'hand-ended', orderId, how, problem: reason?.code ?? null, recordingIds: [...ids] }]);
  };
}
