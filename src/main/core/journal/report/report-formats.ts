// Numbers, times and marks as the report writes them, and the escaping of everything that goes into its page.
import { clockText, offsetMs } from '../../../../shared/domain/text/zoned-days.ts';
import { report as text } from '../../../../shared/messages/en/report.ts';

const locale = 'en-GB';
/** Makes a formatter when it is first used: it takes milliseconds, and most starts of the program write no report. */
function whenUsed<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}

const counts = whenUsed(() => new Intl.NumberFormat(locale));
const tenths = whenUsed(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }));
const dayFormat = (month: 'long' | 'short'): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month, year: 'numeric', timeZone: 'UTC' });
const longDay = whenUsed(() => dayFormat('long'));
const shortDay = whenUsed(() => dayFormat('short'));

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Any text as it is written into an element or a quoted attribute: it can neither end it nor hide. */
export const escaped = (value: string): string =>
  value
    .replaceAll(/[&<>"']/gu, (character) => entities[character] ?? '')
    // Control characters, and those that turn the direction of a line: a name could pass for another.
    .replaceAll(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu, '\uFFFD');

export const count = (value: number): string => counts().format(value);
export const exactMs = (value: number | null): string =>
  value === null ? text.none : text.milliseconds(counts().format(Math.round(value)));
export const wholeSeconds = (ms: number): string => counts().format(Math.round(ms / 1_000));

/** A limit in milliseconds as `500 ms` or `1.5 s`. */
export const limit = (ms: number): string =>
  ms < 1_000 ? text.milliseconds(String(ms)) : text.secondsOnly(tenths().format(ms / 1_000));
/** The same where the unit is on the axis. */
export const shortLimit = (ms: number): string =>
  ms < 1_000 ? String(ms) : text.secondsOnly(tenths().format(ms / 1_000));

export const dayName = (day: string): string => longDay().format(Date.parse(`${day}T00:00:00Z`));

/** A moment in audio as `1:32`. */
export const inAudio = (ms: number): string => {
  const seconds = Math.floor(ms / 1_000);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
};

/** What a clock in the zone shows: `20 Nov 2026 06:57:12`. A text that is no instant stays as it is. */
export function moment(at: string, zone: string): string {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return at;
  const [day = '', time = ''] = clockText(ms, zone).split('T');
  return `${shortDay().format(Date.parse(`${day}T00:00:00Z`))} ${time}`;
}

/** How far the zone's clock is ahead of UTC at an instant: `UTC+1`, `UTC-3:30`. */
export function zoneName(ms: number, zone: string): string {
  const minutes = Math.round(offsetMs(ms, zone) / 60_000);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  if (minutes === 0) return 'UTC';
  return `UTC${minutes < 0 ? '-' : '+'}${String(hours)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

/** Groups of four digits, so that two people can compare them. */
export const inFours = (hash: string): string => hash.replaceAll(/(.{4})(?=.)/gu, '$1 ');
