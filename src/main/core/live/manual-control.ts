// Starts and stops the recording of my own line by hand. Like a pause, neither has happened until a read of the recorder shows it.
import type { ManualCommandOutcome, ManualCommand, JournalFact, Trigger } from '../../../shared/domain/journal.ts';
import type { ManualView } from '../../../shared/ipc/manual.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import { assertNever } from '../../../shared/domain/result.ts';
import { logManualCommand, type LogOutcome } from '../journal/manual-command-log.ts';
import type { Clock, Log } from '../platform/ports.ts';
import type { StartTarget, UcxClient, UcxFailure } from '../ucx/client-types.ts';

/** How long reads may take to show what was asked for, in milliseconds from the press: a started recording appears after the call was joined. */
export const seenWithinMs = 10_000;
/** The same where the server's answer left it open whether it acted: the person should not wait long to be told so. */
export const doubtWithinMs = 3_000;
/** How long what went wrong stays to be read, in milliseconds. */
export const toldForMs = 30_000;

/** `problem` says why it is not confirmed; null when it is. */
export type ManualEnd = { readonly confirmed: boolean; readonly problem: Problem | null };

export type ManualDependencies = {
  readonly clock: Clock;
  readonly log: Log;
  readonly client: () => UcxClient | null;
  /** The phone that Settings name; none of them: my own line. */
  readonly target: () => StartTarget;
  readonly readNow: () => void;
  /** The place of this moment in the order of events: a read that begins later has a higher one. */
  readonly mark: () => number;
  readonly onFacts: (facts: readonly JournalFact[]) => void;
  readonly onUnauthorized: () => void;
  readonly onChange: () => void;
};

type Running = {
  readonly verb: ManualCommand;
  readonly promise: Promise<ManualEnd>;
  readonly resolve: (end: ManualEnd) => void;
  readonly controller: AbortController;
  /** Writes down how it ended. */
  noteEnd: LogOutcome;
  cancelLimit: () => void;
  /** What was known to be recorded when it was pressed: a start waits for another one, a stop for the end of these. */
  readonly before: readonly string[];
  /** The recording that the server says it began. */
  startedId: string | null;
  /** The server said that the call is recorded already, or is about to be: whatever is recorded is what was asked for. */
  adopts: boolean;
  /** The moment at which the request was answered, and good reads that began after it; null before. Only these can show anything. */
  answered: { readonly mark: number; reads: number } | null;
  /** A stop of the line that left recordings behind is followed once by a stop of each of them. */
  stoppedEach: boolean;
};

export class ManualControl {
  private readonly dependencies: ManualDependencies;
  private live: readonly LiveRecording[] = [];
  private running: Running | null = null;
  private told: Problem | null = null;
  private cancelTold: (() => void) | null = null;

  constructor(dependencies: ManualDependencies) {
    this.dependencies = dependencies;
  }

  /** True while something was asked and not seen yet: reads are then due more often. */
  get waits(): boolean {
    return this.running !== null;
  }

  view(): ManualView {
    const signedIn = this.dependencies.client() !== null;
    const phase = this.running === null ? 'none' : this.running.verb === 'start' ? 'starting' : 'stopping';
    return {
      phase,
      problem: this.told,
      canStart: signedIn && phase === 'none' && this.live.length === 0,
      canStop: signedIn && phase === 'none' && this.live.length > 0,
    };
  }

  /**
   * Resolves when a read shows it, when the server refused, or after `seenWithinMs`. The request leaves before this returns. The same
   * verb pressed again is the same command; the other one is refused while one is under way. Neither of these is written down again.
   */
  run(verb: ManualCommand, trigger: Trigger): Promise<ManualEnd> {
    if (this.running !== null) {
      if (this.running.verb === verb) return this.running.promise;
      return Promise.resolve({ confirmed: false, problem: problem('manual-busy') });
    }
    const client = this.dependencies.client();
    if (client === null) return Promise.resolve({ confirmed: false, problem: problem('credentials-missing') });
    this.tell(null);
    const running = this.begin(verb);
    this.guard(running, verb === 'start' ? this.sendStart(client, running) : this.sendStop(client, running));
    const recordingIds = verb === 'stop' ? running.before : [];
    running.noteEnd = logManualCommand(this.dependencies.onFacts, {
      what: verb,
      trigger,
      recordingIds,
      forAnother: false,
    });
    this.dependencies.onChange();
    return running.promise;
  }

  /** A good read of my live recordings; `order` is its place in the order of events, given when it began. */
  seen(order: number, recordings: readonly LiveRecording[]): void {
    const had = this.live.length > 0;
    this.live = recordings;
    const { running } = this;
    const answered = running?.answered ?? null;
    if (running !== null && answered !== null && order > answered.mark) {
      answered.reads += 1;
      if (!this.look(running)) this.stopWhatIsLeft(running, answered.reads);
    }
    // A recording that began by itself makes it pointless to say why it could not be started.
    if (this.told !== null && had !== recordings.length > 0) this.tell(null);
  }

  /** A stop of the line that left recordings behind: the first read may have been too early to see what the server does. */
  private stopWhatIsLeft(running: Running, reads: number): void {
    const client = this.dependencies.client();
    if (running.verb !== 'stop' || reads < 2 || running.stoppedEach || client === null) return;
    this.guard(running, this.stopEach(client, running));
  }

  /** The session ended: whatever is under way is not followed any more. */
  signedOut(): void {
    // Before the list is emptied: what is no longer looked at has not been stopped.
    if (this.running !== null) this.end(this.running, 'given-up', problem('request-cancelled'));
    this.live = [];
    this.tell(null);
  }

  dispose(): void {
    this.signedOut();
  }

  private begin(verb: ManualCommand): Running {
    let resolve: Running['resolve'] = () => undefined;
    const promise = new Promise<ManualEnd>((settle) => {
      resolve = settle;
    });
    const running: Running = {
      verb,
      promise,
      resolve,
      controller: new AbortController(),
      noteEnd: () => undefined,
      cancelLimit: this.dependencies.clock.timer(seenWithinMs, () => {
        this.end(running, 'not-seen', problem(this.unseen(running)));
      }),
      before: this.live.map(({ id }) => id),
      startedId: null,
      adopts: false,
      answered: null,
      stoppedEach: false,
    };
    this.running = running;
    return running;
  }

  /** What to say of what no read showed in time. */
  private unseen({ verb, startedId }: Running): 'start/not-seen' | 'start/not-mine' | 'stop/not-seen' {
    if (verb === 'stop') return 'stop/not-seen';
    const { deviceName, directoryNumber } = this.dependencies.target();
    const onNamedPhone = deviceName !== undefined || directoryNumber !== undefined;
    return onNamedPhone && startedId !== null ? 'start/not-mine' : 'start/not-seen';
  }

  private guard(running: Running, request: Promise<void>): void {
    request.catch((error: unknown) => {
      this.dependencies.log.error('manual-crashed', error);
      this.end(running, 'given-up', problem('internal'));
    });
  }

  private async sendStart(client: UcxClient, running: Running): Promise<void> {
    const result = await client.start(this.dependencies.target(), running.controller.signal);
    if (this.running !== running) return;
    if (result.ok) running.startedId = result.value.id;
    else {
      const { code } = result.error.problem;
      // 429: another request is starting it (follow until it appears), or it runs already (adopt it). A6 of the vendor's list of traps.
      if (code === 'start/already' || code === 'start/starting') running.adopts = true;
      else if (!this.follows(result.error, running)) return;
    }
    this.follow(running);
  }

  private async sendStop(client: UcxClient, running: Running): Promise<void> {
    const result = await client.stopMine(running.controller.signal);
    if (this.running !== running) return;
    // A server that does not know this route answers 404 or 405; the recordings are then stopped one by one.
    const unknownRoute = !result.ok && [404, 405].includes(result.error.status ?? 0);
    if (unknownRoute) {
      await this.stopEach(client, running);
      return;
    }
    // Gone: nothing of mine is recorded any more, which is what was asked for. The read decides.
    if (!result.ok && result.error.outcome !== 'gone' && !this.follows(result.error, running)) return;
    this.follow(running);
  }

  /** What a stop of the line left behind: a call on another line of mine. */
  private async stopEach(client: UcxClient, running: Running): Promise<void> {
    running.stoppedEach = true;
    for (const id of this.left(running)) {
      const result = await client.stopById(id, running.controller.signal);
      if (this.running !== running) return;
      if (!result.ok && result.error.outcome !== 'gone' && !this.follows(result.error, running)) return;
    }
    this.follow(running);
  }

  /** True when a failed request may have been carried out all the same; ends the command when it was refused. */
  private follows(failure: UcxFailure, running: Running): boolean {
    const { endpoint, status, reason, outcome } = failure;
    this.dependencies.log.warn('manual-failed', { endpoint, status, reason, code: failure.problem.code });
    switch (outcome) {
      case 'unknown':
        running.cancelLimit();
        running.cancelLimit = this.dependencies.clock.timer(doubtWithinMs, () =>
          this.end(running, 'not-seen', failure.problem),
        );
        return true;
      case 'already':
      case 'refused':
      case 'gone':
      case 'forbidden':
      case 'cancelled':
        this.end(running, 'refused', failure.problem);
        return false;
      case 'unauthorized':
        this.end(running, 'refused', failure.problem);
        this.dependencies.onUnauthorized();
        return false;
      default:
        return assertNever(outcome);
    }
  }

  /** What was known before the answer shows nothing: somebody must look. */
  private follow(running: Running): void {
    running.answered ??= { mark: this.dependencies.mark(), reads: 0 };
    this.dependencies.readNow();
  }

  /** With nothing known when it was pressed, whatever is recorded now may have been meant. */
  private left({ before }: Running): string[] {
    const now = this.live.map(({ id }) => id);
    return before.length === 0 ? now : now.filter((id) => before.includes(id));
  }

  /** Compares what was asked for with what a read after the answer showed. True: it is there, and the command has ended. */
  private look(running: Running): boolean {
    if (running.verb === 'start') {
      const isNew = ({ id }: LiveRecording): boolean => !running.before.includes(id);
      const { startedId, adopts } = running;
      // The vendor does not say that the id of the answer is the one of the list: another one that was not there before counts too.
      const shown = this.live.filter((one) => one.id === startedId || isNew(one));
      const found = shown.length === 0 && adopts ? this.live : shown;
      if (found.length > 0) this.end(running, 'confirmed', null, found);
      return found.length > 0;
    }
    if (this.left(running).length === 0) {
      this.end(running, 'confirmed', null);
      return true;
    }
    return false;
  }

  private tell(reason: Problem | null): void {
    this.cancelTold?.();
    this.cancelTold = null;
    const changed = this.told !== reason;
    this.told = reason;
    if (reason !== null) this.cancelTold = this.dependencies.clock.timer(toldForMs, () => this.tell(null));
    if (changed) this.dependencies.onChange();
  }

  /** `started` is what a read showed of a start; what is gone of a stop is known. */
  private end(
    running: Running,
    how: ManualCommandOutcome,
    reason: Problem | null,
    started: readonly LiveRecording[] = [],
  ): void {
    if (this.running !== running) return;
    const left = this.left(running);
    running.noteEnd(
      how,
      reason,
      running.verb === 'start' ? started.map(({ id }) => id) : running.before.filter((id) => !left.includes(id)),
    );
    this.running = null;
    running.cancelLimit();
    running.controller.abort();
    this.tell(reason);
    this.dependencies.onChange();
    running.resolve({ confirmed: reason === null, problem: reason });
  }
}
