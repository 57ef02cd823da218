// Key combinations in Electron's form (`Control+Shift+F9`): which can be a global hotkey, and which are the same.

const modifierNames: Readonly<Record<string, string>> = {
  control: 'Control',
  ctrl: 'Control',
  alt: 'Alt',
  option: 'Alt',
  shift: 'Shift',
  super: 'Super',
  meta: 'Super',
  command: 'Super',
  cmd: 'Super',
  commandorcontrol: 'CommandOrControl',
  cmdorctrl: 'CommandOrControl',
};
const modifierOrder = ['CommandOrControl', 'Control', 'Alt', 'Shift', 'Super'];
const namedKeys = [
  ...Array.from({ length: 24 }, (_, index) => `F${String(index + 1)}`),
  ...[
    'Space',
    'Tab',
    'Backspace',
    'Delete',
    'Insert',
    'Return',
    'Up',
    'Down',
    'Left',
    'Right',
    'Home',
    'End',
    'PageUp',
    'PageDown',
  ],
  ...[
    'Plus',
    'PrintScreen',
    'Pause',
    'VolumeUp',
    'VolumeDown',
    'VolumeMute',
    'MediaNextTrack',
    'MediaPreviousTrack',
    'MediaStop',
    'MediaPlayPause',
  ],
  ...Array.from({ length: 10 }, (_, index) => `num${String(index)}`),
  ...['numdec', 'numadd', 'numsub', 'nummult', 'numdiv'],
];
const keyByLowerName = new Map(namedKeys.map((key) => [key.toLowerCase(), key]));

/**
 * The combination in one spelling, or null when it cannot be a global hotkey: a plain letter, digit or Space would be taken from every program,
 * so all but function and media keys need Control, Alt or Super; Shift alone is not enough.
 */
export function normaliseHotkey(combination: string): string | null {
  // A plus sign as the key is written `Plus`.
  const parts = combination.split('+').map((part) => part.trim());
  const key = keyOf(parts.pop() ?? '');
  const modifiers = parts.map((part) => modifierNames[part.toLowerCase()]);
  if (key === null || modifiers.some((modifier) => modifier === undefined)) return null;
  const unique = modifierOrder.filter((name) => modifiers.includes(name));
  const strong = unique.some((name) => name !== 'Shift');
  const alone = /^F\d+$|^Media|^Volume|^Pause$/.test(key);
  if (!strong && !alone) return null;
  return [...unique, key].join('+');
}

/** True of a key that has a name in Electron's form; which keys a keyboard writes elsewhere, such as `#` and `<`, have none. */
export function isHotkeyKey(key: string): boolean {
  return keyOf(key) !== null;
}

/** True where AltGr, which many keyboards report as Control and Alt together, may write a character with the same keys. */
export function mayTypeCharacter(combination: string): boolean {
  const parts = combination.split('+');
  const key = parts.pop() ?? '';
  const has = (name: string): boolean => parts.includes(name);
  return has('Alt') && (has('Control') || has('CommandOrControl')) && (key.length === 1 || key === 'Plus');
}

function keyOf(text: string): string | null {
  if (/^[a-z0-9]$/i.test(text)) return text.toUpperCase();
  // Punctuation that Electron takes as it is.
  if (/^[-=[\]\\;',./`]$/.test(text)) return text;
  return keyByLowerName.get(text.toLowerCase()) ?? null;
}
