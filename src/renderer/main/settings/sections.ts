// The sections of the settings, in their order, and what the search among them knows.
import { getContext, setContext } from 'svelte';

export const sectionNames = [
  'account',
  'pausing',
  'automatic',
  'hotkeys',
  'widget',
  'manual',
  'saving',
  'network',
  'startup',
  'about',
] as const;
export type SectionName = (typeof sectionNames)[number];

const key = Symbol('search of the settings');

/** Tells every setting below what is searched for; empty means nothing. */
export function provideSearch(query: () => string): void {
  setContext(key, query);
}

/** Answers whether a text fits what is searched for: every word of it, in any order. */
export function useSearch(): (text: string) => boolean {
  const query = getContext<(() => string) | undefined>(key);
  return (text) => matches(query?.() ?? '', text);
}

/** Every word that was typed is somewhere in the text. */
function matches(query: string, text: string): boolean {
  const inside = text.toLocaleLowerCase();
  return query
    .toLocaleLowerCase()
    .split(/\s+/u)
    .every((word) => inside.includes(word));
}
