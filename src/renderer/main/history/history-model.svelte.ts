// Everything the History page knows: what is looked for, what is selected, what is played and saved. The page only draws it.
import { tick, untrack } from 'svelte';
import type { Bridge, HistoryRow, SaveRequest } from '../../../shared/ipc/ipc-table.ts';
import type { SavedEntry } from '../../../shared/ipc/saving.ts';
import type { Snapshot } from '../../../shared/ipc/snapshot.ts';
import { asking } from '../../lib/cancellable-call.ts';
import { GridPosition } from '../../lib/grid/grid-position.svelte.ts';
import type { Wanted } from '../../lib/requested-recording.ts';
import { Today } from '../../lib/today.svelte.ts';
import { DetailState } from './detail/detail.svelte.ts';
import { pauseLines } from './detail/pause-lines.ts';
import { UnconfirmedPauseQuestion } from './detail/unconfirmed-pause.svelte.ts';
import { FilterState } from './list/filter.svelte.ts';
import { HistoryList } from './list/history-list.svelte.ts';
import { KeptSearch } from './list/kept-search.svelte.ts';
import { LookForNew } from './list/look-for-new.svelte.ts';
import { Selection } from './list/selection.svelte.ts';
import { Player } from './player/player.svelte.ts';
import { LocalCopies, rowOfCopy } from './saved/local-copies.svelte.ts';
import { Saves } from './saving/saves.svelte.ts';

/** On the server, or saved on this computer. */
export type HistoryView = 'server' | 'saved';
/** The keyboard came by, the pointer pressed the row, or Enter asked to open it. */
export type SelectedBy = 'focus' | 'click' | 'enter';
type Order = { readonly order: SaveRequest; readonly expected: number };
/** What the page is given. */
export type HistoryInput = {
  readonly snapshot: () => Snapshot;
  /** History is the page in front. */
  readonly shown: () => boolean;
  /** A recording to be found, whenever this is another one. */
  readonly wanted: () => Wanted | null;
};

export class HistoryModel {
  readonly today = new Today();
  readonly filter = new FilterState(() => this.today.day);
  readonly position = new GridPosition();
  readonly selection = new Selection();
  readonly unconfirmedPause = new UnconfirmedPauseQuestion();
  readonly list: HistoryList;
  readonly saves: Saves;
  readonly player: Player;
  readonly details: DetailState;
  readonly copies: LocalCopies;
  readonly #bridge: Bridge;
  readonly #input: HistoryInput;
  readonly #search: KeptSearch;
  readonly #lookForNew: LookForNew;

  view = $state<HistoryView>('server');
  /** The detail lies over the list, where there is no place beside it. */
  isDetailOpen = $state(false);
  /** Grows when the focus is to move into the detail. */
  detailFocus = $state.raw(0);
  /** The filters that are seldom used were asked for. */
  showsMoreFilters = $state(false);
  #order = $state.raw<Order | null>(null);
  #selectedRow = $state.raw<HistoryRow | null>(null);
  #selectedCopy = $state.raw<HistoryRow | null>(null);
  #total = $state.raw<number | null>(null);
  #isWindowShown = $state.raw(true);
  #wanted: Wanted | null = null;
  #pauseId = $state.raw<string | null>(null);

  constructor(bridge: Bridge, input: HistoryInput) {
    this.#bridge = bridge;
    this.#input = input;
    const { filter, position, selection, unconfirmedPause } = this;
    this.list = new HistoryList(
      (page, signal) => asking(bridge, signal, (request) => bridge.call('history.page', { ...page, request })),
      (move) => {
        position.follow(move, this.#selectedRow !== null);
        selection.follow(move.indexAfter);
      },
    );
    this.#search = new KeptSearch(bridge, filter, position);
    this.saves = new Saves(bridge, () => input.snapshot().downloads, unconfirmedPause.asking('save'));
    this.player = new Player(bridge);
    this.details = new DetailState(bridge);
    this.copies = new LocalCopies(bridge, () => input.snapshot().shell, unconfirmedPause.asking('open'));
    this.#lookForNew = new LookForNew(this.list, () => this.#isSeen && !document.hidden);
  }

  /** The recording whose detail is shown. */
  selected = $derived.by(() => (this.view === 'server' ? this.#selectedRow : this.#selectedCopy));
  #isSeen = $derived.by(() => this.#input.shown() && this.#isWindowShown);
  isRefused = $derived.by(() => this.list.problem?.code === 'completed/filter-refused');
  canSaveFound = $derived.by(() => (this.list.total ?? 0) > 0 && !this.filter.isBackwards);

  /** Where the selected recording stands in the list; null for a saved one, which is in another. */
  get place(): { readonly index: number; readonly total: number; readonly go: (index: number) => void } | null {
    if (this.view !== 'server' || this.list.total === null) return null;
    return {
      index: this.position.activeIndex,
      total: this.list.total,
      go: (index) => {
        this.position.activeIndex = index;
        this.list.setVisible(index, index);
        const row = this.list.row(index);
        if (row !== undefined) this.select(row, 'focus');
      },
    };
  }

  /** The pause at which another page asked for the selected recording; null: none. */
  get pauseId(): string | null {
    return this.#pauseId;
  }

  /** The number of all recordings: known while nothing is filtered, and shown beside what is found. */
  get total(): number | null {
    return this.#total;
  }

  /** What *Save many* is to save, while it asks. */
  get order(): Order | null {
    return this.#order;
  }

  /** Follows what it is made of for as long as the component lives that calls this. To be called while that one is made. */
  follow(): void {
    $effect(() => this.today.follow());
    this.#followSearch();
    this.#followSelection();
    this.#followVisibility();
    $effect(() => {
      const { saving, live } = this.#input.snapshot();
      this.saves.note();
      this.saves.readFailures(saving.failed);
      this.#lookForNew.follow(live);
    });
    $effect(() => () => {
      for (const part of [this.list, this.filter, this.details, this.#lookForNew]) part.stop();
    });
  }

  select(row: HistoryRow, how: SelectedBy): void {
    if (this.#selectedRow?.id !== row.id) this.#leaveRecording();
    this.#selectedRow = row;
    if (how !== 'focus') this.isDetailOpen = true;
    if (how === 'enter') this.detailFocus += 1;
  }

  selectCopy(entry: SavedEntry): void {
    this.#leaveRecording();
    this.isDetailOpen = true;
    this.#selectedCopy = rowOfCopy(entry);
  }

  closeDetail(): void {
    this.isDetailOpen = false;
    this.#leaveRecording();
    void tick().then(() => {
      this.position.focusActiveRow();
    });
  }

  /** Asks about saving everything that was found. */
  saveFound(): void {
    this.#order = { order: { recordingIds: null, filter: this.filter.applied }, expected: this.list.total ?? 0 };
  }

  /** Asks about saving the rows that were chosen. */
  saveChosen(): void {
    this.#order = { order: { recordingIds: this.selection.ids, filter: null }, expected: this.selection.size };
  }

  /** The question is answered. `said` is what came of it; null when nothing was ordered. */
  closeOrder(said: string | null): void {
    this.#order = null;
    if (said === null) return;
    this.copies.sayForAMoment(said);
    this.selection.clear();
  }

  lookForNew(): void {
    void this.#lookForNew.now();
  }

  #followSearch(): void {
    $effect(() => untrack(() => void this.#search.restore()));
    $effect(() => this.#search.keep());
    $effect(() => {
      const filter = this.filter.applied;
      if (this.#search.ready && !this.filter.isBackwards) untrack(() => void this.list.open(filter));
    });
    $effect(() => {
      const wanted = this.#input.wanted();
      if (wanted === null) return;
      untrack(() => {
        this.view = 'server';
        this.#wanted = wanted;
        this.filter.find(wanted.day, wanted.remoteNumber);
      });
    });
    $effect(() => {
      if (this.filter.isEmpty && !this.list.opening && this.list.total !== null) this.#total = this.list.total;
    });
  }

  #followSelection(): void {
    $effect(() => {
      if (this.list.opened > 0)
        untrack(() => {
          this.#forgetWhatIsNotFound();
          this.#openWanted();
        });
    });
    $effect(() => {
      // Whoever walks through the list with the detail closed asks for nothing.
      const id = this.isDetailOpen ? (this.selected?.id ?? null) : null;
      untrack(() => {
        this.details.choose(id);
      });
    });
    this.#followPause();
  }

  /** Once the pauses of the recording are known, it begins at the one that was asked for. */
  #followPause(): void {
    $effect(() => {
      const pauseId = this.#pauseId;
      const { detail } = this.details;
      if (pauseId === null || detail === null || detail.id !== this.selected?.id) return;
      const line = pauseLines(detail.pauses).find((one) => one.pauseId === pauseId);
      const at = line?.at ?? null;
      untrack(() => {
        if (at !== null) this.player.place(detail.id, at);
      });
    });
  }

  #followVisibility(): void {
    $effect(() =>
      this.#bridge.on('mainWindow', ({ shown }) => {
        this.#isWindowShown = shown;
      }),
    );
    $effect(() => {
      if (this.#isSeen)
        untrack(() => {
          this.lookForNew();
        });
    });
    // No customer's voice speaks out of a closed window, or from behind another page.
    $effect(() => {
      this.player.hush(!this.#isSeen);
    });
  }

  /** The recording that another page asked for is opened once it is found. */
  #openWanted(): void {
    const { recordingId, pauseId = null } = this.#wanted ?? {};
    this.#wanted = null;
    const index = this.list.loaded().findIndex(({ id }) => id.toLowerCase() === recordingId?.toLowerCase());
    const row = this.list.row(index);
    if (row === undefined) return;
    this.position.activeIndex = index;
    this.#leaveRecording();
    this.select(row, 'enter');
    this.#pauseId = pauseId;
  }

  /** What is played stops, and where it would have begun is forgotten. */
  #leaveRecording(): void {
    this.#pauseId = null;
    this.player.unplace();
    if (this.player.recordingId !== null) this.player.close();
  }

  #forgetWhatIsNotFound(): void {
    if (this.list.row(0) === undefined || !this.filter.isEmpty) this.#selectedRow = null;
  }
}
