// Keeps the pages of a long list that were looked at last, and forgets the others.

export class PageCache<T> {
  readonly #pages = new Map<number, T>();
  readonly #capacity: number;

  /** `capacity` is the number of pages kept at most. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#pages.size;
  }

  has(page: number): boolean {
    return this.#pages.has(page);
  }

  /** Looking at a page makes it the youngest. */
  get(page: number): T | undefined {
    const found = this.#pages.get(page);
    if (found !== undefined) this.put(page, found);
    return found;
  }

  put(page: number, rows: T): void {
    this.#pages.delete(page);
    this.#pages.set(page, rows);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= this.#capacity) break;
      this.#pages.delete(oldest);
    }
  }

  /** Every page that is here, the one that was looked at last at the end. */
  entries(): [number, T][] {
    return [...this.#pages.entries()];
  }

  clear(): void {
    this.#pages.clear();
  }
}
