// ISO 8601 durations as the vendor writes them (`PT1M13S`), to and from milliseconds.

const millisecondsOf = { weeks: 604_800_000, days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1000 };

const units = Object.values(millisecondsOf);

const number = String.raw`(\d+(?:[.,]\d+)?)`;
const pattern = new RegExp(`^P(?:${number}W|(?:${number}D)?(?:T(?:${number}H)?(?:${number}M)?(?:${number}S)?)?)$`);

/**
 * Milliseconds of an ISO 8601 duration, rounded; null when it cannot be read.
 * Weeks, days, hours, minutes and seconds are known; the last part may have a fraction (docs/ucx-api.md D3).
 * Years and months are refused, since they have no fixed length; so are negative durations.
 */
export function parseDuration(text: string): number | null {
  const match = pattern.exec(text);
  if (match === null || text.endsWith('T') || text === 'P') return null;
  let total = 0;
  let hasFraction = false;
  for (const [index, milliseconds] of units.entries()) {
    const part = match[index + 1];
    if (part === undefined) continue;
    // ISO 8601 allows a fraction in the smallest part alone.
    if (hasFraction) return null;
    hasFraction = /[.,]/.test(part);
    total += Number(hasFraction ? part.replace(',', '.') : part) * milliseconds;
  }
  const rounded = Math.round(total);
  return Number.isSafeInteger(rounded) ? rounded : null;
}

/**
 * The ISO 8601 duration of `milliseconds`, for instance `PT1M30S`; `parseDuration` gives the same number back.
 * What is negative or not finite counts as 0, a fraction of a millisecond is rounded.
 */
export function formatDuration(milliseconds: number): string {
  const whole = Number.isFinite(milliseconds) ? Math.max(0, Math.round(milliseconds)) : 0;
  const days = Math.floor(whole / millisecondsOf.days);
  const hours = Math.floor((whole % millisecondsOf.days) / millisecondsOf.hours);
  const minutes = Math.floor((whole % millisecondsOf.hours) / millisecondsOf.minutes);
  const seconds = Math.floor((whole % millisecondsOf.minutes) / millisecondsOf.seconds);
  const fraction =
    whole % 1000 === 0
      ? ''
      : `.${String(whole % 1000)
          .padStart(3, '0')
          .replace(/0+$/, '')}`;
  const secondsText = seconds === 0 && fraction === '' ? '' : `${seconds}${fraction}S`;
  const time = `${hours === 0 ? '' : `${hours}H`}${minutes === 0 ? '' : `${minutes}M`}${secondsText}`;
  const date = days === 0 ? '' : `${days}D`;
  if (date === '' && time === '') return 'PT0S';
  return `P${date}${time === '' ? '' : `T${time}`}`;
}

/** Whole seconds for people: `0:42`, `4:17`, from an hour on `1:04:17`. */
export function clockLength(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours === 0
    ? `${String(minutes)}:${two(seconds % 60)}`
    : `${String(hours)}:${two(minutes)}:${two(seconds % 60)}`;
}
