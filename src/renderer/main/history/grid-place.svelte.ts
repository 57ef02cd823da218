// Where the user is in the list: what is in sight, and which row holds the keyboard.
import { tick } from 'svelte';
import { ScaledScroll } from './scaled-scroll.svelte.ts';

export class GridPlace {
  readonly scroll = new ScaledScroll();
  /** The element that scrolls, while there is one. */
  scroller = $state.raw<HTMLElement | null>(null);
  /** 0-based place of the one row that is in the order of Tab. */
  holder = $state.raw(0);

  get isAtTop(): boolean {
    return this.scroll.atTop;
  }

  /** The user has scrolled. */
  scrolled(): void {
    if (this.scroller !== null) this.#place(this.scroll.scrolled(this.scroller.scrollTop));
  }

  /** A movement is over. */
  settle(): void {
    this.#place(this.scroll.settle());
  }

  /** Back to the first row, for the rows of another filter. */
  reset(): void {
    this.holder = 0;
    this.#place(this.scroll.reveal(0));
    if (this.scroller !== null) this.scroller.scrollTop = 0;
  }

  /** Gives the keyboard to a row, wherever it is. */
  async hold(index: number): Promise<void> {
    this.holder = index;
    this.#place(this.scroll.reveal(index));
    await tick();
    this.focusHolder();
  }

  focusHolder(): void {
    this.row(this.holder)?.focus({ preventScroll: true });
  }

  row(index: number): HTMLElement | null {
    return this.scroller?.querySelector<HTMLElement>(`[aria-rowindex="${String(index + 2)}"]`) ?? null;
  }

  /** Left and right go between a row and its buttons. */
  moveInside(index: number, step: 1 | -1): void {
    const row = this.row(index);
    if (row === null) return;
    const stops: HTMLElement[] = [row, ...row.querySelectorAll<HTMLElement>('input, button')];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    stops[Math.max(0, Math.min(stops.length - 1, at + step))]?.focus({ preventScroll: true });
  }

  #place(top: number | null): void {
    if (top !== null && this.scroller !== null) this.scroller.scrollTop = top;
  }
}
