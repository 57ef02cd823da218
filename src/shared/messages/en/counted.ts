// Number and noun, in English.

/** One of two forms by number; English needs no more. */
export const counted = (count: number, one: string, other: string): string => (count === 1 ? one : other);
