// Manual start and stop of the recording on my own line. Neither has happened until a read of the recorder shows it.
import type { ManualCommand, Trigger } from '../../../shared/domain/journal.ts';
import type { ManualView } from '../../../shared/ipc/manual.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { StartTarget, UcxClient, UcxFailure } from '../ucx/client-types.ts';
import {
  confirmUncertainWithinMs,
  confirmWithinMs,
  notSent,
  PendingCommand,
  problemShownMs,
  type CommandContext,
  type CommandResult,
} from './pending-command.ts';

/** The reads of my own recordings. */
type OwnReads = {
  readNow(): void;
  /** The sequence number of this moment: a read that begins later has a higher one. */
  readonly sequence: number;
};

type Running = {
  readonly verb: ManualCommand;
  readonly command: PendingCommand;
  /** What was recorded when it was asked, as far as known: a start waits for another one, a stop for the end of these. */
  readonly before: readonly string[];
  /** The recording that the server says it began. */
  startedId: string | null;
  /** The server said that the call is recorded already, or is about to be: whatever is recorded is what was asked for. */
  adopts: boolean;
  /** Reads that began after the answer. */
  readCount: number;
  /** A stop of the line that left recordings behind is followed once by a stop of each of them. */
  stoppedEach: boolean;
};

export class ManualControl {
  readonly #context: CommandContext;
  readonly #reads: OwnReads;
  readonly #target: () => StartTarget;
  #live: readonly LiveRecording[] = [];
  #running: Running | null = null;
  #problem: Problem | null = null;
  #cancelProblem = (): void => undefined;

  /** `target`: the line that Settings name; empty for my own. */
  constructor(context: CommandContext, reads: OwnReads, target: () => StartTarget) {
    this.#context = context;
    this.#reads = reads;
    this.#target = target;
  }

  /** True while a command waits for a read: reads are then due more often. */
  get isWaiting(): boolean {
    return this.#running !== null;
  }

  view(): ManualView {
    const phase = this.#running === null ? 'none' : this.#running.verb === 'start' ? 'starting' : 'stopping';
    const isReady = this.#context.session.client !== null && phase === 'none';
    const isRecording = this.#live.length > 0;
    return { phase, problem: this.#problem, canStart: isReady && !isRecording, canStop: isReady && isRecording };
  }

  /**
   * The request leaves before this returns. The same command asked again is followed with the first; the other one is refused while one
   * is under way. Neither of these is logged again.
   */
  run(verb: ManualCommand, trigger: Trigger): Promise<CommandResult> {
    if (this.#running !== null)
      return this.#running.verb === verb ? this.#running.command.result : notSent('manual-busy');
    const { client } = this.#context.session;
    if (client === null) return notSent('credentials-missing');
    this.#showProblem(null);
    const running = this.#begin(verb);
    const { command, before } = running;
    void command.follow(() => (verb === 'start' ? this.#sendStart(client, running) : this.#sendStop(client, running)));
    command.logRequest({ what: verb, trigger, recordingIds: verb === 'stop' ? before : [], forAnother: false });
    this.#context.onChange();
    return command.result;
  }

  /** A good read of my live recordings; `sequence` is the number that it was given when it began. */
  readSucceeded(sequence: number, recordings: readonly LiveRecording[]): void {
    const wasRecording = this.#live.length > 0;
    this.#live = recordings;
    if (this.#running !== null) this.#compare(this.#running, sequence);
    // A recording that began without Sidetone makes it pointless to say why it could not be started.
    if (wasRecording !== recordings.length > 0) this.#showProblem(null);
  }

  /** The session ended: whatever is under way is not followed any more. */
  signedOut(): void {
    this.#running?.command.end('given-up', problem('request-cancelled'));
    this.#live = [];
    this.#showProblem(null);
  }

  #begin(verb: ManualCommand): Running {
    const command = new PendingCommand(this.#context, (reason) => {
      this.#running = null;
      this.#showProblem(reason);
    });
    const running: Running = {
      verb,
      command,
      before: this.#live.map(({ id }) => id),
      startedId: null,
      adopts: false,
      readCount: 0,
      stoppedEach: false,
    };
    command.expireAfter(confirmWithinMs, () => problem(this.#notSeenCode(running)));
    this.#running = running;
    return running;
  }

  #notSeenCode({ verb, startedId }: Running): 'start/not-seen' | 'start/not-mine' | 'stop/not-seen' {
    if (verb === 'stop') return 'stop/not-seen';
    const { deviceName, directoryNumber } = this.#target();
    const isNamedLine = deviceName !== undefined || directoryNumber !== undefined;
    return isNamedLine && startedId !== null ? 'start/not-mine' : 'start/not-seen';
  }

  async #sendStart(client: UcxClient, running: Running): Promise<void> {
    const answer = await client.start(this.#target(), running.command.signal);
    if (answer.ok) running.startedId = answer.value.id;
    // 429: another request is starting it (follow until it appears), or it runs already (adopt it).
    else running.adopts = answer.error.outcome === 'already';
    if (this.#settle(running, answer, 'already')) this.#awaitRead(running);
  }

  async #sendStop(client: UcxClient, running: Running): Promise<void> {
    const answer = await client.stopMine(running.command.signal);
    // A server that does not know this route answers 404 or 405; the recordings are then stopped one by one.
    const isUnknownRoute = !answer.ok && [404, 405].includes(answer.error.status ?? 0);
    if (isUnknownRoute) await this.#stopEach(client, running);
    // Gone: nothing of mine is recorded any more, which is what was asked for. The read decides.
    else if (this.#settle(running, answer, 'gone')) this.#awaitRead(running);
  }

  /** What a stop of the line left behind: a call on another line of mine. */
  async #stopEach(client: UcxClient, running: Running): Promise<void> {
    running.stoppedEach = true;
    for (const id of this.#left(running)) {
      const answer = await client.stopById(id, running.command.signal);
      if (!this.#settle(running, answer, 'gone')) return;
    }
    this.#awaitRead(running);
  }

  #settle({ command }: Running, answer: Result<unknown, UcxFailure>, accepted: UcxFailure['outcome']): boolean {
    if (!command.isOpen || !command.settle(answer, [accepted])) return false;
    const { uncertainty } = command;
    if (uncertainty !== null) command.expireAfter(confirmUncertainWithinMs, () => uncertainty);
    return true;
  }

  /** What was known before the answer shows nothing: a read must follow. */
  #awaitRead({ command }: Running): void {
    if (!command.isOpen) return;
    command.answered(this.#reads.sequence);
    this.#reads.readNow();
  }

  /** With nothing known when it was asked, whatever is recorded now may have been meant. */
  #left({ before }: Running): string[] {
    const now = this.#live.map(({ id }) => id);
    return before.length === 0 ? now : now.filter((id) => before.includes(id));
  }

  /** Compares what was asked for with what a read shows. */
  #compare(running: Running, sequence: number): void {
    const { command, verb, before } = running;
    const left = this.#left(running);
    if (verb === 'stop') command.shownIds = before.filter((id) => !left.includes(id));
    if (!command.isDecidedBy(sequence)) return;
    running.readCount += 1;
    if (verb === 'start') {
      const started = this.#startedBy(running);
      if (started.length > 0) command.confirm(started.map(({ id }) => id));
    } else if (left.length === 0) command.confirm();
    else this.#stopLeft(running);
  }

  /** The vendor does not say that the id of the answer is the one of the list: another one that was not there before counts too. */
  #startedBy({ before, startedId, adopts }: Running): readonly LiveRecording[] {
    const shown = this.#live.filter(({ id }) => id === startedId || !before.includes(id));
    return shown.length === 0 && adopts ? this.#live : shown;
  }

  /** Not at the first read, which may have been too early to see what the server does. */
  #stopLeft(running: Running): void {
    const { client } = this.#context.session;
    if (running.readCount < 2 || running.stoppedEach || client === null) return;
    void running.command.follow(() => this.#stopEach(client, running));
  }

  /** Shows a problem for a while. */
  #showProblem(reason: Problem | null): void {
    this.#cancelProblem();
    const isChanged = this.#problem !== reason;
    this.#problem = reason;
    if (reason !== null) {
      this.#cancelProblem = this.#context.ports.clock.timer(problemShownMs, () => this.#showProblem(null));
    }
    if (isChanged) this.#context.onChange();
  }
}
