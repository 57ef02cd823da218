// Where the user is in the list: what is in sight, and which row holds the keyboard.
import { tick } from 'svelte';
import type { Move } from './row-store.ts';
import { ScaledScroll } from './scaled-scroll.svelte.ts';

export class GridPlace {
  readonly scroll = new ScaledScroll();
  /** The element that scrolls, while there is one. */
  scroller = $state.raw<HTMLElement | null>(null);
  /** 0-based place of the one row that is in the order of Tab. */
  holder = $state.raw(0);
  /** By how many places the holder was moved by rows that came in above it; what is drawn is told apart by it, so that the focus stays. */
  moved = $state.raw(0);
  /** Where the next list begins to be read. */
  resumeAt = 0;
  #onTop = $state.raw(0);

  get isAtTop(): boolean {
    return this.scroll.atTop;
  }

  /** Rows that came in on top and were not in sight yet. */
  get onTop(): number {
    return Math.min(this.#onTop, this.scroll.firstSeen);
  }

  /** The user has scrolled. */
  scrolled(): void {
    if (this.scroller === null) return;
    this.#place(this.scroll.scrolled(this.scroller.scrollTop));
    this.#onTop = this.onTop;
  }

  /**
   * Rows came in above others. What is read stays where it is, with the keyboard on it; at the top, with nothing in use
   * (`isRead`: something is chosen), the new ones are simply there.
   */
  follow({ total, placeOf }: Move, isRead: boolean): void {
    const { scroll, scroller, holder } = this;
    const hasFocus = scroller?.contains(document.activeElement) ?? false;
    if (!isRead && !hasFocus && this.isAtTop) return;
    const isHolderSeen = holder >= scroll.firstSeen && holder <= scroll.lastSeen;
    const anchor = isHolderSeen ? holder : scroll.firstSeen;
    const by = placeOf(anchor) - anchor;
    this.holder = Math.min(placeOf(holder), total - 1);
    this.moved += this.holder - holder;
    this.#onTop += Math.max(0, placeOf(0));
    const top = scroll.follow(total, by);
    // The list is laid out higher first: before that there is no such place.
    void tick().then(() => {
      this.#place(top);
    });
  }

  /** To what came in on top. */
  async toTop(): Promise<void> {
    this.#onTop = 0;
    await this.hold(0);
  }

  /** A movement is over. */
  settle(): void {
    this.#place(this.scroll.settle());
  }

  /** Back to the first row, for the rows of another filter, `total` in number; or to where it is to be gone on (`resumeAt`). */
  reset(total: number): void {
    this.holder = Math.max(0, Math.min(this.resumeAt, total - 1));
    this.resumeAt = 0;
    this.moved = 0;
    this.#onTop = 0;
    this.#place(this.scroll.reveal(0));
    if (this.scroller !== null) this.scroller.scrollTop = 0;
    if (this.holder > 0) this.#place(this.scroll.follow(total, this.holder));
  }

  /** Gives the keyboard to a row, wherever it is. */
  async hold(index: number): Promise<void> {
    this.holder = index;
    this.#place(this.scroll.reveal(index));
    this.#onTop = this.onTop;
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
