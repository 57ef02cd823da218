// GUIDs as the vendor writes them: any case on the wire, lower case inside this program.

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for 8-4-4-4-12 hexadecimal digits in any case, without braces (docs/ucx-api.md D2). */
export function isGuid(text: string): boolean {
  return pattern.test(text);
}

/** The GUID in lower case, or null when `value` is not one. Accepts any value, for data from outside. */
export function parseGuid(value: unknown): string | null {
  return typeof value === 'string' && isGuid(value) ? value.toLowerCase() : null;
}
