// One command to the recorder that a read must confirm: sent, answered, then confirmed, refused, not seen in time or given up.
import type { JournalFact, ManualCommandOutcome } from '../../../shared/domain/journal.ts';
import { problem, type Problem, type ProblemCode } from '../../../shared/domain/problem.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { logManualCommand, type LogOutcome, type ManualCommandRequest } from '../journal/manual-command-log.ts';
import type { Ports } from '../platform/ports.ts';
import type { Session } from '../session/session.ts';
import type { UcxFailure } from '../ucx/client-types.ts';

/** How long reads may take to show what was asked for, in milliseconds: a started recording appears after the call was joined. */
export const confirmWithinMs = 10_000;
/** The same where nobody knows whether the server carried it out: the person should not wait long to hear that. */
export const confirmUncertainWithinMs = 3_000;
/** How long the problem of a command is shown, in milliseconds. */
export const problemShownMs = 30_000;

/** `problem` says why it is not confirmed; null when it is, or when another command took its place. */
export type CommandResult = { readonly confirmed: boolean; readonly problem: Problem | null };

/** What all commands share. */
export type CommandContext = {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly session: Pick<Session, 'client' | 'refused'>;
  readonly onFacts: (facts: readonly JournalFact[]) => void;
  readonly onChange: () => void;
};

/** The result of a command that was not even sent. */
export const notSent = (code: ProblemCode): Promise<CommandResult> =>
  Promise.resolve({ confirmed: false, problem: problem(code) });

export class PendingCommand {
  /** Resolves when it ends, whatever the outcome. */
  readonly result: Promise<CommandResult>;
  readonly startedAt: number;
  /** The recordings that reads have shown as started or as gone, for the journal. */
  shownIds: readonly string[] = [];
  readonly #context: CommandContext;
  readonly #onEnd: (reason: Problem | null) => void;
  readonly #controller = new AbortController();
  #resolve: (result: CommandResult) => void = () => undefined;
  #logOutcome: LogOutcome = () => undefined;
  #cancelDeadline = (): void => undefined;
  #answeredAt: number | null = null;
  #uncertainty: Problem | null = null;
  #isOpen = true;

  constructor(context: CommandContext, onEnd: (reason: Problem | null) => void) {
    this.#context = context;
    this.#onEnd = onEnd;
    this.startedAt = context.ports.clock.monotonic();
    this.result = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Aborts when the command ends. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why nobody knows whether the server carried it out; null when the server said so. */
  get uncertainty(): Problem | null {
    return this.#uncertainty;
  }

  /** Writes to the journal that it was asked; its outcome follows. */
  logRequest(request: ManualCommandRequest): void {
    this.#logOutcome = logManualCommand(this.#context.onFacts, request);
  }

  /** After `ms` it ends as not seen. Takes the place of any earlier deadline. */
  expireAfter(ms: number, reason: () => Problem): void {
    this.onDeadline(ms, () => this.end('not-seen', reason()));
  }

  /** Calls back after `ms`, unless it ends before. Takes the place of any earlier deadline. */
  onDeadline(ms: number, callback: () => void): void {
    this.#cancelDeadline();
    this.#cancelDeadline = this.#context.ports.clock.timer(ms, callback);
  }

  clearDeadline(): void {
    this.#cancelDeadline();
  }

  /** Starts `work` at once. Where it throws, which nobody expects, the command ends. */
  async follow(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#context.ports.log.error('command-crashed', error);
      this.end('given-up', problem('internal'));
    }
  }

  /**
   * True when reads decide: the request succeeded, failed with an outcome that is as good (`accepted`), or had no usable answer and
   * may have been carried out. Otherwise the command has ended as refused.
   */
  settle(answer: Result<unknown, UcxFailure>, accepted: readonly UcxFailure['outcome'][] = []): boolean {
    if (answer.ok || accepted.includes(answer.error.outcome)) return true;
    const { endpoint, status, reason, outcome, problem: cause } = answer.error;
    this.#context.ports.log.warn('command-failed', { endpoint, status, reason, code: cause.code });
    if (outcome === 'unknown') {
      this.#uncertainty = cause;
      return true;
    }
    this.end('refused', cause);
    if (outcome === 'unauthorized') this.#context.session.refused();
    return false;
  }

  /** The request is over. `sequence` is that of the newest read that has begun: only later ones can confirm. */
  answered(sequence: number): void {
    this.#answeredAt ??= sequence;
  }

  /** True when a read began after the answer. */
  isDecidedBy(sequence: number): boolean {
    return this.#isOpen && this.#answeredAt !== null && sequence > this.#answeredAt;
  }

  confirm(shownIds: readonly string[] = this.shownIds): void {
    this.shownIds = shownIds;
    this.end('confirmed', null);
  }

  /** Only the first end counts. */
  end(outcome: ManualCommandOutcome, reason: Problem | null): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#logOutcome(outcome, reason, this.shownIds);
    this.#cancelDeadline();
    this.#controller.abort();
    this.#onEnd(reason);
    this.#resolve({ confirmed: outcome === 'confirmed', problem: reason });
    this.#context.onChange();
  }
}
