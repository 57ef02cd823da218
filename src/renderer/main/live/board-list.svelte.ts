// The list of all live recordings as a window has it: fetched when the core says that it changed, kept calm for whoever reads it.
import type { BoardFilter, BoardView } from '../../../shared/ipc/board.ts';
import type { Bridge } from '../../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import { merged, type ListedRow } from './board-merge.ts';

export class BoardList {
  readonly #bridge: Bridge;
  #view = $state.raw<BoardView | null>(null);
  #rows = $state.raw<readonly ListedRow[]>([]);
  /** performance.now() at which the view came: all its times count from there. */
  #at = $state.raw(0);
  #refreshing = $state.raw(false);
  #problem = $state.raw<Problem | null>(null);
  #filter: BoardFilter | null = null;
  #fetching = false;
  #again = false;
  /** The pointer or the keyboard is in the list: nothing leaves it under somebody's hand. */
  isInUse = false;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Null until the first answer to the filter that is set. */
  get view(): BoardView | null {
    return this.#view;
  }

  get rows(): readonly ListedRow[] {
    return this.#rows;
  }

  get at(): number {
    return this.#at;
  }

  get refreshing(): boolean {
    return this.#refreshing;
  }

  /** Why the window itself could not be answered. */
  get problem(): Problem | null {
    return this.#problem;
  }

  /** Listens. Returns the function that stops. */
  start(): () => void {
    return this.#bridge.on('boardChanged', ({ revision, refreshing }) => {
      this.#refreshing = refreshing;
      if (this.#filter !== null && revision !== this.#view?.revision) void this.#fetch();
    });
  }

  async watch(filter: BoardFilter): Promise<void> {
    this.#filter = filter;
    await this.#bridge.call('board.watch', { filter });
    await this.#fetch();
  }

  async unwatch(): Promise<void> {
    this.#filter = null;
    await this.#bridge.call('board.unwatch', {});
  }

  async refresh(): Promise<void> {
    await this.#bridge.call('board.refresh', {});
  }

  /** One answer at a time; what changed meanwhile is fetched after it. */
  async #fetch(): Promise<void> {
    if (this.#fetching) {
      this.#again = true;
      return;
    }
    this.#fetching = true;
    do {
      this.#again = false;
      const answer = await this.#bridge.call('board.read', {});
      if (answer.ok) this.#take(answer.value);
      this.#problem = answer.ok ? null : answer.error;
    } while (this.#isStale());
    this.#fetching = false;
  }

  #isStale(): boolean {
    return this.#again && this.#filter !== null;
  }

  #take(view: BoardView): void {
    const now = performance.now();
    const before = this.#view;
    const same = before !== null && JSON.stringify(before.filter) === JSON.stringify(view.filter);
    this.#rows = merged(same ? this.#rows : [], view.rows, now, this.isInUse);
    this.#view = view;
    this.#at = now;
    this.#refreshing = view.refreshing;
  }
}
