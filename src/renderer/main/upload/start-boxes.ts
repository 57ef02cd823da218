// The start of a call as the two boxes of the form have it, by the clock of this computer, and as the core has it, in UTC.
import { localDay } from '../../lib/format.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** Day (`YYYY-MM-DD`) and time (`HH:MM:SS`) of an ISO 8601 instant; both empty where there is none. */
export function boxesOf(start: string | null): { readonly day: string; readonly time: string } {
  if (start === null) return { day: '', time: '' };
  const date = new Date(start);
  return { day: localDay(date), time: [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':') };
}

/** The instant in UTC, or null while the boxes are no day and time. */
export function instantOf(day: string, time: string): string | null {
  const start = new Date(`${day}T${time}`);
  return day === '' || time === '' || Number.isNaN(start.getTime()) ? null : start.toISOString();
}
