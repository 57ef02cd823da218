// @vitest-environment happy-dom
// Typing on the list begins a search, and what has a meaning of its own keeps it.
import { describe, expect, test } from 'vitest';
import { searchText } from '../../../src/renderer/main/history/list/type-to-search.ts';

/** What a key on an element brings into the search. */
function pressed(key: string, change: KeyboardEventInit = {}, on = '<div role="row"></div>'): string | null {
  document.body.innerHTML = on;
  const target = document.body.querySelector('[role=row], input, select, button');
  let text: string | null = null;
  target?.addEventListener('keydown', (event) => {
    if (event instanceof KeyboardEvent) text = searchText(event);
  });
  target?.dispatchEvent(new KeyboardEvent('keydown', { key, ...change }));
  return text;
}

describe('A key on the list', () => {
  test.each(['0', '9', '+', '*', '#', 'a', 'Z', 'ö', '٣'])('%s begins a search with itself', (key) => {
    expect(pressed(key)).toBe(key);
  });

  test('/ leads to the search and brings nothing', () => {
    expect(pressed('/')).toBe('');
  });

  test.each(['s', 'S', ' ', 'Enter', 'Escape', 'ArrowDown', 'Home', 'End', 'PageUp', 'Tab', 'F5', 'Shift', 'Dead'])(
    '%s keeps its own meaning',
    (key) => {
      expect(pressed(key)).toBeNull();
    },
  );

  test.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }])(
    'with %o is none of ours',
    (held) => {
      expect(pressed('c', held)).toBeNull();
    },
  );

  test.each(['<input type="text">', '<input type="range">', '<select></select>', '<dialog><button></button></dialog>'])(
    'that %s takes itself stays there',
    (on) => {
      expect(pressed('7', {}, on)).toBeNull();
    },
  );

  test.each(['<input type="checkbox">', '<button></button>'])('on a %s of a row begins a search too', (on) => {
    expect(pressed('7', {}, on)).toBe('7');
  });
});
