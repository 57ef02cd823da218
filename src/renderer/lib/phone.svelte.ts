// Numbers as people read them, with the spaces of their country. The tables come after the first paint; until then, and where they do not
// know a number, it is shown as the server has it. What is copied or searched for is never changed.
type Format = (number: string) => string;

class Grouping {
  #format = $state.raw<Format | null>(null);

  /** `+39 055 110 4729` for `+390551104729`. Short and national numbers stay: they belong to no country that we know. */
  of(number: string): string {
    return this.#format?.(number) ?? number;
  }

  /** Fetches the tables; they are kept for as long as the window lives. */
  async load(): Promise<void> {
    if (this.#format !== null) return;
    const { parsePhoneNumberFromString } = await import('libphonenumber-js/min');
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- a cache that nothing draws
    const known = new Map<string, string>();
    this.#format = (number) => {
      const before = known.get(number);
      if (before !== undefined) return before;
      // Only what is a whole number of its country: grouping a wrong one would make it look right.
      const parsed = number.startsWith('+') ? parsePhoneNumberFromString(number) : undefined;
      const grouped = parsed?.isPossible() === true ? parsed.formatInternational() : number;
      if (known.size > 2_000) known.clear();
      known.set(number, grouped);
      return grouped;
    };
  }
}

export const phone = new Grouping();
