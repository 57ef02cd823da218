// From a pressed key to a combination in Electron's form, on every keyboard layout: what the user sees on the key cap, not where it lies.
import { isHotkeyKey, normaliseHotkey } from '../../../../shared/domain/hotkey.ts';

/** What is read of a KeyboardEvent. */
export type PressedKey = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey' | 'repeat' | 'isComposing' | 'getModifierState'
>;

export type Capture =
  /** A whole combination, in one spelling. The core decides whether it is taken or used twice. */
  | { readonly kind: 'combination'; readonly combination: string }
  /** Modifiers are held and no key yet. */
  | { readonly kind: 'modifiers'; readonly held: readonly string[] }
  /** A whole combination that can be no global hotkey, such as a plain letter. */
  | { readonly kind: 'refused' }
  /** A key that has no name which means the same on every keyboard. */
  | { readonly kind: 'unusable' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'clear' }
  /** Tab goes on to the next control: a capture is no trap. */
  | { readonly kind: 'leave' }
  /** The key's own repetition: nothing new. */
  | { readonly kind: 'nothing' };

const modifierKeys = new Set([
  ...['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'OS', 'Super', 'Hyper', 'Symbol', 'SymbolLock'],
  ...['CapsLock', 'NumLock', 'ScrollLock', 'Fn', 'FnLock'],
]);

/** Names of `KeyboardEvent.key` that Electron calls otherwise. The rest of the named keys are called alike. */
const renamed: Readonly<Record<string, string>> = {
  ' ': 'Space',
  '+': 'Plus',
  Enter: 'Return',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  AudioVolumeUp: 'VolumeUp',
  AudioVolumeDown: 'VolumeDown',
  AudioVolumeMute: 'VolumeMute',
  MediaTrackNext: 'MediaNextTrack',
  MediaTrackPrevious: 'MediaPreviousTrack',
};

const numpadOperators: Readonly<Record<string, string>> = {
  NumpadAdd: 'numadd',
  NumpadSubtract: 'numsub',
  NumpadMultiply: 'nummult',
  NumpadDivide: 'numdiv',
};

/** Where Shift writes another sign, the sign without it is known by the key's place on a US keyboard alone. */
const placeOfSign: Readonly<Record<string, string>> = {
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backquote: '`',
};

export function captureOf(event: PressedKey): Capture {
  if (event.repeat || event.isComposing) return { kind: 'nothing' };
  const held = [
    ...(event.ctrlKey ? ['Control'] : []),
    ...(event.altKey ? ['Alt'] : []),
    ...(event.shiftKey ? ['Shift'] : []),
    ...(event.metaKey ? ['Super'] : []),
  ];
  if (modifierKeys.has(event.key)) return { kind: 'modifiers', held };
  if (held.length === 0) {
    if (event.key === 'Escape') return { kind: 'cancel' };
    if (event.key === 'Backspace' || event.key === 'Delete') return { kind: 'clear' };
  }
  if (event.key === 'Tab' && !event.ctrlKey && !event.altKey && !event.metaKey) return { kind: 'leave' };
  // AltGr makes signs; no hotkey can ask for it.
  if (event.getModifierState('AltGraph')) return { kind: 'unusable' };
  const key = keyOf(event);
  if (key === null || !isHotkeyKey(key)) return { kind: 'unusable' };
  const combination = normaliseHotkey([...held, key].join('+'));
  return combination === null ? { kind: 'refused' } : { kind: 'combination', combination };
}

function keyOf({ key, code, shiftKey }: PressedKey): string | null {
  if (code.startsWith('Numpad')) {
    const digit = /^Numpad(\d)$/.exec(code)?.[1];
    // Without Num Lock the same key is Home, Up and so on.
    if (digit !== undefined && /^\d$/.test(key)) return `num${digit}`;
    if (code === 'NumpadDecimal' && /^[.,]$/.test(key)) return 'numdec';
    const operator = numpadOperators[code];
    if (operator !== undefined) return operator;
  }
  // The letter on the key cap, wherever it lies; where Option or AltGr made another sign of it, or the alphabet is not Latin, its place.
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return digit;
  if (letter !== undefined) return isSign(key) ? null : letter;
  if (shiftKey && isSign(key)) return placeOfSign[code] ?? null;
  if (renamed[key] !== undefined) return renamed[key];
  // A dead key, or a letter such as ü: no name of it means the same elsewhere.
  if (/^.$/u.test(key)) return isSign(key) ? key : null;
  return key === 'Dead' || key === 'Unidentified' || key === 'Process' ? null : key;
}

/** A sign of the ASCII set that is neither letter, digit nor space. */
const isSign = (key: string): boolean => /^[!-/:-@[-`{-~]$/.test(key);
