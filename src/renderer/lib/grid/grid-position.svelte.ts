// Where the user is in a grid: which rows are visible, and which row is in the tab order.
import { tick } from 'svelte';
import type { Move } from './row-store.ts';
import { ScaledScroll } from './scaled-scroll.svelte.ts';

export class GridPosition {
  readonly scroll = new ScaledScroll();
  /** The element that scrolls, while there is one. */
  scroller = $state.raw<HTMLElement | null>(null);
  /** 0-based index of the one row in the tab order (roving tab stop). */
  activeIndex = $state.raw(0);
  /** How far rows that came in above have moved the active row. Row keys subtract it, so that the focused element stays. */
  shift = $state.raw(0);
  /** The row that the next reset scrolls to. */
  restoreIndex = 0;
  #rowsAbove = $state.raw(0);

  get isAtTop(): boolean {
    return this.scroll.atTop;
  }

  /** Rows that came in at the top and have not been visible yet. */
  get rowsAbove(): number {
    return Math.min(this.#rowsAbove, this.scroll.firstVisible);
  }

  /** To be called on scroll events. */
  scrolled(): void {
    if (this.scroller === null) return;
    this.#scrollTo(this.scroll.scrolled(this.scroller.scrollTop));
    this.#rowsAbove = this.rowsAbove;
  }

  /**
   * Rows came in above others. The visible rows stay where they are, with the focus on the same row. At the top, with no focus and
   * nothing selected (`isInUse` is false), the new rows simply appear.
   */
  follow({ total, indexAfter }: Move, isInUse: boolean): void {
    const { scroll, scroller, activeIndex } = this;
    const hasFocus = scroller?.contains(document.activeElement) ?? false;
    if (!isInUse && !hasFocus && this.isAtTop) return;
    const isActiveVisible = activeIndex >= scroll.firstVisible && activeIndex <= scroll.lastVisible;
    const anchor = isActiveVisible ? activeIndex : scroll.firstVisible;
    const by = indexAfter(anchor) - anchor;
    this.activeIndex = Math.min(indexAfter(activeIndex), total - 1);
    this.shift += this.activeIndex - activeIndex;
    this.#rowsAbove += Math.max(0, indexAfter(0));
    const top = scroll.follow(total, by);
    // The rows are laid out first: before that the browser cannot scroll so far.
    void tick().then(() => {
      this.#scrollTo(top);
    });
  }

  /** Goes to the rows that came in at the top. */
  async goToTop(): Promise<void> {
    this.#rowsAbove = 0;
    await this.moveTo(0);
  }

  /** To be called on scrollend events. */
  settle(): void {
    this.#scrollTo(this.scroll.settle());
  }

  /** Goes to the first row of another result of `total` rows, or to `restoreIndex`. */
  reset(total: number): void {
    this.activeIndex = Math.max(0, Math.min(this.restoreIndex, total - 1));
    this.restoreIndex = 0;
    this.shift = 0;
    this.#rowsAbove = 0;
    this.#scrollTo(this.scroll.reveal(0));
    if (this.scroller !== null) this.scroller.scrollTop = 0;
    if (this.activeIndex > 0) this.#scrollTo(this.scroll.follow(total, this.activeIndex));
  }

  /** Scrolls to a row and focuses it. */
  async moveTo(index: number): Promise<void> {
    this.activeIndex = index;
    this.#scrollTo(this.scroll.reveal(index));
    this.#rowsAbove = this.rowsAbove;
    await tick();
    this.focusActiveRow();
  }

  /** The rows to draw (0-based). The active row is always among them, or the focus would fall out of the grid. */
  drawnIndices(total: number): number[] {
    const { first, last } = this.scroll;
    const indices: number[] = [];
    for (let index = first; index <= Math.min(last, total - 1); index += 1) indices.push(index);
    if (this.activeIndex >= total) return indices;
    if (this.activeIndex < first) indices.unshift(this.activeIndex);
    else if (this.activeIndex > last) indices.push(this.activeIndex);
    return indices;
  }

  focusActiveRow(): void {
    this.row(this.activeIndex)?.focus({ preventScroll: true });
  }

  row(index: number): HTMLElement | null {
    return this.scroller?.querySelector<HTMLElement>(`[aria-rowindex="${String(index + 2)}"]`) ?? null;
  }

  /** Left and right move between a row and its controls. */
  moveInside(index: number, step: 1 | -1): void {
    const row = this.row(index);
    if (row === null) return;
    const stops: HTMLElement[] = [row, ...row.querySelectorAll<HTMLElement>('input, button')];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    stops[Math.max(0, Math.min(stops.length - 1, at + step))]?.focus({ preventScroll: true });
  }

  #scrollTo(top: number | null): void {
    if (top !== null && this.scroller !== null) this.scroller.scrollTop = top;
  }
}
