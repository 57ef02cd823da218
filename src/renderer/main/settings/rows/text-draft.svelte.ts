// A text while it is typed: what stands in the box stays there until it was taken.

export class TextDraft {
  #typed = $state.raw<string | null>(null);

  /** What stands in the box: what was typed and not taken, else the value. */
  shown(value: string): string {
    return this.#typed ?? value;
  }

  get isTyped(): boolean {
    return this.#typed !== null;
  }

  type(text: string): void {
    this.#typed = text;
  }

  /** The user is done with the box: the text to set, or null where there is nothing to set. */
  commit(value: string): string | null {
    const typed = this.#typed?.trim() ?? null;
    if (typed === value) this.#typed = null;
    return typed === value ? null : typed;
  }

  /** It was taken. What was typed since then stays. */
  taken(text: string): void {
    if (this.#typed?.trim() === text) this.#typed = null;
  }

  forget(): void {
    this.#typed = null;
  }
}
