// What a window shows of everybody's recordings: with which filter, and whether anybody still looks.
import { noBoardFilter, type BoardFilter } from '../../../shared/ipc/board.ts';
import type { Clock } from '../platform/ports.ts';
import { filterKey } from './board-filter.ts';
import { boardStalenessMs } from './pause-controllers.ts';

/** A window that has not read the list for so long (ms) is gone without saying so. */
const leaseMs = 60_000;

export class BoardWatch {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #filter = noBoardFilter;
  #isWatched = false;
  #cancelLease = (): void => undefined;
  #cancelStale = (): void => undefined;

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** The filter that is shown, or was shown last. */
  get filter(): BoardFilter {
    return this.#filter;
  }

  get key(): string {
    return filterKey(this.#filter);
  }

  get isWatched(): boolean {
    return this.#isWatched;
  }

  begin(filter: BoardFilter): void {
    this.#filter = filter;
    this.renew();
  }

  /** Somebody looks. */
  renew(): void {
    this.#isWatched = true;
    this.#cancelLease();
    this.#cancelLease = this.#clock.timer(leaseMs, () => this.end());
  }

  end(): void {
    this.#isWatched = false;
    this.#cancelLease();
    this.#onChange();
  }

  /** Reports the moment at which the list grows old by time alone. `asOf` is when the read that brought it began. */
  planStale(asOf: number | null): void {
    this.#cancelStale();
    const dueInMs = asOf === null ? 0 : asOf + boardStalenessMs + 1 - this.#clock.monotonic();
    if (dueInMs > 0 && this.#isWatched) this.#cancelStale = this.#clock.timer(dueInMs, this.#onChange);
  }

  dispose(): void {
    this.end();
    this.#cancelStale();
  }
}
