// Days of a time zone (IANA, such as `Europe/Rome`): when they begin, whatever the clocks do that day, and how instants read there.

/** A day that exists, as `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The day after a day. */
export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA-u-hc-h23-nu-latn-ca-iso8601', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  clocks.set(zone, made);
  return made;
}

/** What a clock in the zone shows at an instant (epoch milliseconds), to the second: `2026-11-17T16:10:42`. */
export function clockText(ms: number, zone: string): string {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
  return `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`;
}

/** Milliseconds by which the zone's clock is ahead of UTC. */
export const offsetMs = (ms: number, zone: string): number =>
  Date.parse(`${clockText(ms, zone)}Z`) - Math.floor(ms / 1_000) * 1_000;

/** The first instant (epoch milliseconds) of a day in the zone; where clocks skip it, the first of the next day. */
export function startOfDay(day: string, zone: string): number {
  // Offsets are between -12 and +14 hours. Days begin only once: what is before the first instant is an earlier day.
  const nominal = Date.parse(`${day}T00:00:00Z`);
  let [before, from] = [nominal - 15 * 3_600_000, nominal + 40 * 3_600_000];
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (clockText(middle, zone).slice(0, 10) >= day) from = middle;
    else before = middle;
  }
  return from;
}
