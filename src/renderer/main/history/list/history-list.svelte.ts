// The list of recordings of any length: asks for the pages that are looked at, keeps a few, and drops answers that come too late.
/* eslint-disable svelte/prefer-svelte-reactivity -- the sets here are bookkeeping that nothing draws */
import type {
  CallInput,
  CallResult,
  HistoryFilter,
  HistoryPage,
  HistoryRow,
} from '../../../../shared/ipc/ipc-table.ts';
import type { Problem } from '../../../../shared/domain/problem.ts';
import { pageSize, RowStore, type Move } from '../../../lib/grid/row-store.ts';

/** A fast scroll passes many pages; only the ones looked at when a place is free are asked for. */
const askedAtOnce = 2;
/**
 * Milliseconds before a page that was scrolled past is given up: most answers come sooner and are kept, and whoever drags through a
 * million rows does not send the server a request for each movement of the hand.
 */
export const overtakenMs = 150;
/** Rows between two looks that are still a journey; further apart it is a jump, and nothing tells what comes next. */
const longestStep = 2 * pageSize;

/** Asks the core; `signal` is aborted when nobody waits for the answer any more. */
type Ask = (input: CallInput<'history.page'>, signal: AbortSignal) => Promise<CallResult<'history.page'>>;
type Asked = { readonly giveUp: AbortController; readonly since: number };

export class HistoryList {
  /** Number of all recordings that match; null before the first answer. */
  #total = $state.raw<number | null>(null);
  #problem = $state.raw<Problem | null>(null);
  #opening = $state.raw(false);
  #opened = $state.raw(0);
  #searched = $state.raw<HistoryPage['looked']>(undefined);

  readonly #ask: Ask;
  readonly #onMove: (move: Move) => void;
  #filter: HistoryFilter = { remoteParty: '', from: null, to: null, direction: null };
  /** Held anew with each change of the rows, so that whoever reads a row draws it again. */
  #held = $state.raw({ rows: new RowStore() });
  /** The look for the first page, of a new filter or for what is new. */
  #looking = new AbortController();
  /** The first row in sight, and the pages in sight. */
  #first: number | null = null;
  #looked: readonly number[] = [];
  /** The page that comes next on the way through the list; null while there is no way. */
  #ahead: number | null = null;
  readonly #asked = new Map<number, Asked>();
  #overtaken: ReturnType<typeof setTimeout> | undefined;
  readonly #failed = new Set<number>();
  /** Pages that failed before anybody looked at them: asked for once more when somebody does. */
  readonly #failedAhead = new Set<number>();

  /** `onMove` is told, within the change itself, when rows came in above those that are here: whoever knows a place knows another one then. */
  constructor(ask: Ask, onMove: (move: Move) => void = () => undefined) {
    this.#ask = ask;
    this.#onMove = onMove;
  }

  get total(): number | null {
    return this.#total;
  }

  /** How many recordings were looked through, of how many; undefined where the server answered the whole filter. */
  get looked(): HistoryPage['looked'] {
    return this.#searched;
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

  /** All rows that are here. */
  loaded(): HistoryRow[] {
    return this.#held.rows.rows();
  }

  /** Asks for the first page of `filter`. What is shown stays until the answer is here. */
  async open(filter: HistoryFilter): Promise<void> {
    this.#filter = filter;
    await this.#openFirst();
  }

  /** Asks for the first page again, for what is new. The rows that are here stay. Answers whether anything came in. */
  async refresh(): Promise<boolean> {
    if (this.#total === null || this.#opening) return false;
    const signal = this.#lookAnew();
    const answer = await this.#ask({ filter: this.#filter, page: 0, pageSize }, signal);
    if (signal.aborted) return false;
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
    this.#forgetFailures();
    this.#problem = null;
    if (this.#total === null) void this.#openFirst();
    else this.#pump();
  }

  /**
   * Says which rows are looked at (0-based, both included). Their pages are asked for, then the next one on the way. Pages that were
   * scrolled past are given up.
   */
  setVisible(first: number, last: number): void {
    const pages: number[] = [];
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page += 1) pages.push(page);
    const step = this.#first === null ? 0 : first - this.#first;
    this.#first = first;
    this.#looked = pages;
    if (step !== 0) {
      const next = step > 0 ? (pages.at(-1) ?? 0) + 1 : (pages[0] ?? 0) - 1;
      this.#ahead = Math.abs(step) > longestStep || next < 0 ? null : next;
    }
    this.#pump();
  }

  /** Nobody looks any more. */
  stop(): void {
    this.#begin();
    this.#looking.abort();
  }

  async #openFirst(): Promise<void> {
    this.#begin();
    const signal = this.#lookAnew();
    this.#forgetFailures();
    this.#opening = true;
    this.#problem = null;
    const answer = await this.#ask({ filter: this.#filter, page: 0, pageSize }, signal);
    if (signal.aborted) return;
    this.#opening = false;
    const rows = new RowStore();
    this.#held = { rows };
    if (!answer.ok) {
      this.#problem = answer.error;
      this.#total = null;
      return;
    }
    rows.put(0, answer.value.rows);
    this.#searched = answer.value.looked;
    this.#total = answer.value.totalCount;
    this.#opened += 1;
    this.#pump();
  }

  /** What is under way belongs to the past: to another filter, or to places from which the rows have moved. */
  #begin(): void {
    for (const { giveUp } of this.#asked.values()) giveUp.abort();
    this.#asked.clear();
    clearTimeout(this.#overtaken);
  }

  #forgetFailures(): void {
    this.#failed.clear();
    this.#failedAhead.clear();
  }

  #lookAnew(): AbortSignal {
    this.#looking.abort();
    this.#looking = new AbortController();
    return this.#looking.signal;
  }

  #pump(): void {
    if (this.#opening || this.#total === null) return;
    this.#giveUpOvertaken();
    for (const page of this.#looked) {
      // What is asked for ahead takes no place from what is in sight.
      if (this.#asked.size - (this.#isAheadAsked ? 1 : 0) >= askedAtOnce) return;
      if (this.#isMissing(page)) void this.#fetch(page);
    }
    const ahead = this.#ahead;
    if (ahead === null || this.#asked.size > 0 || this.#failedAhead.has(ahead)) return;
    if (this.#isMissing(ahead)) void this.#fetch(ahead);
  }

  get #isAheadAsked(): boolean {
    return this.#ahead !== null && this.#asked.has(this.#ahead);
  }

  #isMissing(page: number): boolean {
    const total = this.#total ?? 0;
    if (page * pageSize >= total || this.#held.rows.isWhole(page, total)) return false;
    return !this.#asked.has(page) && !this.#failed.has(page);
  }

  #giveUpOvertaken(): void {
    clearTimeout(this.#overtaken);
    let soonest = Infinity;
    for (const [page, { giveUp, since }] of this.#asked) {
      if (this.#looked.includes(page) || page === this.#ahead) continue;
      const left = since + overtakenMs - performance.now();
      if (left > 0) soonest = Math.min(soonest, left);
      else {
        giveUp.abort();
        this.#asked.delete(page);
      }
    }
    if (soonest === Infinity) return;
    this.#overtaken = setTimeout(() => {
      this.#pump();
    }, soonest);
  }

  async #fetch(page: number): Promise<void> {
    const giveUp = new AbortController();
    this.#asked.set(page, { giveUp, since: performance.now() });
    const answer = await this.#ask({ filter: this.#filter, page, pageSize }, giveUp.signal);
    if (giveUp.signal.aborted) return;
    this.#asked.delete(page);
    if (answer.ok) this.#take(page, answer.value.rows, answer.value.totalCount);
    else if (this.#looked.includes(page)) {
      this.#failed.add(page);
      this.#problem = answer.error;
    } else this.#failedAhead.add(page);
    this.#pump();
  }

  /** Takes the rows of a page in, and lets what is here move with what they show. Answers whether the list is another one now. */
  #take(page: number, rows: readonly HistoryRow[], total: number): boolean {
    const store = this.#held.rows;
    const before = this.#total ?? total;
    const indexAfter = store.moveShownBy(page, rows, total - before);
    if (indexAfter !== null) {
      // What is still under way was asked for by the old places.
      this.#begin();
      this.#forgetFailures();
      if (this.#first !== null) this.#first = indexAfter(this.#first);
      this.#onMove({ total, indexAfter });
      store.move(indexAfter);
    }
    store.put(page, rows);
    this.#total = total;
    this.#held = { rows: store };
    return indexAfter !== null || total !== before;
  }
}
