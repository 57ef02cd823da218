// Which rows of a very long list are in sight. A browser cannot lay out a million rows (its limit is about 33 million pixels, fewer
// when zoomed), so beyond a height that is safe the scroll bar is a scale: small movements are exact, a drag of the bar is proportional.

/** CSS pixels; safe at 200 % zoom on a screen of double density. */
export const greatestHeight = 6_000_000;
/** Near both ends the bar is exact, so that the wheel arrives there; between them it is a scale. In pixels. */
const exactEnds = 200_000;
const spareRows = 6;

export class ScaledScroll {
  #count = $state.raw(0);
  #rowHeight = $state.raw(44);
  #viewport = $state.raw(0);
  /** Where the top edge is in the full list, in pixels; the truth of what is shown. */
  #top = $state.raw(0);
  /** Where the browser's own scrolling is, in pixels of the laid-out height. */
  #laidOut = $state.raw(0);
  /** A place this class asked the browser for: its scroll event is not the user's. */
  #expected: number | null = null;

  /** Sets the measures: number of rows, and pixels of a row and of the part in sight. */
  measure(count: number, rowHeight: number, viewport: number): void {
    this.#count = count;
    this.#rowHeight = rowHeight;
    // A hidden page has no height; what was in sight before it was hidden is in sight after.
    if (viewport > 0) this.#viewport = viewport;
    this.#top = Math.min(this.#top, this.#range);
  }

  /** The height to lay out, in pixels. */
  get height(): number {
    return Math.min(this.#count * this.#rowHeight, greatestHeight);
  }

  /** The first and last row to draw (0-based, both included); last is -1 when there is none. */
  get first(): number {
    return Math.max(0, Math.floor(this.#top / this.#rowHeight) - spareRows);
  }

  get last(): number {
    return Math.min(this.#count - 1, Math.ceil((this.#top + this.#viewport) / this.#rowHeight) + spareRows);
  }

  /** The rows really in sight, without the spare ones. */
  get firstVisible(): number {
    return Math.min(Math.floor(this.#top / this.#rowHeight), Math.max(0, this.#count - 1));
  }

  get lastVisible(): number {
    return Math.max(0, Math.min(this.#count - 1, Math.ceil((this.#top + this.#viewport) / this.#rowHeight) - 1));
  }

  /** Whole rows that fit: how far a page up or down goes. */
  get rowsPerPage(): number {
    return Math.max(1, Math.floor(this.#viewport / this.#rowHeight));
  }

  get atTop(): boolean {
    return this.#top < this.#rowHeight;
  }

  /** Where a row lies inside the laid-out height, in pixels. Rows far out of sight are held just beyond the edge. */
  offset(index: number): number {
    const far = this.#viewport + this.#rowHeight * (spareRows + 2);
    const fromTop = index * this.#rowHeight - this.#top;
    return this.#laidOut + Math.max(-far, Math.min(far, fromTop));
  }

  /** The browser has scrolled to `place`. Answers a better place for the browser, or null when it may stay. */
  scrolled(place: number): number | null {
    const expected = this.#expected;
    this.#expected = null;
    const moved = place - this.#laidOut;
    this.#laidOut = place;
    if (expected !== null && Math.abs(place - expected) <= 1) return null;
    const small = Math.abs(moved) <= Math.max(this.#viewport, this.#rowHeight) * 2;
    const wanted = small || !this.#isScaled ? this.#top + moved : this.#fromBar(place);
    this.#top = Math.max(0, Math.min(this.#range, this.#isScaled ? wanted : place));
    // At an end of the bar that is not an end of the list there must be room to scroll on, and the other way round.
    const atEdge = place <= 0 || place >= this.#laidOutRange;
    const listAtEdge = this.#top <= 0 || this.#top >= this.#range;
    return atEdge !== listAtEdge ? this.settle() : null;
  }

  /** The place of the browser's bar that tells where in the list we are, or null when it is there. For the end of a movement. */
  settle(): number | null {
    if (!this.#isScaled) return null;
    return this.#place(this.#toBar(this.#top));
  }

  /** Goes to a row, as little as needed to have it in sight. Answers the place for the browser, or null when nothing moves. */
  reveal(index: number): number | null {
    const start = index * this.#rowHeight;
    const end = start + this.#rowHeight - this.#viewport;
    const top = Math.max(0, Math.min(this.#range, start < this.#top ? start : end > this.#top ? end : this.#top));
    if (top === this.#top) return null;
    this.#top = top;
    return this.#place(this.#isScaled ? this.#toBar(top) : top);
  }

  /**
   * So many rows came in above what is in sight (or went, when negative): the same rows stay in sight. Answers the place for the
   * browser once the list is laid out with its new number of rows, or null when nothing moves.
   */
  follow(count: number, rows: number): number | null {
    this.#count = count;
    this.#top = Math.max(0, Math.min(this.#range, this.#top + rows * this.#rowHeight));
    return this.#place(this.#isScaled ? this.#toBar(this.#top) : this.#top);
  }

  #place(place: number): number | null {
    if (Math.abs(place - this.#laidOut) < 1) return null;
    this.#expected = place;
    this.#laidOut = place;
    return place;
  }

  /** From a place in the full list to the place of the bar, and back. */
  #toBar(top: number): number {
    const fromEnd = this.#range - top;
    if (top <= exactEnds) return top;
    if (fromEnd <= exactEnds) return this.#laidOutRange - fromEnd;
    return exactEnds + (top - exactEnds) / this.#scale;
  }

  #fromBar(place: number): number {
    const fromEnd = this.#laidOutRange - place;
    if (place <= exactEnds) return place;
    if (fromEnd <= exactEnds) return this.#range - fromEnd;
    return exactEnds + (place - exactEnds) * this.#scale;
  }

  /** Pixels of the list for one of the bar, between the exact ends. */
  get #scale(): number {
    return (this.#range - 2 * exactEnds) / (this.#laidOutRange - 2 * exactEnds);
  }

  get #isScaled(): boolean {
    return this.#count * this.#rowHeight > greatestHeight;
  }

  get #range(): number {
    return Math.max(0, this.#count * this.#rowHeight - this.#viewport);
  }

  get #laidOutRange(): number {
    return Math.max(1, this.height - this.#viewport);
  }
}
