// Writes times, days, numbers and sizes for people. Nothing here knows the present moment: it is handed in.
import { words } from './words.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** Whole seconds as `04:17` or `1:04:17`. */
export function clockLength(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours === 0 ? rest : `${String(hours)}:${rest}`;
}

/** Whole seconds of a wait as `0:42`. */
export function waitLength(seconds: number): string {
  return `${String(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

/** Whole seconds of an age as `14 s ago`. */
export function age(seconds: number): string {
  if (seconds < 120) return words.time.secondsAgo(seconds);
  if (seconds < 7200) return words.time.minutesAgo(Math.floor(seconds / 60));
  return words.time.hoursAgo(Math.floor(seconds / 3600));
}

/** A key combination in Electron's form as people read it: `Control + Shift + F9`. */
export const combinationText = (combination: string): string => combination.split('+').join(' + ');

/** A local date as `YYYY-MM-DD`, as date boxes and the filter have it. */
export function localDay(date: Date): string {
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The local date so many days before `day` (`YYYY-MM-DD`). */
export function daysBefore(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00`);
  date.setDate(date.getDate() - days);
  return localDay(date);
}

const shortDayFormat = new Intl.DateTimeFormat(words.locale, { day: 'numeric', month: 'short' });
const dayFormat = new Intl.DateTimeFormat(words.locale, { day: 'numeric', month: 'short', year: 'numeric' });
const countFormat = new Intl.NumberFormat(words.locale);
const megabyteFormat = new Intl.NumberFormat(words.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const count = (value: number): string => countFormat.format(value);

/** A start time (ISO 8601, with or without zone) as `Today 14:01`, `Yesterday 17:55` or `17 Nov 2026 16:10`. */
export function startedAt(startTime: string | null, today: string, withSeconds = false): string {
  const date = startTime === null ? null : new Date(startTime);
  if (date === null || Number.isNaN(date.getTime())) return words.time.unknown;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}${withSeconds ? `:${two(date.getSeconds())}` : ''}`;
  const day = localDay(date);
  if (day === today) return `${words.time.today} ${time}`;
  if (day === daysBefore(today, 1)) return `${words.time.yesterday} ${time}`;
  // In a list the year of today is what one expects; where all is told (with its seconds) it stands.
  const isThisYear = !withSeconds && day.slice(0, 4) === today.slice(0, 4);
  return `${(isThisYear ? shortDayFormat : dayFormat).format(date)} ${time}`;
}

/** A length in milliseconds as `04:52`, or the word for unknown. */
export const length = (milliseconds: number | null): string =>
  milliseconds === null ? words.time.unknown : clockLength(Math.floor(milliseconds / 1000));

/** A size in bytes as `1.4 MB`, `210 kB` or `12 bytes`. */
export function size(bytes: number): string {
  if (bytes < 1_000) return words.saving.bytes(bytes);
  return bytes < 1_000_000
    ? words.saving.kilobytes(countFormat.format(Math.ceil(bytes / 1000)))
    : words.saving.megabytes(megabyteFormat.format(bytes / 1_000_000));
}

/** The host of a server's address as it is shown, or the text itself where it is no address. */
export function hostOf(server: string | null): string {
  if (server === null) return '';
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? server : `https://${server}`;
  return URL.canParse(withScheme) ? new URL(withScheme).host : server;
}
