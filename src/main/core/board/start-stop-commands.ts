// Stopping and starting the recordings of others. Neither has happened until a read that began after the answer shows it.
import type { BoardEnd } from '../../../shared/ipc/board.ts';
import type { ManualCommandOutcome, ManualCommand, JournalFact } from '../../../shared/domain/journal.ts';
import { problem, type Problem, type ProblemCode } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import { logManualCommand, type LogOutcome } from '../journal/manual-command-log.ts';
import { seenWithinMs, toldForMs } from '../live/manual-control.ts';
import type { Clock, Log } from '../platform/ports.ts';
import type { StartTarget, UcxClient, UcxFailure, UcxResult } from '../ucx/client-types.ts';

/** A recording may be this much longer (ms) than the time since the press and still be the one that was started. */
const slackMs = 2_000;

export type BoardOrderDependencies = {
  readonly clock: Clock;
  readonly log: Log;
  readonly client: () => UcxClient | null;
  readonly readNow: (filterKey: string) => void;
  readonly onFacts: (facts: readonly JournalFact[]) => void;
  readonly onUnauthorized: () => void;
  readonly onChange: () => void;
};

type Order = {
  readonly verb: ManualCommand;
  /** The filter of the lists that can show it. */
  readonly filterKey: string;
  readonly pressedAt: number;
  readonly controller: AbortController;
  readonly resolve: (end: BoardEnd) => void;
  readonly cancelLimit: () => void;
  /** Writes down how it ended. */
  noteEnd: LogOutcome;
  /** The recording to stop, or the one that the server says it began. */
  id: string | null;
  /** What was recorded when a start was pressed. */
  readonly before: ReadonlySet<string>;
  /** The server said that the call is recorded already, or is about to be. */
  adopts: boolean;
  /** The request is over: what a read shows from now on counts. */
  answered: boolean;
  /** What to say when nothing is seen in time. */
  doubt: Problem | null;
};

/** A list that was read: the filter it was asked with, and whether it would hold what another filter finds. */
export type ReadList = { readonly key: string; readonly covers: (filterKey: string) => boolean };

export class BoardOrders {
  private readonly dependencies: BoardOrderDependencies;
  private readonly stops = new Map<string, Order>();
  private starting: Order | null = null;
  /** Why a stop did not happen, for a while, and the function that forgets it. */
  private readonly told = new Map<string, { readonly problem: Problem; readonly cancel: () => void }>();

  constructor(dependencies: BoardOrderDependencies) {
    this.dependencies = dependencies;
  }

  isStopping(id: string): boolean {
    return this.stops.has(id);
  }

  problemOf(id: string): Problem | null {
    return this.told.get(id)?.problem ?? null;
  }

  /** The filters whose lists are waited for. */
  needs(): string[] {
    return this.open.map((order) => order.filterKey);
  }

  /** `mine`: the recording is my own, and is written down as such. */
  stop(id: string, key: string, mine: boolean): Promise<BoardEnd> {
    const client = this.dependencies.client();
    if (client === null) return refused('credentials-missing');
    if (this.stops.has(id)) return refused('manual-busy');
    this.untell(id);
    return this.run(
      { verb: 'stop', filterKey: key, id, before: new Set() },
      !mine,
      (order) => {
        this.stops.set(id, order);
      },
      async (order) => {
        const result = await client.stopById(id, order.controller.signal);
        // 409: it has ended already, which is what was asked for. The read decides.
        if (!result.ok && result.error.outcome !== 'gone') this.failed(order, result.error);
      },
    );
  }

  /** `key` names the filter of the phone's line; `before` holds the recordings that are known now. */
  start(target: StartTarget, key: string, before: ReadonlySet<string>): Promise<BoardEnd> {
    const client = this.dependencies.client();
    if (client === null) return refused('credentials-missing');
    if (this.starting !== null) return refused('manual-busy');
    return this.run(
      { verb: 'start', filterKey: key, id: null, before },
      true,
      (order) => {
        this.starting = order;
      },
      async (order) => {
        const result: Awaited<UcxResult<{ readonly id: string }>> = await client.start(target, order.controller.signal);
        if (result.ok) order.id = result.value.id;
        // 429: it is being started (follow until it appears), or it runs already (adopt it).
        else if (result.error.outcome === 'already') order.adopts = true;
        else this.failed(order, result.error);
      },
    );
  }

  /** The orders whose request is over when a read begins: only they may be decided by it. */
  readStarted(): readonly Order[] {
    return this.open.filter(({ answered }) => answered);
  }

  readSucceeded(answered: readonly Order[], list: ReadList, recordings: readonly LiveRecording[]): void {
    for (const order of answered) {
      if (!list.covers(order.filterKey)) continue;
      if (order.verb === 'stop') {
        if (!recordings.some(({ id }) => id === order.id)) this.end(order, 'confirmed', null, [order.id ?? '']);
        continue;
      }
      const started = this.startedIn(order, list.key === order.filterKey, recordings);
      if (started.length > 0)
        this.end(
          order,
          'confirmed',
          null,
          started.map(({ id }) => id),
        );
    }
  }

  signedOut(): void {
    for (const order of this.open) this.end(order, 'given-up', problem('request-cancelled'));
    for (const id of [...this.told.keys()]) this.untell(id);
  }

  private get open(): Order[] {
    return [...this.stops.values(), ...(this.starting === null ? [] : [this.starting])];
  }

  private run(
    asked: Pick<Order, 'verb' | 'filterKey' | 'id' | 'before'>,
    forAnother: boolean,
    keep: (order: Order) => void,
    ask: (order: Order) => Promise<void>,
  ): Promise<BoardEnd> {
    const { clock, log, readNow, onFacts, onChange } = this.dependencies;
    const { verb, id } = asked;
    return new Promise((resolve) => {
      const order: Order = {
        ...asked,
        pressedAt: clock.monotonic(),
        controller: new AbortController(),
        resolve,
        cancelLimit: clock.timer(seenWithinMs, () => {
          const reason = order.doubt ?? problem(verb === 'start' ? 'start/not-seen' : 'stop/not-seen');
          this.end(order, 'not-seen', reason);
        }),
        noteEnd: () => undefined,
        adopts: false,
        answered: false,
        doubt: null,
      };
      keep(order);
      ask(order).then(
        () => {
          order.answered = true;
          if (this.open.includes(order)) readNow(order.filterKey);
        },
        (error: unknown) => {
          log.error('board-order-crashed', error);
          this.end(order, 'given-up', problem('internal'));
        },
      );
      order.noteEnd = logManualCommand(onFacts, {
        what: verb,
        trigger: 'button',
        recordingIds: id === null ? [] : [id],
        forAnother,
      });
      onChange();
    });
  }

  private failed(order: Order, { endpoint, status, reason, outcome, problem: cause }: UcxFailure): void {
    this.dependencies.log.warn('board-order-failed', { endpoint, status, reason, code: cause.code });
    // Without a usable answer it may have been carried out all the same.
    if (outcome === 'unknown') order.doubt = cause;
    else this.end(order, 'refused', cause);
    if (outcome === 'unauthorized') this.dependencies.onUnauthorized();
  }

  /** What was started among these; `ofLine`: they are the recordings of this line alone. */
  private startedIn(order: Order, ofLine: boolean, recordings: readonly LiveRecording[]): LiveRecording[] {
    const passed = this.dependencies.clock.monotonic() - order.pressedAt;
    return recordings.filter(
      ({ id, durationMs }) =>
        id === order.id ||
        // The vendor does not say that the id of the answer is the one of the list: a recording of this line that is younger than the press is it.
        (ofLine && (order.adopts || (!order.before.has(id) && durationMs !== null && durationMs <= passed + slackMs))),
    );
  }

  /** `seen`: what a read showed as started or as gone. */
  private end(order: Order, how: ManualCommandOutcome, reason: Problem | null, seen: readonly string[] = []): void {
    if (!this.open.includes(order)) return;
    order.noteEnd(how, reason, seen);
    if (this.starting === order) this.starting = null;
    else if (order.id !== null) {
      const { id } = order;
      this.stops.delete(id);
      if (reason !== null) {
        const cancel = this.dependencies.clock.timer(toldForMs, () => {
          this.untell(id);
          this.dependencies.onChange();
        });
        this.told.set(id, { problem: reason, cancel });
      }
    }
    order.cancelLimit();
    order.controller.abort();
    order.resolve({ confirmed: reason === null, problem: reason });
    this.dependencies.onChange();
  }

  private untell(id: string): void {
    this.told.get(id)?.cancel();
    this.told.delete(id);
  }
}

const refused = (code: ProblemCode): Promise<BoardEnd> => Promise.resolve({ confirmed: false, problem: problem(code) });
