// Writes times, days, numbers and sizes for people. Nothing here knows the present moment: it is handed in.
import { clockLength } from '../../shared/domain/text/duration.ts';
import { words } from './words.ts';

export { clockLength };

const two = (value: number): string => String(value).padStart(2, '0');

/** Milliseconds of an estimate in words, two units at most: `2 h 21 min`, `40 s`. */
export function inWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return words.time.seconds(count(seconds));
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return words.time.minutes(minutes);
  return rest === 0 ? words.time.hours(hours) : `${words.time.hours(hours)} ${words.time.minutes(rest)}`;
}

/** Milliseconds until a confirmation: `84 ms`, from 1.5 s on in seconds with one decimal at most. */
export function confirmationTime(milliseconds: number): string {
  return milliseconds < 1_500
    ? words.time.milliseconds(count(Math.round(milliseconds)))
    : words.time.seconds(formats.tenth.format(milliseconds / 1_000));
}

/** Milliseconds as seconds with one decimal, without the unit: `4.5`. */
export const seconds = (milliseconds: number): string => formats.oneDecimal.format(milliseconds / 1_000);

/** `1.5`, `5`. */
export const oneDecimalAtMost = (value: number): string => formats.tenth.format(value);

/** A part of a whole (0 to 1) in percent, with one decimal: `99.6`. Never rounded up to all of it. */
export const percent = (part: number): string => formats.tenth.format(Math.floor(part * 1_000) / 10);

/** Whole seconds of an age as `14 s ago`. */
export function age(seconds: number): string {
  if (seconds < 120) return words.time.secondsAgo(seconds);
  if (seconds < 7200) return words.time.minutesAgo(Math.floor(seconds / 60));
  return words.time.hoursAgo(Math.floor(seconds / 3600));
}

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

const formatsOf = (locale: string | undefined) => ({
  shortDay: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }),
  month: new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }),
  day: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }),
  time: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }),
  exactTime: new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }),
  count: new Intl.NumberFormat(locale),
  tenth: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
  oneDecimal: new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
});

let followed: string | null = null;
let formats = formatsOf(undefined);

/** From here on dates, times and numbers follow this locale (BCP 47). Null, or a tag that Intl doesn't know: the browser's own. */
export function followLocale(locale: string | null): void {
  if (locale === followed) return;
  followed = locale;
  try {
    formats = formatsOf(locale ?? undefined);
  } catch {
    formats = formatsOf(undefined);
  }
}

export const count = (value: number): string => formats.count.format(value);

/** A local date (`YYYY-MM-DD`) as `17 Nov 2026`; empty, or what is no date, stays as it is. */
export function dayName(day: string): string {
  const date = new Date(`${day}T12:00:00`);
  return Number.isNaN(date.getTime()) ? day : formats.day.format(date);
}

/** The month (`YYYY-MM`) so many months after another; before it, where `months` is negative. */
export function monthAfter(month: string, months: number): string {
  const date = new Date(`${month}-15T12:00:00`);
  date.setMonth(date.getMonth() + months);
  return localDay(date).slice(0, 7);
}

/** A month (`YYYY-MM`) as `November 2026`. */
export const monthName = (month: string): string => formats.month.format(new Date(`${month}-15T12:00:00`));

/** A start time (ISO 8601, with or without zone) as `Today 14:01`, `Yesterday 17:55` or `17 Nov 2026 16:10`. */
export function startedAt(
  startTime: string | null,
  today: string,
  withSeconds = false,
  withYear = withSeconds,
): string {
  const date = startTime === null ? null : new Date(startTime);
  if (date === null || Number.isNaN(date.getTime())) return words.time.unknown;
  // The time and the half of the day stay together where there are two lines.
  const time = (withSeconds ? formats.exactTime : formats.time).format(date).replaceAll(/\s/gu, '\u00A0');
  const day = localDay(date);
  if (day === today) return `${words.time.today} ${time}`;
  if (day === daysBefore(today, 1)) return `${words.time.yesterday} ${time}`;
  // In a list the year of today is what one expects; where all is told it stands.
  const isThisYear = !withYear && day.slice(0, 4) === today.slice(0, 4);
  return `${(isThisYear ? formats.shortDay : formats.day).format(date)} ${time}`;
}

/** One start time of each form, month and half of the day that a list shows of this year: a column of them has to hold the widest in one line. */
export function startTimesOfEachForm(withSeconds: boolean): string[] {
  const dates = Array.from({ length: 24 }, (_, half) => new Date(2000, half >> 1, 28, 10 + (half % 2) * 12, 58, 58));
  return dates.flatMap((date) => {
    const seenFrom = [daysBefore(localDay(date), -1), '2000-06-01'];
    return seenFrom.map((today) => startedAt(date.toISOString(), today, withSeconds, false));
  });
}

/** A length in milliseconds as `4:52`, or the word for unknown. */
export const length = (milliseconds: number | null): string =>
  milliseconds === null ? words.time.unknown : clockLength(Math.floor(milliseconds / 1000));

/** A size in bytes as `212 GB`, `1.4 MB`, `210 kB` or `12 bytes`. */
export function size(bytes: number): string {
  if (bytes < 1_000) return words.saving.bytes(bytes);
  if (bytes < 1_000_000) return words.saving.kilobytes(formats.count.format(Math.ceil(bytes / 1_000)));
  if (bytes < 1_000_000_000) return words.saving.megabytes(formats.oneDecimal.format(bytes / 1_000_000));
  const gigabytes = bytes / 1_000_000_000;
  return words.saving.gigabytes(gigabytes < 100 ? formats.oneDecimal.format(gigabytes) : count(Math.round(gigabytes)));
}

/** The host of a server's address as it is shown, or the text itself where it is no address. */
export function hostOf(server: string | null): string {
  if (server === null) return '';
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? server : `https://${server}`;
  return URL.canParse(withScheme) ? new URL(withScheme).host : server;
}
