// Whoever begins to type on the list looks for something: which keys begin a search, and which have a meaning of their own.

/** Letters that do something on the list: S saves. */
const shortcuts = new Set(['s']);

/** Boxes that take letters themselves; a checkbox does not. */
const takesLetters = 'input:not([type=checkbox]), select, textarea, [contenteditable], dialog';

type Key = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'defaultPrevented' | 'target'
>;

/** What a key brings into the search: the character, nothing for `/` (it only leads there), or null where it means something else. */
export function searchText(event: Key): string | null {
  const { key } = event;
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.target instanceof Element && event.target.closest(takesLetters) !== null) return null;
  if (key === '/') return '';
  const isOneCharacter = Array.from(key).length === 1 && key.trim() !== '';
  return isOneCharacter && !shortcuts.has(key.toLowerCase()) ? key : null;
}
