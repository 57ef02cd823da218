// Writes a key combination for people: Ctrl+Shift+F9, on macOS ⌃⇧F9.
import type { Platform } from '../domain/platform.ts';

const names: Readonly<Record<string, string>> = { Control: 'Ctrl', CommandOrControl: 'Ctrl', Super: 'Win' };
const macSigns: Readonly<Record<string, string>> = {
  Control: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Super: '⌘',
  CommandOrControl: '⌘',
};

/** `combination` is in Electron's form, for example `Control+Shift+F9`. */
export function combinationText(combination: string, platform: Platform): string {
  const parts = combination.split('+');
  if (platform === 'mac') return parts.map((part) => macSigns[part] ?? part).join('');
  return parts.map((part) => (part === 'Super' && platform === 'linux' ? part : (names[part] ?? part))).join('+');
}

/** The same as `aria-keyshortcuts` writes it (WAI-ARIA 1.2): the names of KeyboardEvent, so `Meta` for the key of the system. */
export function shortcutText(combination: string): string {
  return combination.replace(/\bSuper\b/u, 'Meta').replace(/\bCommandOrControl\b/u, 'Control');
}
