// Date-times as the vendor writes them: with or without a zone. Only with a zone it is an instant.

/** A date-time that carried a zone: it is a moment. */
type ZonedDateTime = { readonly kind: 'instant'; readonly epochMs: number };
/** A date-time without a zone: what a clock somewhere showed, `YYYY-MM-DDTHH:mm:ss.sss`. It is no moment. */
type LocalDateTime = { readonly kind: 'local'; readonly text: string };
export type VendorDateTime = ZonedDateTime | LocalDateTime;

const pattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/;

/**
 * Reads a vendor date-time: 0 to 7 digits of fraction (cut to milliseconds), with `Z`, an offset, or no zone at all
 * (docs/ucx-api.md D1). Null when it is not one, or names a day or time that does not exist.
 */
export function parseDateTime(text: string): VendorDateTime | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  const milliseconds = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  // setUTCFullYear, because Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day ?? 0);
  date.setUTCHours(hour ?? 0, minute ?? 0, second ?? 0, milliseconds);
  const exists =
    date.getUTCFullYear() === year &&
    date.getUTCMonth() + 1 === month &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  if (!exists) return null;
  if (match[8] !== undefined) return { kind: 'instant', epochMs: date.getTime() };
  if (match[9] === undefined) return { kind: 'local', text: date.toISOString().slice(0, -1) };
  const hours = Number(match[10]);
  const minutes = Number(match[11]);
  if (hours > 14 || minutes > 59) return null;
  const offset = (hours * 60 + minutes) * 60_000;
  return { kind: 'instant', epochMs: date.getTime() + (match[9] === '-' ? offset : -offset) };
}

/** ISO 8601 text of what was read: an instant in UTC with `Z`, a local date-time without any zone. */
export function dateTimeText(value: VendorDateTime): string {
  return value.kind === 'instant' ? new Date(value.epochMs).toISOString() : value.text;
}

/** An instant as a filter wants it: UTC with `Z`, no fraction where there is none. @throws RangeError on an invalid Date. */
export function formatInstant(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z');
}

/** An instant as an upload wants it: UTC with `Z` and 7 digits (docs/ucx-api.md C6). @throws RangeError on an invalid Date. */
export function formatUploadInstant(date: Date): string {
  return date.toISOString().replace('Z', '0000Z');
}

/** The years that a clock may show: what lies outside is a broken clock or a trap, and no date of a call. */
const [earliestMs, latestMs] = [Date.UTC(1990, 0, 1), Date.UTC(2200, 0, 1)];

/** Epoch milliseconds that can be a date of a call; null for anything else, NaN and infinities included. */
export function plausibleMs(epochMs: number): number | null {
  return epochMs >= earliestMs && epochMs < latestMs ? epochMs : null;
}

/** Epoch milliseconds as ISO 8601 in UTC. Never throws: what is no date at all becomes the nearest one that is. */
export function instantText(epochMs: number): string {
  const bounded = Number.isNaN(epochMs) ? 0 : Math.max(-62_167_219_200_000, Math.min(epochMs, 253_402_300_799_999));
  return new Date(bounded).toISOString();
}
