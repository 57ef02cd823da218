// Text of other programs as a JSON value, or nothing.

/** The value of a JSON text, or undefined when it is none. A byte order mark, which some editors and shells of Windows write, is no part of it. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/u, ''));
    return value;
  } catch {
    return undefined;
  }
}

/** The text of a file that was edited by a person: UTF-8, or UTF-16 as its byte order mark says (what `>` in a Windows shell writes). */
export function decodedText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
