// How dates, durations and ids are written in answers: each form is a quirk, because the documents leave it open.
import type { Quirks } from './faults/quirks.ts';

/** The simulated server stands two hours east of Greenwich, all year. */
const serverOffsetMs = 2 * 3_600_000;

/** Writes epoch milliseconds as a date-time with the given zone and 0 to 7 fraction digits (the vendor's own examples have 7). */
export function dateTime(epochMs: number, zone: Quirks['start-time-zone'], digits: number): string {
  const local = zone === 'none-local' || zone === 'offset';
  const iso = new Date(epochMs + (local ? serverOffsetMs : 0)).toISOString();
  const fraction = `${iso.slice(20, 23)}0000`.slice(0, digits);
  const suffix = zone === 'z' ? 'Z' : zone === 'offset' ? '+02:00' : '';
  return `${iso.slice(0, 19)}${digits === 0 ? '' : `.${fraction}`}${suffix}`;
}

/** Reads a date-time as the server would: without a zone it is taken in the zone of its own answers. Null when it is none. */
export function parseDateTime(text: string, zone: Quirks['start-time-zone']): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,7}))?)?(Z|[+-]\d{2}:?\d{2})?$/i.exec(text);
  if (match === null) return null;
  const [, day = '', time = '00:00:00', fraction = '', suffix = ''] = match;
  const milliseconds = `${fraction}000`.slice(0, 3);
  const whole = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}.${milliseconds}Z`);
  if (Number.isNaN(whole)) return null;
  if (suffix === '') return zone === 'none-local' || zone === 'offset' ? whole - serverOffsetMs : whole;
  if (suffix.toUpperCase() === 'Z') return whole;
  const sign = suffix.startsWith('-') ? -1 : 1;
  const digits = suffix.replaceAll(/\D/g, '');
  return whole - sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}

/** Writes milliseconds as an ISO 8601 duration. `whole` rounds down to seconds, as in the vendor's "PT1M13S". */
export function isoDuration(ms: number, form: Quirks['duration-form']): string {
  const seconds = Math.floor(ms / 1000);
  const h = Math.floor(seconds / 3600);
  const m = Math.floor((seconds % 3600) / 60);
  const s = seconds % 60;
  if (form === 'days') return `P${Math.floor(h / 24)}DT${h % 24}H${m}M${s}S`;
  const tenths = form === 'fraction' ? `.${Math.floor((ms % 1000) / 100)}` : '';
  const tail = s > 0 || tenths !== '' || (h === 0 && m === 0) ? `${s}${tenths}S` : '';
  return `PT${h > 0 ? `${h}H` : ''}${m > 0 ? `${m}M` : ''}${tail}`;
}

/** Writes a GUID in the case asked for; `mixed` is that of the vendor's example 75A90276-E47E-4e9e-B463-E3C743D5FF3A. */
export function guidText(id: string, form: Quirks['guid-case']): string {
  if (form === 'lower') return id;
  const parts = id.toUpperCase().split('-');
  return form === 'upper' ? parts.join('-') : parts.map((part, at) => (at === 2 ? part.toLowerCase() : part)).join('-');
}
