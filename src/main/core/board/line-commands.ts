// Pauses, resumes or stops whatever is recorded on a line, named by its number or device. Each recording found there is followed by a
// pause controller, which takes the one request for its own; only a later read of that line's list confirms anything.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import {
  confirmUncertainWithinMs,
  confirmWithinMs,
  notSent,
  PendingCommand,
  type CommandContext,
  type CommandResult,
} from '../live/pending-command.ts';
import type { StartTarget, UcxClient, UcxResult } from '../ucx/client-types.ts';
import type { PauseRouter } from './pause-router.ts';
import type { BoardReads } from './start-stop-commands.ts';

export type LineVerb = 'pause' | 'resume' | 'stop';
export type Line = Pick<StartTarget, 'deviceName' | 'directoryNumber'>;

/** A pause does not wait longer (ms) for the list of the line before it is sent. */
const lookForMs = 400;

/** More users than this are not recorded on one line at once: the server did not understand which line was meant, and listed others too. */
const maxUsers = 3;

const isUnclear = (recordings: readonly LiveRecording[]): boolean =>
  new Set(recordings.flatMap(({ localUsername }) => (localUsername === null ? [] : [localUsername.toLowerCase()])))
    .size > maxUsers;

type LineCommandDependencies = {
  readonly context: CommandContext;
  readonly reads: BoardReads;
  readonly pauses: PauseRouter;
  /** A resume by number is about to be sent; the function that is returned is called when it has settled. */
  readonly resumeStarted: (known: ReadonlySet<string>, found: readonly LiveRecording[]) => () => void;
};

type LineCommand = {
  readonly verb: LineVerb;
  readonly line: Line;
  readonly filterKey: string;
  readonly client: UcxClient;
  readonly command: PendingCommand;
  /** What was known when the list of the line was asked for. */
  readonly known: ReadonlySet<string>;
  /** The newest read at that time. */
  readonly readBefore: number;
  /** The list of the line is waited for, and nothing was sent yet. */
  isLooking: boolean;
  /** What was recorded on the line when the request was sent. */
  found: readonly LiveRecording[];
};

export class LineCommands {
  readonly #dependencies: LineCommandDependencies;
  /** By the filter of the line: one command each, a later one takes the place of the earlier. */
  readonly #open = new Map<string, LineCommand>();
  /** Requests to resume that have not settled: only the end of the session aborts one, for it may still act. */
  readonly #resumes = new Set<AbortController>();

  constructor(dependencies: LineCommandDependencies) {
    this.#dependencies = dependencies;
  }

  /** The filters whose lists are waited for. */
  neededFilters(): string[] {
    return [...this.#open.keys()];
  }

  /** `filterKey` is that of the line. */
  run(verb: LineVerb, line: Line, filterKey: string): Promise<CommandResult> {
    const { context, reads } = this.#dependencies;
    const { client } = context.session;
    if (client === null) return notSent('credentials-missing');
    const before = this.#open.get(filterKey);
    if (before?.verb === verb) return before.command.result;
    before?.command.end('given-up', null);
    const command = new PendingCommand(context, () => this.#open.delete(filterKey));
    const [known, readBefore] = [reads.ids(), reads.latest];
    const open = { verb, line, filterKey, client, command, known, readBefore, isLooking: true, found: [] };
    this.#open.set(filterKey, open);
    if (verb === 'pause') {
      command.onDeadline(lookForMs, () => this.#send(open, []));
    } else command.expireAfter(confirmWithinMs, () => problem('server-timeout'));
    return command.result;
  }

  /** A good read of the list with this filter; the pause controllers have had it before. */
  readSucceeded(read: number, filterKey: string, recordings: readonly LiveRecording[]): void {
    const open = this.#open.get(filterKey);
    if (open === undefined) return;
    if (!open.isLooking) {
      if (open.command.isDecidedBy(read)) this.#decide(open, recordings);
    } else if (read > open.readBefore) this.#found(open, recordings);
  }

  readFailed(read: number, filterKey: string, reason: Problem): void {
    const open = this.#open.get(filterKey);
    if (open?.isLooking !== true || read <= open.readBefore) return;
    // A pause need not know what it concerns; reads show its effect later, or never.
    if (open.verb === 'pause') this.#send(open, []);
    else open.command.end('not-seen', reason);
  }

  signedOut(): void {
    for (const { command } of [...this.#open.values()]) command.end('given-up', problem('request-cancelled'));
    for (const controller of this.#resumes) controller.abort();
  }

  #found(open: LineCommand, recordings: readonly LiveRecording[]): void {
    const { pauses } = this.#dependencies;
    const { verb, command } = open;
    if (isUnclear(recordings)) command.end('not-seen', problem('board/phone-unclear'));
    else if (verb !== 'pause' && recordings.length === 0) command.end('not-seen', problem(`${verb}/nothing-recorded`));
    else if (verb !== 'stop' && recordings.some((one) => pauses.takeIfMine(one)))
      this.#actOnEach(open, verb, recordings);
    else this.#send(open, recordings);
  }

  /** My own line is for my own controller; recordings of others on it are paused or resumed by id. */
  #actOnEach(open: LineCommand, verb: 'pause' | 'resume', recordings: readonly LiveRecording[]): void {
    const { pauses } = this.#dependencies;
    const { command, filterKey } = open;
    open.isLooking = false;
    command.clearDeadline();
    const others = recordings.filter((recording) => !pauses.takeIfMine(recording));
    void command.follow(async () => {
      const each = others.map((recording) => pauses.act(verb, recording, filterKey));
      const results = await Promise.all([pauses.actOnMine(verb), ...each]);
      const failed = results.find(({ confirmed }) => !confirmed);
      if (failed === undefined) command.confirm();
      else command.end('given-up', failed.problem);
    });
  }

  #send(open: LineCommand, found: readonly LiveRecording[]): void {
    const { context, pauses } = this.#dependencies;
    const { verb, command, filterKey } = open;
    open.isLooking = false;
    open.found = found;
    command.expireAfter(confirmWithinMs, () => this.#notSeen(open));
    const request = this.#request(open);
    if (verb === 'stop') {
      const recordingIds = found.map(({ id }) => id);
      const forAnother = !found.every((one) => pauses.takeIfMine(one));
      command.logRequest({ what: 'stop', trigger: 'button', recordingIds, forAnother });
    } else for (const recording of found) void pauses.act(verb, recording, filterKey, request);
    void command.follow(async () => {
      if (command.settle(await request, ['already'])) this.#answered(open);
      context.onChange();
    });
  }

  async #request({ verb, line, client, command, known, found }: LineCommand): UcxResult<null> {
    const { directoryNumber = '' } = line;
    if (verb === 'pause') return client.pauseByNumber(directoryNumber, command.signal);
    if (verb === 'stop') return client.stopByLine(line, command.signal);
    const controller = new AbortController();
    const settled = this.#dependencies.resumeStarted(known, found);
    this.#resumes.add(controller);
    try {
      return await client.resumeByNumber(directoryNumber, controller.signal);
    } finally {
      this.#resumes.delete(controller);
      // Before anybody has the answer: reads that begin then can be trusted.
      settled();
    }
  }

  #answered(open: LineCommand): void {
    const { reads } = this.#dependencies;
    const { verb, command, filterKey } = open;
    if (!command.isOpen) return;
    command.answered(reads.latest);
    const isSoon = verb !== 'stop' || command.uncertainty !== null;
    command.expireAfter(isSoon ? confirmUncertainWithinMs : confirmWithinMs, () => this.#notSeen(open));
    reads.readNow(filterKey);
  }

  #decide(open: LineCommand, recordings: readonly LiveRecording[]): void {
    const { verb, command, found } = open;
    if (isUnclear(recordings)) command.end('not-seen', problem('board/phone-unclear'));
    else if (verb === 'stop') {
      const isLeft = found.some(({ id }) => recordings.some((other) => other.id === id));
      if (!isLeft) command.confirm(found.map(({ id }) => id));
    } else if (recordings.length === 0) command.end('not-seen', problem(`${verb}/nothing-recorded`));
    else if (verb === 'pause') this.#decidePause(open, recordings);
    else if (recordings.every(({ isPaused }) => isPaused === false)) command.confirm();
  }

  #decidePause(open: LineCommand, recordings: readonly LiveRecording[]): void {
    const { pauses } = this.#dependencies;
    const isShownPaused = (one: LiveRecording): boolean => pauses.viewOf(one)?.state === 'paused';
    for (const recording of recordings) {
      // It was not in the list when the pause was sent, or is my own after all.
      const isNew = !open.found.some(({ id }) => id === recording.id);
      if (isNew && !isShownPaused(recording)) void pauses.act('pause', recording, open.filterKey);
    }
    open.found = recordings;
    if (recordings.every((one) => one.isPaused === true && isShownPaused(one))) open.command.confirm();
  }

  #notSeen({ verb, command, found }: LineCommand): Problem {
    const views = verb === 'pause' ? found.map((one) => this.#dependencies.pauses.viewOf(one)) : [];
    const shown = views.find((view) => view !== null && view.state !== 'paused' && view.problem !== null);
    const fallback = problem(verb === 'stop' ? 'stop/not-seen' : 'recorder-did-not-obey');
    return shown?.problem ?? command.uncertainty ?? fallback;
  }
}
