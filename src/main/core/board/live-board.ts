// Everybody's live recordings, for those who may see them: watched only while a window shows them or a command of mine is open.
import {
  noBoardFilter,
  type BoardChanged,
  type BoardEnd,
  type BoardFilter,
  type BoardView,
} from '../../../shared/ipc/board.ts';
import { problem, type ProblemCode } from '../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import type { LiveView } from '../../../shared/ipc/snapshot.ts';
import {
  boardCadenceMs,
  type ActiveRecordingsPoller,
  type BoardRead,
  type PollerHost,
} from './active-recordings-poller.ts';
import { filterKey, lineFilter } from './board-filter.ts';
import { BoardChanges } from './change-batcher.ts';
import { PollerRegistry } from './poller-registry.ts';
import { BoardOrders } from './start-stop-commands.ts';
import { BoardPauses, boardStalenessMs, type ReadNote } from './pause-controllers.ts';
import { BoardPhones, type Phone, type PhoneNote, type PhoneVerb } from './line-commands.ts';
import { BoardPlaces } from './row-order.ts';
import { boardRow } from './rows.ts';
import type { LiveBoardDependencies } from './live-board-types.ts';
import type { Answered, StartTarget } from '../ucx/client-types.ts';
import { plainName } from '../ucx/user-name.ts';

/** A window that has not read the list for so long (ms) is gone without saying so. */
export const leaseMs = 60_000;

type Note = {
  readonly pauses: ReadNote;
  readonly orders: ReturnType<BoardOrders['readStarted']>;
  readonly phones: PhoneNote;
};

export class LiveBoard {
  private readonly dependencies: LiveBoardDependencies;
  private readonly pauses: BoardPauses;
  private readonly orders: BoardOrders;
  private readonly phones: BoardPhones;
  private readonly lists: PollerRegistry<Note>;
  private readonly places = new BoardPlaces();
  private readonly changes = new BoardChanges(() => this.lists.of(this.filter)?.isReading ?? false);
  /** The filter that is shown, or was shown last. */
  private filter: BoardFilter = noBoardFilter;
  private watched = false;
  private asleep = false;
  private allowed: BoardView['allowed'] = 'unknown';
  private reads = 0;
  private ownShown = '';
  private cancelLease: (() => void) | null = null;
  private cancelStale: (() => void) | null = null;

  constructor(dependencies: LiveBoardDependencies) {
    this.dependencies = dependencies;
    const { clock, log, client, limits, own, guard, onFacts, onUnauthorized } = dependencies;
    const readNow = (key: string): void => this.lists.readNow(key, () => this.adjust());
    const onChange = (): void => this.changed();
    this.lists = new PollerRegistry(
      {
        ports: dependencies,
        session: {
          get client() {
            return client();
          },
        },
      },
      this.pollerHost(),
    );
    this.pauses = new BoardPauses({ clock, log, client, limits, readNow, onFacts, onUnauthorized, onChange });
    this.orders = new BoardOrders({ clock, log, client, readNow, onFacts, onUnauthorized, onChange });
    this.phones = new BoardPhones({
      clock,
      log,
      client,
      readNow,
      isMine: (recording) => this.isOwn(recording),
      own: (verb) => own[verb](),
      other: (verb, recording, key, request) => this.pauses[verb](recording, key, request),
      shown: (one) => (this.isMine(one, own.view()) ? own.view() : this.pauses.viewOf(one.id)),
      doubt: (known, found) => {
        const resume = guard.resumeStarted(known, found);
        return () => {
          guard.resumeSettled(resume, { board: this.reads, own: own.mark(), at: clock.monotonic() });
          // What was in doubt on show need not wait for its turn.
          if (this.watched) readNow(filterKey(this.filter));
        };
      },
      known: () => this.lists.ids(),
      onFacts,
      onUnauthorized,
      onChange,
    });
  }

  /** Called once a turn with what changed. Returns the function that unsubscribes. */
  subscribe(listener: (change: BoardChanged) => void): () => void {
    return this.changes.subscribe(listener);
  }

  watch(filter: BoardFilter): void {
    if (!this.watched || filterKey(filter) !== filterKey(this.filter)) this.places.clear();
    this.filter = filter;
    this.keepWatching();
    this.changed();
  }

  unwatch(): void {
    this.watched = false;
    this.cancelLease?.();
    this.cancelLease = null;
    this.changed();
  }

  /** A person asks for the list now. */
  refresh(): void {
    this.keepWatching();
    this.lists.readOnRequest(this.filter, () => this.changed());
  }

  view(): BoardView {
    if (this.watched) this.keepWatching();
    const feed = this.lists.of(this.filter);
    const asOf = feed?.asOf ?? null;
    const ageMs = asOf === null ? null : this.dependencies.clock.monotonic() - asOf;
    const old = ageMs !== null && ageMs > boardStalenessMs;
    const own = this.dependencies.own.view();
    const believed = this.dependencies.guard.trusted('board', feed?.number ?? 0, feed?.recordings ?? []);
    const rows = this.places.inOrder(believed).map((recording) =>
      boardRow(recording, {
        ageMs: ageMs ?? 0,
        old,
        own,
        acted: (id) => this.pauses.viewOf(id),
        isMine: (other) => this.isMine(other, own),
        isStopping: (id) => this.orders.isStopping(id),
        stopProblem: (id) => this.orders.problemOf(id),
      }),
    );
    return {
      revision: this.changes.revision,
      filter: this.filter,
      rows,
      ageMs,
      staleAfterMs: boardStalenessMs,
      old,
      refreshing: feed?.isReading ?? false,
      problem: feed?.problem ?? null,
      allowed: this.allowed,
    };
  }

  pause(id: string): Promise<BoardEnd> {
    const found = this.lists.find(id, this.filter);
    if (found === null) return gone('pause/ended');
    if (this.isOwn(found.recording)) return this.dependencies.own.pause();
    return this.pauses.pause(found.recording, found.filterKey);
  }

  resume(id: string): Promise<BoardEnd> {
    const found = this.lists.find(id, this.filter);
    if (found === null) return gone('resume/ended');
    if (this.isOwn(found.recording)) return this.dependencies.own.resume();
    return this.pauses.resume(found.recording, found.filterKey);
  }

  giveUp(id: string): void {
    const found = this.lists.find(id, this.filter);
    if (found !== null && this.isOwn(found.recording)) this.dependencies.own.giveUp();
    else this.pauses.giveUp(id.toLowerCase());
  }

  stop(id: string): Promise<BoardEnd> {
    const found = this.lists.find(id, this.filter);
    if (found === null) return gone('stop/ended');
    const { recording, filterKey: key } = found;
    return this.orders.stop(recording.id, key, this.isMine(recording, this.dependencies.own.view()));
  }

  start(target: StartTarget): Promise<BoardEnd> {
    const filter = lineFilter(target);
    this.lists.remember(filter);
    return this.orders.start(target, filterKey(filter), this.lists.ids());
  }

  /** Pauses, resumes or stops what is recorded on a phone; only a stop may name the device alone. */
  onPhone(verb: PhoneVerb, phone: Phone): Promise<BoardEnd> {
    const filter = lineFilter(phone);
    this.lists.remember(filter);
    const end = this.phones.run(verb, phone, filterKey(filter));
    // A person asks: also after a refusal of the list.
    this.lists.readOnRequest(filter, () => this.changed());
    return end;
  }

  /** My own recordings were read, and may be shown otherwise now. */
  ownChanged(): void {
    if (!this.watched) return;
    const { state, recordings, problem: cause } = this.dependencies.own.view();
    const shown = JSON.stringify([state, cause?.code, recordings.map(({ id, paused }) => [id, paused])]);
    if (shown === this.ownShown) return;
    this.ownShown = shown;
    this.changed();
  }

  signedOut(): void {
    this.pauses.signedOut();
    this.orders.signedOut();
    this.phones.signedOut();
    this.lists.adjust(new Set(), false);
    this.places.clear();
    this.allowed = 'unknown';
    this.changed();
  }

  suspend(): void {
    this.asleep = true;
    this.pauses.invalidateAfterSleep();
    this.changed();
  }

  /** Goes on after sleep, and with a new session. */
  wake(): void {
    this.asleep = false;
    this.pauses.invalidateAfterSleep();
    this.changed();
  }

  dispose(): void {
    this.asleep = true;
    this.changes.close();
    this.pauses.dispose();
    this.orders.signedOut();
    this.phones.signedOut();
    this.unwatch();
    this.cancelStale?.();
  }

  /** In my own list, or of my name where that list does not know it yet. */
  private isMine({ id, localUsername }: LiveRecording, { recordings }: LiveView): boolean {
    const me = this.dependencies.username();
    const named = localUsername !== null && me !== null && plainName(localUsername) === plainName(me);
    return named || recordings.some((own) => own.id === id);
  }

  /** A recording of mine has one machine: one that was acted upon before anybody knew whose it is, is handed over. */
  private isOwn(recording: LiveRecording): boolean {
    const mine = this.isMine(recording, this.dependencies.own.view());
    if (mine) this.pauses.giveUp(recording.id);
    return mine;
  }

  private keepWatching(): void {
    this.watched = true;
    this.cancelLease?.();
    this.cancelLease = this.dependencies.clock.timer(leaseMs, () => this.unwatch());
  }

  /** The lists that are needed now, and how soon (ms between reads). */
  private needed(): Map<string, number> {
    const needed = new Map<string, number>();
    const need = (key: string, cadence: number): void => {
      needed.set(key, Math.min(cadence, needed.get(key) ?? Infinity));
    };
    if (this.watched) need(filterKey(this.filter), boardCadenceMs.watched);
    for (const { filterKey: key, waits } of this.pauses.needs())
      need(key, waits ? boardCadenceMs.command : boardCadenceMs.background);
    for (const key of [...this.orders.needs(), ...this.phones.needs()]) need(key, boardCadenceMs.command);
    return needed;
  }

  private adjust(): void {
    const reads = !this.asleep && this.dependencies.client() !== null;
    if (this.watched) this.lists.remember(this.filter);
    this.lists.adjust(new Set(this.needed().keys()), reads);
    if (reads && this.lists.isEmpty) this.pauses.noReads();
  }

  private pollerHost(): PollerHost<Note> {
    return {
      cadenceMs: ({ key }) => this.needed().get(key) ?? boardCadenceMs.watched,
      readStarted: () => ({
        number: (this.reads += 1),
        note: {
          pauses: this.pauses.readStarted(),
          orders: this.orders.readStarted(),
          phones: this.phones.readStarted(),
        },
      }),
      readSucceeded: (poller, read, answer) => {
        this.readSucceeded(poller, read, answer);
      },
      readFailed: (poller, { note }, { outcome, problem: cause }) => {
        const covers = (key: string): boolean => poller.covers(key);
        if (poller.isDenied) this.allowed = 'no';
        this.pauses.readFailed(note.pauses, covers, cause);
        this.phones.readFailed(note.phones, poller.key, cause);
        this.changed();
        if (outcome === 'unauthorized') this.dependencies.onUnauthorized();
      },
      onActivity: () => {
        this.changes.tell();
      },
    };
  }

  private readSucceeded(
    poller: ActiveRecordingsPoller<Note>,
    { note, number }: BoardRead<Note>,
    { value: read, serverDate }: Answered<readonly LiveRecording[]>,
  ): void {
    const { key } = poller;
    const covers = (other: string): boolean => poller.covers(other);
    const value = this.dependencies.guard.trusted('board', number, read);
    this.dependencies.onServerDate(serverDate);
    if (!poller.isDenied) this.allowed = 'yes';
    if (poller === this.lists.of(this.filter)) this.places.keep(poller.recordings ?? []);
    this.pauses.readSucceeded(note.pauses, covers, value);
    this.orders.readSucceeded(note.orders, { key, covers }, value);
    this.phones.readSucceeded(note.phones, key, value);
    this.changed();
  }

  private changed(): void {
    this.changes.count();
    this.adjust();
    this.planStale();
    this.changes.tell();
  }

  /** The list grows old by time alone, which must be shown then. */
  private planStale(): void {
    this.cancelStale?.();
    this.cancelStale = null;
    const asOf = this.lists.of(this.filter)?.asOf ?? null;
    const { clock } = this.dependencies;
    const due = asOf === null ? 0 : asOf + boardStalenessMs + 1 - clock.monotonic();
    if (due <= 0 || !this.watched) return;
    this.cancelStale = clock.timer(due, () => {
      this.cancelStale = null;
      this.changed();
    });
  }
}

const gone = (code: ProblemCode): Promise<BoardEnd> => Promise.resolve({ confirmed: false, problem: problem(code) });
