// The list of all live recordings as a window has it: fetched when the core says that it changed, kept calm for whoever reads it.
import { rowsAfter } from '../../../shared/ipc/board-delta.ts';
import type { BoardFilter, BoardRow, BoardView } from '../../../shared/ipc/board.ts';
import type { Bridge } from '../../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import { merged, type ListedRow } from './board-merge.ts';

/** Milliseconds after which a read is said to be under way. */
const slowMs = 500;

export class BoardList {
  readonly #bridge: Bridge;
  #view = $state.raw<BoardView | null>(null);
  #rows = $state.raw<readonly ListedRow[]>([]);
  /** performance.now() at which the view came: all its times count from there. */
  #at = $state.raw(0);
  #refreshing = $state.raw(false);
  #problem = $state.raw<Problem | null>(null);
  #filter: BoardFilter | null = null;
  /** All rows of the last answer, which the next one changes; null where the next one must be whole. */
  #known: { readonly mark: string; readonly rows: readonly BoardRow[] } | null = null;
  #slow: ReturnType<typeof setTimeout> | undefined;
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
      this.#showRefreshing(refreshing);
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
      const answer = await this.#bridge.call('board.read', { since: this.#known?.mark ?? null });
      if (answer.ok) this.#take(answer.value);
      else this.#known = null;
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
    const rows = rowsAfter(this.#known?.rows ?? [], now - this.#at, view);
    this.#known = { mark: view.mark, rows };
    this.#rows = merged(same ? this.#rows : [], rows, now, this.isInUse);
    this.#view = view;
    this.#at = now;
    this.#showRefreshing(view.refreshing);
  }

  /** Only a read that takes long is told: words that come and go every three seconds say nothing, and cost two drawings each time. */
  #showRefreshing(refreshing: boolean): void {
    if (!refreshing) {
      clearTimeout(this.#slow);
      this.#slow = undefined;
      this.#refreshing = false;
    } else
      this.#slow ??= setTimeout(() => {
        this.#refreshing = true;
      }, slowMs);
  }
}
