// What the user looks for. Typing waits for a pause in the typing; a choice counts at once.
import type { HistoryFilter } from '../../../shared/contract.ts';
import type { Direction } from '../../../shared/recording.ts';
import { directions } from '../../../shared/recording.ts';
import { daysBefore } from '../../lib/format.ts';

/** Milliseconds without a key before what was typed is looked for. */
export const typingPauseMs = 250;

export type Span = 'today' | 'yesterday' | 'lastSevenDays';

const nothing: HistoryFilter = { remoteParty: '', from: null, to: null, direction: null };

export class FilterState {
  #typed = $state.raw('');
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

  get remoteParty(): string {
    return this.#typed;
  }

  set remoteParty(text: string) {
    this.#typed = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#settleTyping();
    }, typingPauseMs);
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

  get isEmpty(): boolean {
    const { remoteParty, from, to, direction } = this.#applied;
    return remoteParty === '' && from === null && to === null && direction === null;
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

  clear(): void {
    clearTimeout(this.#timer);
    this.#typed = '';
    this.#applied = nothing;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #settleTyping(): void {
    const remoteParty = this.#typed.trim();
    if (remoteParty !== this.#applied.remoteParty) this.#apply({ remoteParty });
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
