// What the user looks for. Typing waits for a pause in the typing; a choice counts at once.
import type { HistoryFilter } from '../../../../shared/ipc/ipc-table.ts';
import type { Direction } from '../../../../shared/domain/recording.ts';
import { directions } from '../../../../shared/domain/recording.ts';
import { daysBefore } from '../../../lib/format.ts';

/** Milliseconds without a key before what was typed is looked for. */
export const typingPauseMs = 250;

/** What can be looked for, in the order of the boxes. */
export type FilterField = 'remoteParty' | 'from' | 'to' | 'direction' | 'localNumber' | 'owner';

export type Span = 'today' | 'yesterday' | 'lastSevenDays';

const nothing: HistoryFilter = { remoteParty: '', from: null, to: null, direction: null };

/** What is typed rather than chosen. */
type Typed = { readonly remoteParty: string; readonly localPartyNumber: string; readonly ownerUsername: string };
const untyped: Typed = { remoteParty: '', localPartyNumber: '', ownerUsername: '' };

export class FilterState {
  #typed = $state.raw<Typed>(untyped);
  #applied = $state.raw<HistoryFilter>(nothing);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #today: () => string;

  /** `today` answers the local date of this moment as `YYYY-MM-DD`. */
  constructor(today: () => string) {
    this.#today = today;
  }

  /** What the list is asked for. The same object until it really changes. */
  get applied(): HistoryFilter {
    return this.#applied;
  }

  /** Takes up a filter that was kept. */
  restore(kept: HistoryFilter): void {
    this.#applied = kept;
    const { remoteParty, localPartyNumber = '', ownerUsername = '' } = kept;
    this.#typed = { remoteParty, localPartyNumber, ownerUsername };
  }

  get remoteParty(): string {
    return this.#typed.remoteParty;
  }

  set remoteParty(text: string) {
    this.#type({ remoteParty: text });
  }

  get localPartyNumber(): string {
    return this.#typed.localPartyNumber;
  }

  set localPartyNumber(text: string) {
    this.#type({ localPartyNumber: text });
  }

  get ownerUsername(): string {
    return this.#typed.ownerUsername;
  }

  set ownerUsername(text: string) {
    this.#type({ ownerUsername: text });
  }

  get remotePartyIs(): string {
    return this.#applied.remotePartyIs ?? 'contains';
  }

  set remotePartyIs(chosen: string) {
    if (chosen === 'equals') this.#apply({ remotePartyIs: 'equals' });
    else {
      const { remotePartyIs: _contains, ...others } = this.#applied;
      this.#applied = others;
    }
  }

  /** Something of the second line of filters is used: it must not be hidden. */
  get hasMore(): boolean {
    const { localPartyNumber, ownerUsername, remotePartyIs } = this.#applied;
    return localPartyNumber !== undefined || ownerUsername !== undefined || remotePartyIs !== undefined;
  }

  get from(): string {
    return this.#applied.from ?? '';
  }

  set from(day: string) {
    this.#apply({ from: day === '' ? null : day });
  }

  get to(): string {
    return this.#applied.to ?? '';
  }

  set to(day: string) {
    this.#apply({ to: day === '' ? null : day });
  }

  /** Empty means all. */
  get direction(): string {
    return this.#applied.direction ?? '';
  }

  set direction(chosen: string) {
    this.#apply({ direction: directions.find((direction: Direction) => direction === chosen) ?? null });
  }

  /** What the list is really asked for. */
  get given(): readonly FilterField[] {
    const { remoteParty, from, to, direction, localPartyNumber = '', ownerUsername = '' } = this.#applied;
    const fields: readonly [FilterField, string | null][] = [
      ['remoteParty', remoteParty],
      ['from', from],
      ['to', to],
      ['direction', direction],
      ['localNumber', localPartyNumber],
      ['owner', ownerUsername],
    ];
    return fields.filter(([, value]) => value !== null && value !== '').map(([field]) => field);
  }

  get isEmpty(): boolean {
    return this.given.length === 0;
  }

  /** The first day is after the last: nothing can match, so nothing is asked. */
  get isBackwards(): boolean {
    const { from, to } = this.#applied;
    return from !== null && to !== null && from > to;
  }

  /** The span whose days are chosen, if they are those of one. */
  get span(): Span | null {
    const { from, to } = this.#applied;
    const spans: readonly Span[] = ['today', 'yesterday', 'lastSevenDays'];
    return spans.find((span) => this.#daysOf(span).from === from && this.#daysOf(span).to === to) ?? null;
  }

  /** Chooses the days of a span; once more takes them back. */
  toggleSpan(span: Span): void {
    this.#apply(this.span === span ? { from: null, to: null } : this.#daysOf(span));
  }

  /** Looks for what was typed at once, for whoever presses Enter. */
  applyNow(): void {
    clearTimeout(this.#timer);
    this.#settleTyping();
  }

  /** Looks for one recording: its day, and its remote party where it has one. Always a new search, even for the same again. */
  find(day: string, remoteParty: string): void {
    clearTimeout(this.#timer);
    this.#typed = { ...untyped, remoteParty };
    this.#applied = { ...nothing, remoteParty, from: day, to: day };
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#typed = untyped;
    this.#applied = nothing;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #type(change: Partial<Typed>): void {
    this.#typed = { ...this.#typed, ...change };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#settleTyping();
    }, typingPauseMs);
  }

  #settleTyping(): void {
    const typed = this.#typed;
    const [remoteParty, local, owner] = [typed.remoteParty, typed.localPartyNumber, typed.ownerUsername].map((text) =>
      text.trim(),
    );
    const { localPartyNumber = '', ownerUsername = '', ...others } = this.#applied;
    if (remoteParty === others.remoteParty && local === localPartyNumber && owner === ownerUsername) return;
    // An empty box is no part of the filter: the same filter is always the same text.
    this.#applied = {
      ...others,
      remoteParty: remoteParty ?? '',
      ...(local === undefined || local === '' ? {} : { localPartyNumber: local }),
      ...(owner === undefined || owner === '' ? {} : { ownerUsername: owner }),
    };
  }

  #apply(change: Partial<HistoryFilter>): void {
    this.#applied = { ...this.#applied, ...change };
  }

  #daysOf(span: Span): { from: string; to: string } {
    const today = this.#today();
    if (span === 'today') return { from: today, to: today };
    const yesterday = daysBefore(today, 1);
    return span === 'yesterday' ? { from: yesterday, to: yesterday } : { from: daysBefore(today, 6), to: today };
  }
}
