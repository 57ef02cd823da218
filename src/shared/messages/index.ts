// Chooses the words of a language. A further language is one more file of the same shape and one more line here.
import { en } from './en/windows.ts';

/** The shape that every language has: the keys of English, each with a sentence or a function that makes one. */
export type Widened<T> = T extends string
  ? string
  : T extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { readonly [Key in keyof T]: Widened<T[Key]> };

export type Messages = Widened<typeof en>;

const languages: ReadonlyMap<string, Messages> = new Map([['en', en]]);

/**
 * The words of the first language in `tags` (BCP 47, most wanted first) that Sidetone has; English where it has none.
 * Only the primary part counts: `en-IE` is answered by `en`.
 */
export function messagesFor(tags: readonly string[]): Messages {
  for (const tag of tags) {
    const found = languages.get(tag.toLowerCase().split('-')[0] ?? '');
    if (found !== undefined) return found;
  }
  return en;
}
