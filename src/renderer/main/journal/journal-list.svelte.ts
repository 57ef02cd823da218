// The journal as it is looked at: the filter, the rows that came, which one is chosen, and an export.
import type { Bridge, CallOutput, CallResult } from '../../../shared/ipc/ipc-table.ts';
import {
  journalOutcomes,
  type JournalOutcome,
  type JournalPage,
  type JournalRow,
  type ReportFormat,
} from '../../../shared/ipc/journal-page.ts';
import type { Paper } from '../../../shared/domain/paper.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import { isBackwards } from '../../lib/filter/day-range.ts';
import { daysBefore, monthAfter } from '../../lib/format.ts';

/** Rows drawn at once; more on demand, so that a journal of years stays light. */
const portion = 200;

export const exportFormats = ['csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

function lastDayOf(month: string): string {
  return daysBefore(`${monthAfter(month, 1)}-01`, 1);
}

type ReportWish = {
  readonly format: ReportFormat;
  readonly paper: Paper;
  readonly from: string;
  readonly to: string;
};

type Exported = CallOutput<'journal.export'> & { readonly isReport: boolean };

export class JournalList {
  readonly #bridge: Bridge;
  /** Local days as `YYYY-MM-DD`; empty means open. */
  from = $state('');
  to = $state('');
  outcome = $state<JournalOutcome | ''>('');
  #page = $state.raw<JournalPage | null>(null);
  #problem = $state.raw<Problem | null>(null);
  #reading = $state.raw(false);
  #drawn = $state.raw(portion);
  #selectedId = $state.raw<string | null>(null);
  #exporting = $state.raw(false);
  #exported = $state.raw<Exported | null>(null);
  #exportProblem = $state.raw<Problem | null>(null);
  #newest = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** What was read last; null before the first answer. It stays while a newer one is asked for. */
  get page(): JournalPage | null {
    return this.#page;
  }

  get problem(): Problem | null {
    return this.#problem;
  }

  get reading(): boolean {
    return this.#reading;
  }

  /** The rows that are drawn; the rest of `page.rows` waits for `more`. */
  get rows(): readonly JournalRow[] {
    return this.#page?.rows.slice(0, this.#drawn) ?? [];
  }

  get hasMore(): boolean {
    return (this.#page?.rows.length ?? 0) > this.#drawn;
  }

  get isFiltered(): boolean {
    return this.from !== '' || this.to !== '' || this.outcome !== '';
  }

  /** Both days are there and the wrong way round: nothing is asked for. */
  get isBackwards(): boolean {
    return isBackwards(this.from, this.to);
  }

  get selected(): JournalRow | null {
    return this.#page?.rows.find(({ id }) => id === this.#selectedId) ?? null;
  }

  get exporting(): boolean {
    return this.#exporting;
  }

  /** The file of the last export. */
  get exported(): Exported | null {
    return this.#exported;
  }

  get exportProblem(): Problem | null {
    return this.#exportProblem;
  }

  select(row: JournalRow): void {
    this.#selectedId = row.id;
  }

  more(): void {
    this.#drawn += portion;
  }

  clear(): void {
    this.from = '';
    this.to = '';
    this.outcome = '';
  }

  /** The month of the range as `YYYY-MM`, where the range is exactly one; else null. */
  get month(): string | null {
    const month = this.from.slice(0, 7);
    return month !== '' && this.from === `${month}-01` && this.to === lastDayOf(month) ? month : null;
  }

  /** Shows one month (`YYYY-MM`), or any day. */
  showMonth(month: string | null): void {
    this.from = month === null ? '' : `${month}-01`;
    this.to = month === null ? '' : lastDayOf(month);
  }

  /** The month that is so many months from the one shown; from any day, the one of `today` (`YYYY-MM-DD`). */
  moveMonth(step: -1 | 1, today: string): void {
    const { month } = this;
    this.showMonth(month === null ? today.slice(0, 7) : monthAfter(month, step));
  }

  selectOutcome(value: string): void {
    this.outcome = journalOutcomes.find((outcome) => outcome === value) ?? '';
  }

  /** Reads what the filter asks for. Of two that overlap the one that began later counts. */
  async read(): Promise<void> {
    const { from, to, outcome } = this;
    if (this.isBackwards) return;
    this.#newest += 1;
    const mine = this.#newest;
    this.#reading = true;
    const answer = await this.#bridge.call('journal.read', {
      from: from === '' ? null : from,
      to: to === '' ? null : to,
      outcome: outcome === '' ? null : outcome,
    });
    if (this.#newest !== mine) return;
    this.#reading = false;
    if (answer.ok) this.#page = answer.value;
    this.#problem = answer.ok ? null : answer.error;
  }

  export(format: ExportFormat): Promise<boolean> {
    return this.#write(false, () => this.#bridge.call('journal.export', { format }));
  }

  /** Writes the evidence report; days as in `from` and `to`. False where it wasn't written: `exportProblem` says why. */
  report({ format, paper, from, to }: ReportWish): Promise<boolean> {
    const days = { from: from === '' ? null : from, to: to === '' ? null : to };
    return this.#write(true, () => this.#bridge.call('journal.report', { format, paper, ...days }));
  }

  /** What came of an export is no longer of interest. */
  forgetExport(): void {
    this.#exported = null;
    this.#exportProblem = null;
  }

  async #write(isReport: boolean, call: () => Promise<CallResult<'journal.export'>>): Promise<boolean> {
    if (this.#exporting) return false;
    this.#exporting = true;
    this.forgetExport();
    const answer = await call();
    this.#exporting = false;
    if (answer.ok) this.#exported = { ...answer.value, isReport };
    else this.#exportProblem = answer.error;
    return answer.ok;
  }
}
