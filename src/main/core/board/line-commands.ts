// Pausing, resuming and stopping whatever is recorded on a phone, by its number or device. Each recording found there is followed by
// its own machine of the promise, which takes the one request for its own; nothing is confirmed but by a later read of that phone's list.
import type { BoardEnd } from '../../../shared/ipc/board.ts';
import type { ManualCommandOutcome, JournalFact } from '../../../shared/domain/journal.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import type { ActedView } from './pause-controllers.ts';
import { logManualCommand, type LogOutcome } from '../journal/manual-command-log.ts';
import { doubtWithinMs, seenWithinMs } from '../live/manual-control.ts';
import type { Clock, Log } from '../platform/ports.ts';
import type { StartTarget, UcxClient, UcxFailure, UcxResult } from '../ucx/client-types.ts';

export type PhoneVerb = 'pause' | 'resume' | 'stop';
export type Phone = Pick<StartTarget, 'deviceName' | 'directoryNumber'>;

/** A pause does not wait longer (ms) for the list of the phone before it is sent. */
export const lookForMs = 400;

export type BoardPhoneDependencies = {
  readonly clock: Clock;
  readonly log: Log;
  readonly client: () => UcxClient | null;
  readonly readNow: (filterKey: string) => void;
  readonly isMine: (recording: LiveRecording) => boolean;
  /** My own recordings have one machine, and it is not here. */
  readonly own: (verb: 'pause' | 'resume') => Promise<BoardEnd>;
  /** One recording of another: by `request` where there is one, else by its id. */
  readonly other: (
    verb: 'pause' | 'resume',
    recording: LiveRecording,
    filterKey: string,
    request: UcxResult<null> | null,
  ) => Promise<BoardEnd>;
  /** What its machine says of it. Null: nobody follows it. */
  readonly shown: (recording: LiveRecording) => Pick<ActedView, 'state' | 'problem'> | null;
  /** A resume by number is about to leave; the function that is returned is called when it is over. */
  readonly doubt: (known: ReadonlySet<string>, found: readonly LiveRecording[]) => () => void;
  /** Every recording that is known now. */
  readonly known: () => ReadonlySet<string>;
  readonly onFacts: (facts: readonly JournalFact[]) => void;
  readonly onUnauthorized: () => void;
  readonly onChange: () => void;
};

/** More users than this are not recorded on one phone at once: the server did not understand which phone was meant, and listed others too. */
const mostUsers = 3;

const isUnclear = (recordings: readonly LiveRecording[]): boolean =>
  new Set(recordings.flatMap(({ localUsername }) => (localUsername === null ? [] : [localUsername.toLowerCase()])))
    .size > mostUsers;

type Phase = 'looking' | 'asked' | 'answered';

type Order = {
  readonly verb: PhoneVerb;
  readonly phone: Phone;
  readonly key: string;
  readonly client: UcxClient;
  readonly controller: AbortController;
  readonly promise: Promise<BoardEnd>;
  readonly resolve: (end: BoardEnd) => void;
  /** What was known when the list of the phone was asked for. */
  readonly known: ReadonlySet<string>;
  phase: Phase;
  /** What was recorded on the phone when the request left. */
  found: readonly LiveRecording[];
  /** Why it may not have been done; null after a good answer. */
  doubt: Problem | null;
  /** Writes down how a stop ended; a pause and a resume are written down by their machines. */
  noteEnd: LogOutcome;
  cancelLimit: () => void;
};

/** The orders that were open when a read began, and how far each was then. */
export type PhoneNote = readonly { readonly order: Order; readonly phase: Phase }[];

export class BoardPhones {
  private readonly dependencies: BoardPhoneDependencies;
  /** By the filter of the phone: one order each, the later press takes the place of the earlier. */
  private readonly open = new Map<string, Order>();
  /** Requests to resume that are not over: only the end of the session gives one up, for it may still act. */
  private readonly resumes = new Set<AbortController>();

  constructor(dependencies: BoardPhoneDependencies) {
    this.dependencies = dependencies;
  }

  /** The filters whose lists are waited for. */
  needs(): string[] {
    return [...this.open.keys()];
  }

  /** `key` names the filter of the phone. Resolves when a read shows it, when it was refused, or when no read shows it in time. */
  run(verb: PhoneVerb, phone: Phone, key: string): Promise<BoardEnd> {
    const client = this.dependencies.client();
    if (client === null) return Promise.resolve({ confirmed: false, problem: problem('credentials-missing') });
    const before = this.open.get(key);
    if (before?.verb === verb) return before.promise;
    if (before !== undefined) this.end(before, null, 'given-up');
    let resolve: Order['resolve'] = () => undefined;
    const promise = new Promise<BoardEnd>((settle) => {
      resolve = settle;
    });
    const order: Order = {
      verb,
      phone,
      key,
      client,
      controller: new AbortController(),
      promise,
      resolve,
      known: this.dependencies.known(),
      phase: 'looking',
      found: [],
      doubt: null,
      noteEnd: () => undefined,
      cancelLimit: () => undefined,
    };
    this.open.set(key, order);
    if (verb === 'pause') this.limit(order, lookForMs, () => this.ask(order, []));
    else this.limit(order, seenWithinMs, () => this.end(order, problem('server-timeout')));
    return promise;
  }

  readStarted(): PhoneNote {
    return [...this.open.values()].map((order) => ({ order, phase: order.phase }));
  }

  /** A good read of the list with this filter; what it says has been believed by the machines already. */
  readSucceeded(note: PhoneNote, key: string, recordings: readonly LiveRecording[]): void {
    for (const { order, phase } of note) {
      if (order.key !== key || !this.isOpen(order)) continue;
      if (order.phase === 'looking') this.looked(order, recordings);
      else if (phase === 'answered') this.decide(order, recordings);
    }
  }

  readFailed(note: PhoneNote, key: string, reason: Problem): void {
    for (const { order } of note) {
      if (order.key !== key || !this.isOpen(order) || order.phase !== 'looking') continue;
      // A pause need not know what it meets; what it came to is seen later or not at all.
      if (order.verb === 'pause') this.ask(order, []);
      else this.end(order, reason);
    }
  }

  signedOut(): void {
    for (const order of [...this.open.values()]) this.end(order, problem('request-cancelled'), 'given-up');
    for (const controller of this.resumes) controller.abort();
  }

  private isOpen(order: Order): boolean {
    return this.open.get(order.key) === order;
  }

  private limit(order: Order, ms: number, over: () => void): void {
    order.cancelLimit();
    order.cancelLimit = this.dependencies.clock.timer(ms, over);
  }

  private looked(order: Order, recordings: readonly LiveRecording[]): void {
    const { isMine } = this.dependencies;
    const { verb } = order;
    if (isUnclear(recordings)) this.end(order, problem('board/phone-unclear'));
    else if (verb !== 'pause' && recordings.length === 0) this.end(order, problem(`${verb}/nothing-recorded`));
    else if (verb !== 'stop' && recordings.some(isMine)) this.askEach(order, verb, recordings);
    else this.ask(order, recordings);
  }

  /** My own line is for my own machine; whoever shares it is asked for by id. */
  private askEach(order: Order, verb: 'pause' | 'resume', recordings: readonly LiveRecording[]): void {
    const { isMine, own, other } = this.dependencies;
    order.phase = 'asked';
    order.cancelLimit();
    const others = recordings.filter((recording) => !isMine(recording));
    void Promise.all([own(verb), ...others.map((recording) => other(verb, recording, order.key, null))]).then(
      (ends) => {
        const failed = ends.find(({ confirmed }) => !confirmed);
        this.end(order, failed?.problem ?? null, failed === undefined ? 'confirmed' : 'given-up');
      },
      (error: unknown) => this.crashed(order, error),
    );
  }

  private ask(order: Order, found: readonly LiveRecording[]): void {
    const { isMine, other, doubt, onFacts, onChange } = this.dependencies;
    const { verb, key, known } = order;
    order.phase = 'asked';
    order.found = found;
    this.limit(order, seenWithinMs, () => this.overdue(order));
    if (verb === 'stop') {
      const recordingIds = found.map(({ id }) => id);
      order.noteEnd = logManualCommand(onFacts, {
        what: 'stop',
        trigger: 'button',
        recordingIds,
        forAnother: !found.every(isMine),
      });
    }
    const request = verb === 'resume' ? this.doubted(order, doubt(known, found)) : this.send(order);
    if (verb !== 'stop') for (const recording of found) void other(verb, recording, key, request);
    request.then(
      (result) => {
        this.answered(order, result.ok ? null : result.error);
        onChange();
      },
      (error: unknown) => this.crashed(order, error),
    );
  }

  /** The doubt is over before anybody hears of the end: the reads that begin then may be believed. */
  private async doubted(order: Order, over: () => void): UcxResult<null> {
    this.resumes.add(order.controller);
    try {
      return await this.send(order);
    } finally {
      this.resumes.delete(order.controller);
      over();
    }
  }

  private send({ verb, phone, client, controller: { signal } }: Order): UcxResult<null> {
    const { directoryNumber = '' } = phone;
    switch (verb) {
      case 'pause':
        return client.pauseByNumber(directoryNumber, signal);
      case 'resume':
        return client.resumeByNumber(directoryNumber, signal);
      case 'stop':
        return client.stopByLine(phone, signal);
    }
  }

  private answered(order: Order, failure: UcxFailure | null): void {
    if (failure !== null) {
      const { endpoint, status, reason, problem: cause } = failure;
      this.dependencies.log.warn('board-phone-failed', { endpoint, status, reason, code: cause.code });
    }
    if (failure?.outcome === 'unauthorized') this.dependencies.onUnauthorized();
    if (!this.isOpen(order)) return;
    order.phase = 'answered';
    // "Already" is no proof of it: the read decides. Without a usable answer it may have been carried out all the same.
    if (failure !== null && failure.outcome !== 'already' && failure.outcome !== 'unknown') {
      this.end(order, failure.problem, 'refused');
      return;
    }
    order.doubt = failure?.outcome === 'unknown' ? failure.problem : null;
    const soon = order.verb !== 'stop' || order.doubt !== null;
    this.limit(order, soon ? doubtWithinMs : seenWithinMs, () => this.overdue(order));
    this.dependencies.readNow(order.key);
  }

  private decide(order: Order, recordings: readonly LiveRecording[]): void {
    const { verb, found } = order;
    if (isUnclear(recordings)) {
      this.end(order, problem('board/phone-unclear'));
      return;
    }
    if (verb === 'stop') {
      if (!found.some(({ id }) => recordings.some((other) => other.id === id))) this.end(order, null);
    } else if (recordings.length === 0) this.end(order, problem(`${verb}/nothing-recorded`));
    else if (verb === 'resume') {
      if (recordings.every(({ isPaused }) => isPaused === false)) this.end(order, null);
    } else {
      const { shown } = this.dependencies;
      for (const recording of recordings) if (shown(recording)?.state !== 'paused') this.pauseToo(order, recording);
      order.found = recordings;
      const all = recordings.every((one) => one.isPaused === true && shown(one)?.state === 'paused');
      if (all) this.end(order, null);
    }
  }

  /** What was not in the list when the pause left, or is my own after all. */
  private pauseToo({ key, found }: Order, recording: LiveRecording): void {
    const { isMine, own, other } = this.dependencies;
    if (found.some(({ id }) => id === recording.id)) return;
    void (isMine(recording) ? own('pause') : other('pause', recording, key, null));
  }

  private overdue(order: Order): void {
    const { shown } = this.dependencies;
    const told = order.found.map(shown).find((one) => one !== null && one.state !== 'paused' && one.problem !== null);
    const reason = (order.verb === 'pause' ? told?.problem : null) ?? order.doubt;
    this.end(order, reason ?? problem(order.verb === 'stop' ? 'stop/not-seen' : 'recorder-did-not-obey'));
  }

  private crashed(order: Order, error: unknown): void {
    this.dependencies.log.error('board-phone-crashed', error);
    this.end(order, problem('internal'), 'given-up');
  }

  /** `given-up` without a reason: another command took its place. */
  private end(
    order: Order,
    reason: Problem | null,
    how: ManualCommandOutcome = reason === null ? 'confirmed' : 'not-seen',
  ): void {
    if (!this.isOpen(order)) return;
    this.open.delete(order.key);
    order.cancelLimit();
    order.noteEnd(how, reason, how === 'confirmed' ? order.found.map(({ id }) => id) : []);
    if (!this.resumes.has(order.controller)) order.controller.abort();
    order.resolve({ confirmed: how === 'confirmed', problem: reason });
    this.dependencies.onChange();
  }
}
