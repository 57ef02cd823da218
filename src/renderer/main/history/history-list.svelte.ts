// The list of recordings of any length: asks for the pages that are looked at, keeps a few, and drops answers that come too late.
/* eslint-disable svelte/prefer-svelte-reactivity -- the sets here are bookkeeping that nothing draws */
import type { CallInput, CallResult, HistoryFilter, HistoryRow } from '../../../shared/contract.ts';
import type { Problem } from '../../../shared/problem.ts';
import { pageSize, RowStore, type Move } from './row-store.ts';

/** A fast scroll passes many pages; only the ones looked at when a place is free are asked for. */
const askedAtOnce = 2;

type Ask = (input: CallInput<'history.page'>) => Promise<CallResult<'history.page'>>;

export class HistoryList {
  /** Number of all recordings that match; null before the first answer. */
  #total = $state.raw<number | null>(null);
  #problem = $state.raw<Problem | null>(null);
  #opening = $state.raw(false);
  #opened = $state.raw(0);

  readonly #ask: Ask;
  readonly #onMove: (move: Move) => void;
  #filter: HistoryFilter = { remoteParty: '', from: null, to: null, direction: null };
  /** Held anew with each change of the rows, so that whoever reads a row draws it again. */
  #held = $state.raw({ rows: new RowStore() });
  /** Answers to an older sequence belong to another filter, or to places from which the rows have moved, and are dropped. */
  #sequence = 0;
  #looks = 0;
  #looked: readonly number[] = [];
  readonly #asked = new Set<number>();
  readonly #failed = new Set<number>();

  /** `onMove` is told, within the change itself, when rows came in above those that are here: whoever knows a place knows another one then. */
  constructor(ask: Ask, onMove: (move: Move) => void = () => undefined) {
    this.#ask = ask;
    this.#onMove = onMove;
  }

  get total(): number | null {
    return this.#total;
  }

  /** Why the list, or a part of it that was looked at, could not be had. */
  get problem(): Problem | null {
    return this.#problem;
  }

  /** The first page of the filter is on its way; what is shown belongs to the filter before it. */
  get opening(): boolean {
    return this.#opening;
  }

  /** Grows when the rows of a new filter are there: time to go back to the top. */
  get opened(): number {
    return this.#opened;
  }

  /** The row at a 0-based place, or undefined while it is not here. */
  row(index: number): HistoryRow | undefined {
    return this.#held.rows.row(index);
  }

  /** Asks for the first page of `filter`. What is shown stays until the answer is here. */
  async open(filter: HistoryFilter): Promise<void> {
    this.#filter = filter;
    await this.#openFirst();
  }

  /** Asks for the first page again, for what is new. The rows that are here stay. Answers whether anything came in. */
  async refresh(): Promise<boolean> {
    if (this.#total === null || this.#opening) return false;
    this.#looks += 1;
    const [sequence, look] = [this.#sequence, this.#looks];
    const answer = await this.#ask({ filter: this.#filter, page: 0, pageSize });
    if (sequence !== this.#sequence || look !== this.#looks) return false;
    if (!answer.ok) {
      this.#problem = answer.error;
      return false;
    }
    const isNew = this.#take(0, answer.value.rows, answer.value.totalCount);
    this.#pump();
    return isNew;
  }

  /** Tries again what failed. */
  retry(): void {
    this.#failed.clear();
    this.#problem = null;
    if (this.#total === null) void this.#openFirst();
    else this.#pump();
  }

  /** Says which rows are looked at (0-based, both included). Their pages are asked for, the nearest first. */
  look(first: number, last: number): void {
    const pages: number[] = [];
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page += 1) pages.push(page);
    this.#looked = pages;
    this.#pump();
  }

  async #openFirst(): Promise<void> {
    this.#begin();
    const sequence = this.#sequence;
    this.#failed.clear();
    this.#opening = true;
    this.#problem = null;
    const answer = await this.#ask({ filter: this.#filter, page: 0, pageSize });
    if (sequence !== this.#sequence) return;
    this.#opening = false;
    const rows = new RowStore();
    this.#held = { rows };
    if (!answer.ok) {
      this.#problem = answer.error;
      this.#total = null;
      return;
    }
    rows.put(0, answer.value.rows);
    this.#total = answer.value.totalCount;
    this.#opened += 1;
    this.#pump();
  }

  /** What is under way belongs to the past. */
  #begin(): void {
    this.#sequence += 1;
    this.#asked.clear();
  }

  #pump(): void {
    if (this.#opening || this.#total === null) return;
    for (const page of this.#looked) {
      if (this.#asked.size >= askedAtOnce) return;
      if (page * pageSize >= this.#total || this.#held.rows.isWhole(page, this.#total)) continue;
      if (this.#asked.has(page) || this.#failed.has(page)) continue;
      void this.#fetch(page);
    }
  }

  async #fetch(page: number): Promise<void> {
    const sequence = this.#sequence;
    this.#asked.add(page);
    const answer = await this.#ask({ filter: this.#filter, page, pageSize });
    if (sequence !== this.#sequence) return;
    this.#asked.delete(page);
    if (answer.ok) this.#take(page, answer.value.rows, answer.value.totalCount);
    else {
      this.#failed.add(page);
      this.#problem = answer.error;
    }
    this.#pump();
  }

  /** Takes the rows of a page in, and lets what is here move with what they show. Answers whether the list is another one now. */
  #take(page: number, rows: readonly HistoryRow[], total: number): boolean {
    const store = this.#held.rows;
    const before = this.#total ?? total;
    const placeOf = store.moveShownBy(page, rows, total - before);
    if (placeOf !== null) {
      // What is still under way was asked for by the old places.
      this.#begin();
      this.#onMove({ total, placeOf });
      store.move(placeOf);
    }
    store.put(page, rows);
    this.#total = total;
    this.#held = { rows: store };
    return placeOf !== null || total !== before;
  }
}
