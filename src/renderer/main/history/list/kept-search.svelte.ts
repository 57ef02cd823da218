// Takes up the search of the window before this one, and keeps this one's: a window that was hidden for long is given up and made anew.
import type { Bridge } from '../../../../shared/ipc/ipc-table.ts';
import type { FilterState } from './filter.svelte.ts';
import type { GridPosition } from '../../../lib/grid/grid-position.svelte.ts';

/** Milliseconds without a movement before the place is told to the core. */
const stillMs = 300;

export class KeptSearch {
  /** It is known what was looked for before: the list may be asked for. */
  ready = $state.raw(false);

  readonly #bridge: Bridge;
  readonly #filter: FilterState;
  readonly #place: GridPosition;

  constructor(bridge: Bridge, filter: FilterState, place: GridPosition) {
    this.#bridge = bridge;
    this.#filter = filter;
    this.#place = place;
  }

  /** Takes up what was kept, unless something is looked for already. */
  async restore(): Promise<void> {
    const before = this.#filter.applied;
    const answer = await this.#bridge.call('history.keptSearch', {});
    if (answer.ok && answer.value.search !== null && this.#filter.applied === before) {
      const { filter, row } = answer.value.search;
      this.#filter.restore(filter);
      this.#place.restoreIndex = row;
    }
    this.ready = true;
  }

  /** Keeps what is looked for and where it is read, once it stays for a moment. For an effect; answers how it ends. */
  keep(): (() => void) | undefined {
    if (!this.ready) return undefined;
    // Until the rows are here the place is the one that is to be gone on from.
    const row = Math.max(this.#place.restoreIndex, this.#place.scroll.firstVisible);
    const search = { filter: this.#filter.applied, row };
    const timer = setTimeout(() => void this.#bridge.call('history.keepSearch', search), stillMs);
    return () => {
      clearTimeout(timer);
    };
  }
}
