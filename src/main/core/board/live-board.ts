// Everybody's live recordings, for those who may see them: read only while a window shows them or a command for them is open.
import type { BoardChanged, BoardFilter, BoardView } from '../../../shared/ipc/board.ts';
import type { JournalFact } from '../../../shared/domain/journal.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';
import type { OwnRecordings } from '../live/own-recordings.ts';
import type { MachineLimits } from '../live/pause/pause-limits.ts';
import { notSent, type CommandContext, type CommandResult } from '../live/pending-command.ts';
import type { Ports } from '../platform/ports.ts';
import type { Session } from '../session/session.ts';
import type { Answered, StartTarget } from '../ucx/client-types.ts';
import { BoardDeltas, type WholeView } from './board-deltas.ts';
import { boardCadenceMs, type ActiveRecordingsPoller, type BoardRead } from './active-recordings-poller.ts';
import { filterKey, lineFilter } from './board-filter.ts';
import { BoardWatch } from './board-watch.ts';
import { ChangeBatcher } from './change-batcher.ts';
import { LineCommands, type Line, type LineVerb } from './line-commands.ts';
import { boardStalenessMs, PauseControllers, type PauseVerb } from './pause-controllers.ts';
import { PauseRouter } from './pause-router.ts';
import { PausedSince } from './paused-since.ts';
import { PollerRegistry } from './poller-registry.ts';
import { RowOrder } from './row-order.ts';
import { boardRow } from './rows.ts';
import { StartStopCommands } from './start-stop-commands.ts';

type LiveBoardDependencies = {
  readonly ports: Pick<Ports, 'clock' | 'log' | 'random'>;
  readonly session: Pick<Session, 'client' | 'refused' | 'view'>;
  readonly limits: () => MachineLimits;
  /** A recording of mine has one controller, not two. */
  readonly own: Pick<OwnRecordings, 'pause' | 'guard'>;
  readonly host: {
    readonly onFacts: (facts: readonly JournalFact[]) => void;
    /** The `Date` of a good answer (epoch milliseconds), and when its read began (monotonic milliseconds). */
    readonly onServerDate: (serverDate: number | null, startedAt: number) => void;
  };
};

export class LiveBoard {
  readonly #dependencies: LiveBoardDependencies;
  readonly #watch: BoardWatch;
  readonly #lists: PollerRegistry;
  readonly #controllers: PauseControllers;
  readonly #pauses: PauseRouter;
  readonly #startStop: StartStopCommands;
  readonly #lines: LineCommands;
  readonly #order = new RowOrder();
  readonly #paused = new PausedSince();
  readonly #answers = new BoardDeltas();
  readonly #changes = new ChangeBatcher(() => this.#shownList?.isReading ?? false);
  #allowed: BoardView['allowed'] = 'unknown';
  #ownShown = '';

  constructor(dependencies: LiveBoardDependencies) {
    this.#dependencies = dependencies;
    const { ports, session, limits, own, host } = dependencies;
    const onChange = (): void => this.#changed();
    const context: CommandContext = { ports, session, onFacts: host.onFacts, onChange };
    this.#watch = new BoardWatch(ports.clock, onChange);
    this.#lists = this.#createLists();
    const reads = this.#lists;
    this.#controllers = new PauseControllers(context, limits, (key) => reads.readNow(key));
    this.#pauses = new PauseRouter(own.pause, this.#controllers, session);
    this.#startStop = new StartStopCommands(context, reads);
    this.#lines = new LineCommands({
      context,
      reads,
      pauses: this.#pauses,
      resumeStarted: (known, found) => this.#resumeStarted(known, found),
    });
  }

  /** Called once a turn with what changed. Returns the function that unsubscribes. */
  subscribe(listener: (change: BoardChanged) => void): () => void {
    return this.#changes.subscribe(listener);
  }

  watch(filter: BoardFilter): void {
    if (!this.#watch.isWatched || filterKey(filter) !== this.#watch.key) this.#order.clear();
    this.#watch.begin(filter);
    this.#lists.remember(filter);
    this.#changed();
  }

  unwatch(): void {
    this.#watch.end();
  }

  /** A person asks for the list now. */
  refresh(): void {
    this.#watch.renew();
    this.#readOnRequest(this.#watch.filter);
  }

  /** What changed since the answer with this mark; everything for null, or where that answer is not known any more. */
  view(since: string | null = null): BoardView {
    if (this.#watch.isWatched) this.#watch.renew();
    return this.#answers.answer(this.#whole(), since, this.#dependencies.ports.clock.monotonic());
  }

  /** Pauses or resumes one recording. */
  act(verb: PauseVerb, id: string): Promise<CommandResult> {
    const found = this.#lists.find(id, this.#watch.filter);
    if (found === null) return notSent(`${verb}/ended`);
    return this.#pauses.act(verb, found.recording, found.filterKey);
  }

  cancelPause(id: string): void {
    const found = this.#lists.find(id, this.#watch.filter);
    if (found !== null && this.#pauses.takeIfMine(found.recording)) this.#dependencies.own.pause.cancel();
    else this.#controllers.cancel(id.toLowerCase());
  }

  stop(id: string): Promise<CommandResult> {
    const found = this.#lists.find(id, this.#watch.filter);
    if (found === null) return notSent('stop/ended');
    const { recording, filterKey: key } = found;
    return this.#startStop.stop(recording.id, key, this.#pauses.isMine(recording));
  }

  start(target: StartTarget): Promise<CommandResult> {
    const filter = lineFilter(target);
    this.#lists.remember(filter);
    return this.#startStop.start(target, filterKey(filter));
  }

  /** Pauses, resumes or stops what is recorded on a line; only a stop may name the device alone. */
  actOnLine(verb: LineVerb, line: Line): Promise<CommandResult> {
    const filter = lineFilter(line);
    const result = this.#lines.run(verb, line, filterKey(filter));
    this.#readOnRequest(filter);
    return result;
  }

  /** My own recordings may be shown otherwise now. */
  ownChanged(): void {
    if (!this.#watch.isWatched) return;
    const { state, recordings, problem: cause } = this.#dependencies.own.pause.view();
    const shown = JSON.stringify([state, cause?.code, recordings.map(({ id, paused }) => [id, paused])]);
    if (shown === this.#ownShown) return;
    this.#ownShown = shown;
    this.#changed();
  }

  signedOut(): void {
    this.#controllers.signedOut();
    this.#startStop.signedOut();
    this.#lines.signedOut();
    this.#order.clear();
    this.#paused.clear();
    this.#answers.clear();
    this.#allowed = 'unknown';
    this.#changed();
  }

  suspend(): void {
    this.#lists.suspend();
    this.#controllers.invalidateAfterSleep();
    this.#changed();
  }

  /** Begins to read every list that is needed and is not read. */
  readNeeded(): void {
    this.#changed();
  }

  /** Continues after sleep, and with a new session. */
  wake(): void {
    this.#lists.wake();
    this.#controllers.invalidateAfterSleep();
    this.#changed();
  }

  dispose(): void {
    this.#lists.suspend();
    this.#changes.close();
    this.#controllers.dispose();
    this.#startStop.signedOut();
    this.#lines.signedOut();
    this.#watch.dispose();
  }

  #whole(): WholeView {
    const { own: dependency, ports } = this.#dependencies;
    const list = this.#shownList;
    const own = dependency.pause.view();
    const asOf = list?.asOf ?? null;
    const ageMs = asOf === null ? null : ports.clock.monotonic() - asOf;
    const isOld = ageMs !== null && ageMs > boardStalenessMs;
    const recordings = dependency.guard.trusted('board', list?.number ?? 0, list?.recordings ?? []);
    const isMine = this.#pauses.mineAmong(own);
    const rows = this.#order.sort(recordings).map((recording) =>
      boardRow(recording, {
        list: { ageMs: ageMs ?? 0, isOld },
        isMine: isMine(recording),
        own,
        controller: this.#controllers.viewOf(recording.id),
        commands: this.#startStop,
      }),
    );
    this.#paused.follow(rows, ports.clock.monotonic());
    return {
      revision: this.#changes.revision,
      filter: this.#watch.filter,
      rows,
      ageMs,
      staleAfterMs: boardStalenessMs,
      old: isOld,
      refreshing: list?.isReading ?? false,
      problem: list?.problem ?? null,
      allowed: this.#allowed,
    };
  }

  get #shownList(): ActiveRecordingsPoller | undefined {
    return this.#lists.of(this.#watch.filter);
  }

  #createLists(): PollerRegistry {
    const { ports, session } = this.#dependencies;
    return new PollerRegistry(
      { ports, session },
      {
        neededLists: () => this.#neededLists(),
        readStarted: () => this.#controllers.readStarted(),
        readSucceeded: (list, read, answer) => this.#readSucceeded(list, read, answer),
        readFailed: (list, { number, controllers }, { outcome, problem: cause }) => {
          if (list.isDenied) this.#allowed = 'no';
          this.#controllers.readFailed(controllers, (key) => list.covers(key), cause);
          this.#lines.readFailed(number, list.key, cause);
          this.#changed();
          if (outcome === 'unauthorized') session.refused();
        },
        onActivity: () => this.#changes.report(),
      },
    );
  }

  #readSucceeded(
    list: ActiveRecordingsPoller,
    { number, startedAt, controllers }: BoardRead,
    { value, serverDate }: Answered<readonly LiveRecording[]>,
  ): void {
    const { own, host } = this.#dependencies;
    const recordings = own.guard.trusted('board', number, value);
    host.onServerDate(serverDate, startedAt);
    if (!list.isDenied) this.#allowed = 'yes';
    if (list === this.#shownList) this.#order.keep(list.recordings ?? []);
    this.#controllers.readSucceeded(controllers, (key) => list.covers(key), recordings);
    this.#startStop.readSucceeded(number, list, recordings);
    this.#lines.readSucceeded(number, list.key, recordings);
    this.#changed();
  }

  /** A resume by number may still act until the function that is returned has been called. */
  #resumeStarted(known: ReadonlySet<string>, found: readonly LiveRecording[]): () => void {
    const { own, ports } = this.#dependencies;
    const resume = own.guard.resumeStarted(known, found);
    return () => {
      const { sequence } = own.pause;
      own.guard.resumeSettled(resume, { board: this.#lists.latest, own: sequence, at: ports.clock.monotonic() });
      // What was not known meanwhile need not wait for its turn.
      if (this.#watch.isWatched) this.#lists.readNow(this.#watch.key);
    };
  }

  #readOnRequest(filter: BoardFilter): void {
    this.#lists.readOnRequest(filter);
    this.#changed();
  }

  #neededLists(): ReadonlyMap<string, number> {
    const needed = new Map<string, number>();
    const need = (key: string, cadenceMs: number): unknown =>
      needed.set(key, Math.min(cadenceMs, needed.get(key) ?? Infinity));
    if (this.#watch.isWatched) need(this.#watch.key, boardCadenceMs.watched);
    for (const { filterKey: key, isWaiting } of this.#controllers.neededFilters())
      need(key, isWaiting ? boardCadenceMs.command : boardCadenceMs.background);
    for (const key of [...this.#startStop.neededFilters(), ...this.#lines.neededFilters()])
      need(key, boardCadenceMs.command);
    return needed;
  }

  #changed(): void {
    this.#changes.increment();
    this.#lists.adjust();
    if (this.#lists.isIdle) this.#controllers.forgetIdle();
    this.#watch.planStale(this.#shownList?.asOf ?? null);
    this.#changes.report();
  }
}
