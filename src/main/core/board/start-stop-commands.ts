// Stops and starts recordings of others. Neither has happened until a read that began after the answer shows it.
import type { ManualCommand } from '../../../shared/domain/journal.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import {
  confirmWithinMs,
  notSent,
  PendingCommand,
  problemShownMs,
  type CommandContext,
  type CommandResult,
} from '../live/pending-command.ts';
import type { StartTarget } from '../ucx/client-types.ts';

/** A recording may be this much longer (ms) than the time since the command and still be the one that was started. */
const toleranceMs = 2_000;

/** The reads of everybody's recordings. */
export type BoardReads = {
  /** Reads the list with this filter at once. */
  readNow(filterKey: string): void;
  /** The number of the newest read that has begun. */
  readonly latest: number;
  /** Every recording that is known now. */
  ids(): ReadonlySet<string>;
};

/** A list that was read: the filter it was asked with, and whether it holds what another filter finds. */
type ReadList = { readonly key: string; readonly covers: (filterKey: string) => boolean };

type Start = {
  readonly command: PendingCommand;
  /** The filter of the lists that can show it. */
  readonly filterKey: string;
  readonly before: ReadonlySet<string>;
  /** The recording that the server says it began. */
  startedId: string | null;
  /** The server said that the call is recorded already, or is about to be. */
  adopts: boolean;
};

type Stop = Pick<Start, 'command' | 'filterKey'>;

export class StartStopCommands {
  readonly #context: CommandContext;
  readonly #reads: BoardReads;
  /** By the id of the recording. */
  readonly #stops = new Map<string, Stop>();
  #start: Start | null = null;
  /** Why a stop did not happen, for a while, and the function that forgets it. */
  readonly #problems = new Map<string, { readonly problem: Problem; readonly cancel: () => void }>();

  constructor(context: CommandContext, reads: BoardReads) {
    this.#context = context;
    this.#reads = reads;
  }

  isStopping(id: string): boolean {
    return this.#stops.has(id);
  }

  problemOf(id: string): Problem | null {
    return this.#problems.get(id)?.problem ?? null;
  }

  /** The filters whose lists are waited for. */
  neededFilters(): string[] {
    return this.#pending.map(({ filterKey }) => filterKey);
  }

  /** `isMine`: the recording is my own, and is logged as such. */
  stop(id: string, filterKey: string, isMine: boolean): Promise<CommandResult> {
    const { client } = this.#context.session;
    if (client === null) return notSent('credentials-missing');
    if (this.#stops.has(id)) return notSent('manual-busy');
    this.#forgetProblem(id);
    const command = this.#begin('stop', (reason) => {
      this.#stops.delete(id);
      if (reason !== null) this.#showProblem(id, reason);
    });
    this.#stops.set(id, { command, filterKey });
    void command.follow(async () => {
      const answer = await client.stopById(id, command.signal);
      // 409: it has ended already, which is what was asked for. The read decides.
      if (command.settle(answer, ['gone'])) this.#awaitRead(command, filterKey);
    });
    command.logRequest({ what: 'stop', trigger: 'button', recordingIds: [id], forAnother: !isMine });
    this.#context.onChange();
    return command.result;
  }

  start(target: StartTarget, filterKey: string): Promise<CommandResult> {
    const { client } = this.#context.session;
    if (client === null) return notSent('credentials-missing');
    if (this.#start !== null) return notSent('manual-busy');
    const command = this.#begin('start', () => {
      this.#start = null;
    });
    const start: Start = { command, filterKey, before: this.#reads.ids(), startedId: null, adopts: false };
    this.#start = start;
    void command.follow(async () => {
      const answer = await client.start(target, command.signal);
      if (answer.ok) start.startedId = answer.value.id;
      // 429: it is being started (follow until it appears), or it runs already (adopt it).
      else start.adopts = answer.error.outcome === 'already';
      if (command.settle(answer, ['already'])) this.#awaitRead(command, filterKey);
    });
    command.logRequest({ what: 'start', trigger: 'button', recordingIds: [], forAnother: true });
    this.#context.onChange();
    return command.result;
  }

  readSucceeded(read: number, list: ReadList, recordings: readonly LiveRecording[]): void {
    for (const [id, { command, filterKey }] of [...this.#stops]) {
      if (!command.isDecidedBy(read) || !list.covers(filterKey)) continue;
      if (recordings.every((other) => other.id !== id)) command.confirm([id]);
    }
    const start = this.#start;
    if (start === null || !start.command.isDecidedBy(read) || !list.covers(start.filterKey)) return;
    const started = this.#startedBy(start, list.key === start.filterKey, recordings);
    if (started.length > 0) start.command.confirm(started.map(({ id }) => id));
  }

  signedOut(): void {
    for (const { command } of this.#pending) command.end('given-up', problem('request-cancelled'));
    for (const id of [...this.#problems.keys()]) this.#forgetProblem(id);
  }

  get #pending(): Stop[] {
    return [...this.#stops.values(), ...(this.#start === null ? [] : [this.#start])];
  }

  #begin(what: ManualCommand, onEnd: (reason: Problem | null) => void): PendingCommand {
    const command = new PendingCommand(this.#context, onEnd);
    command.expireAfter(confirmWithinMs, () => command.uncertainty ?? problem(`${what}/not-seen`));
    return command;
  }

  #awaitRead(command: PendingCommand, filterKey: string): void {
    command.answered(this.#reads.latest);
    if (command.isOpen) this.#reads.readNow(filterKey);
  }

  /** What was started among these; `isOfLine`: they are the recordings of this line alone. */
  #startedBy(
    { command, before, startedId, adopts }: Start,
    isOfLine: boolean,
    recordings: readonly LiveRecording[],
  ): LiveRecording[] {
    const longestMs = this.#context.ports.clock.monotonic() - command.startedAt + toleranceMs;
    return recordings.filter(
      ({ id, durationMs }) =>
        id === startedId ||
        // The vendor does not say that the id of the answer is the one of the list: a recording of this line that is younger than the command is it.
        (isOfLine && (adopts || (!before.has(id) && durationMs !== null && durationMs <= longestMs))),
    );
  }

  #showProblem(id: string, reason: Problem): void {
    const cancel = this.#context.ports.clock.timer(problemShownMs, () => {
      this.#forgetProblem(id);
      this.#context.onChange();
    });
    this.#problems.set(id, { problem: reason, cancel });
  }

  #forgetProblem(id: string): void {
    this.#problems.get(id)?.cancel();
    this.#problems.delete(id);
  }
}
