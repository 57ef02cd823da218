// Makes a file name that Windows, macOS and Linux all accept out of any text from a server.

/** Longest base name in UTF-8 bytes; leaves room for an ending, a counter and `.part` within the 255 of all three systems. */
const longestBytes = 180;

/** Windows refuses these whatever their ending; see Microsoft's "Naming Files, Paths, and Namespaces". */
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/** Separators and wildcards of the three systems, control characters, and marks that turn or hide text. */
const forbidden =
  // oxlint-disable-next-line no-control-regex
  /[<>:"/\\|?*\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/gu;

/**
 * A base name without folder and ending. Never empty, never `.` or `..`, never a device of Windows.
 * Lone surrogates are dropped: they have no UTF-8 form.
 */
export function safeBaseName(text: string, fallback = 'recording'): string {
  const cleaned = text
    .toWellFormed()
    .normalize('NFC')
    .replace(forbidden, '_')
    .replace(/\s+/gu, ' ')
    .replace(/_{2,}/g, '_')
    // Steps upwards in a path end here as one mark; a leading dot would hide the file.
    .replace(/^[\s._]+/u, (start) => (start.includes('_') ? '_' : ''))
    .replace(/[\s.]+$/u, '');
  const cut = cutToBytes(cleaned, longestBytes).replace(/[\s.]+$/u, '');
  const named = /[^_\s.]/u.test(cut) ? cut : fallback;
  return reserved.test(named) ? `_${named}` : named;
}

/** `name.mp3`, then `name (2).mp3`, `name (3).mp3`, …: the same name twice never overwrites. */
export function numberedFileName(base: string, ending: string, number: number): string {
  return number <= 1 ? `${base}.${ending}` : `${base} (${String(number)}).${ending}`;
}

function cutToBytes(text: string, limit: number): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += encoder.encode(character).length;
    if (bytes > limit) return kept;
    kept += character;
  }
  return kept;
}
