// The list of recordings of any length: asks for the pages that are looked at, keeps a few, and drops answers that come too late.
/* eslint-disable svelte/prefer-svelte-reactivity -- the sets here are bookkeeping that nothing draws */
import type { CallInput, CallResult, HistoryFilter, HistoryRow } from '../../../shared/contract.ts';
import type { Problem } from '../../../shared/problem.ts';
import { PageCache } from './page-cache.ts';

export const pageSize = 50;
const pagesKept = 40;
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
  #filter: HistoryFilter = { remoteParty: '', from: null, to: null, direction: null };
  /** Held anew with each change of the rows, so that whoever reads a row draws it again. */
  #held = $state.raw({ cache: new PageCache<readonly HistoryRow[]>(pagesKept) });
  /** Answers to an older sequence belong to another filter and are dropped. */
  #sequence = 0;
  #looked: readonly number[] = [];
  readonly #asked = new Set<number>();
  readonly #failed = new Set<number>();

  constructor(ask: Ask) {
    this.#ask = ask;
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
    return this.#held.cache.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** Asks for the first page of `filter`. What is shown stays until the answer is here. */
  async open(filter: HistoryFilter): Promise<void> {
    this.#filter = filter;
    await this.#openFirst(true);
  }

  /** Asks for the first page again, for what is new. Answers whether the number of recordings changed. */
  async refresh(): Promise<boolean> {
    const before = this.#total;
    await this.#openFirst(false);
    return this.#total !== before;
  }

  /** Tries again what failed. */
  retry(): void {
    this.#failed.clear();
    this.#problem = null;
    if (this.#total === null) void this.#openFirst(true);
    else this.#pump();
  }

  /** Says which rows are looked at (0-based, both included). Their pages are asked for, the nearest first. */
  look(first: number, last: number): void {
    const pages: number[] = [];
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page += 1) pages.push(page);
    this.#looked = pages;
    this.#pump();
  }

  async #openFirst(isNew: boolean): Promise<void> {
    this.#sequence += 1;
    const sequence = this.#sequence;
    this.#asked.clear();
    this.#failed.clear();
    this.#opening = true;
    this.#problem = null;
    const answer = await this.#ask({ filter: this.#filter, page: 0, pageSize });
    if (sequence !== this.#sequence) return;
    this.#opening = false;
    if (!answer.ok) {
      this.#problem = answer.error;
      if (isNew) {
        this.#total = null;
        this.#held = { cache: new PageCache(pagesKept) };
      }
      return;
    }
    const cache = new PageCache<readonly HistoryRow[]>(pagesKept);
    cache.put(0, answer.value.rows);
    this.#held = { cache };
    this.#total = answer.value.totalCount;
    if (isNew) this.#opened += 1;
    this.#pump();
  }

  #pump(): void {
    if (this.#opening || this.#total === null) return;
    for (const page of this.#looked) {
      if (this.#asked.size >= askedAtOnce) return;
      if (page * pageSize >= this.#total || this.#held.cache.has(page)) continue;
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
    if (answer.ok) {
      if (answer.value.totalCount !== this.#total) {
        // The list has shifted: all but what is being looked at may stand at another place now.
        this.#held.cache.keepOnly(new Set(this.#looked));
        this.#total = answer.value.totalCount;
      }
      this.#held.cache.put(page, answer.value.rows);
    } else {
      this.#failed.add(page);
      this.#problem = answer.error;
    }
    this.#held = { cache: this.#held.cache };
    this.#pump();
  }
}
