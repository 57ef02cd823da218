// The filter of the recordings. Typing is applied after a pause, a selection at once.
import type { HistoryMark } from '../../../../shared/domain/recording.ts';
import type { HistoryFilter } from '../../../../shared/ipc/ipc-table.ts';
import type { Direction } from '../../../../shared/domain/recording.ts';
import { directions } from '../../../../shared/domain/recording.ts';
import { isBackwards } from '../../../lib/filter/day-range.ts';
import { daysBefore } from '../../../lib/format.ts';

/** Milliseconds without a key before what was typed is applied. */
export const typingDebounceMs = 250;

/** The filters, in the order of their boxes. */
export type FilterField = 'remoteParty' | 'from' | 'to' | 'direction' | 'localNumber' | 'owner';

export const dayRanges = ['today', 'yesterday', 'lastSevenDays'] as const;
export type DayRange = (typeof dayRanges)[number];

const emptyFilter: HistoryFilter = { remoteParty: '', from: null, to: null, direction: null };

/** What is typed rather than selected. */
type Typed = { readonly remoteParty: string; readonly localPartyNumber: string; readonly ownerUsername: string };
const nothingTyped: Typed = { remoteParty: '', localPartyNumber: '', ownerUsername: '' };

export class FilterState {
  #typed = $state.raw<Typed>(nothingTyped);
  #applied = $state.raw<HistoryFilter>(emptyFilter);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #today: () => string;

  /** `today` answers the local date of this moment as `YYYY-MM-DD`. */
  constructor(today: () => string) {
    this.#today = today;
  }

  /** The filter that the list is requested with. The same object until it really changes. */
  get applied(): HistoryFilter {
    return this.#applied;
  }

  /** Continues with a filter of an earlier window. */
  restore(filter: HistoryFilter): void {
    this.#applied = filter;
    const { remoteParty, localPartyNumber = '', ownerUsername = '' } = filter;
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

  set remotePartyIs(value: string) {
    if (value === 'equals') this.#apply({ remotePartyIs: 'equals' });
    else {
      const { remotePartyIs: _contains, ...others } = this.#applied;
      this.#applied = others;
    }
  }

  /** One of the further filters is in use: they must not be hidden. */
  get usesMore(): boolean {
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

  set direction(value: string) {
    this.#apply({ direction: directions.find((direction: Direction) => direction === value) ?? null });
  }

  has(mark: HistoryMark): boolean {
    return this.#applied.marks?.includes(mark) ?? false;
  }

  /** Looks for a mark too, or no longer. */
  toggleMark(mark: HistoryMark): void {
    const { marks = [], ...others } = this.#applied;
    const rest = marks.includes(mark) ? marks.filter((other) => other !== mark) : [...marks, mark];
    this.#applied = rest.length === 0 ? others : { ...others, marks: rest };
  }

  /** The boxes that are in use. */
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
    return this.given.length === 0 && (this.#applied.marks ?? []).length === 0;
  }

  /** The first day is after the last: nothing can match, so nothing is asked. */
  get isBackwards(): boolean {
    return isBackwards(this.#applied.from, this.#applied.to);
  }

  /** The range whose days are selected, if they are those of one. */
  get dayRange(): DayRange | null {
    const { from, to } = this.#applied;
    return dayRanges.find((range) => this.#daysOf(range).from === from && this.#daysOf(range).to === to) ?? null;
  }

  /** Selects the days of a range, or clears them where they are selected already. */
  toggleDayRange(range: DayRange): void {
    this.#apply(this.dayRange === range ? { from: null, to: null } : this.#daysOf(range));
  }

  /** Applies what was typed without the pause. */
  applyNow(): void {
    clearTimeout(this.#timer);
    this.#settleTyping();
  }

  /** Searches for one recording by its day, and its remote party where it has one. Always a new search, even for the same. */
  find(day: string | null, remoteParty: string): void {
    clearTimeout(this.#timer);
    this.#typed = { ...nothingTyped, remoteParty };
    this.#applied = { ...emptyFilter, remoteParty, from: day, to: day };
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#typed = nothingTyped;
    this.#applied = emptyFilter;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #type(change: Partial<Typed>): void {
    this.#typed = { ...this.#typed, ...change };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#settleTyping();
    }, typingDebounceMs);
  }

  #settleTyping(): void {
    const typed = this.#typed;
    const [remoteParty, local, owner] = [typed.remoteParty, typed.localPartyNumber, typed.ownerUsername].map((text) =>
      text.trim(),
    );
    const { localPartyNumber = '', ownerUsername = '', ...others } = this.#applied;
    if (remoteParty === others.remoteParty && local === localPartyNumber && owner === ownerUsername) return;
    // An empty box is no part of the filter: equal filters have the same members.
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

  #daysOf(range: DayRange): { from: string; to: string } {
    const today = this.#today();
    if (range === 'today') return { from: today, to: today };
    const yesterday = daysBefore(today, 1);
    return range === 'yesterday' ? { from: yesterday, to: yesterday } : { from: daysBefore(today, 6), to: today };
  }
}
