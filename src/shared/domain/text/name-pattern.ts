// File names of saved recordings, made of a pattern such as `{date}_{time}_{direction}_{remote}_{reference}`.
import { dateTimeText, parseDateTime } from './date-time.ts';
import { safeBaseName } from './file-name.ts';
import { problem, type Problem } from '../problem.ts';
import type { CompletedRecording } from '../recording.ts';

/** The fields of a pattern. `date` and `time` are in this computer's time zone, where the server gave the start. */
export const patternFields = [
  'date',
  'time',
  'direction',
  'remote',
  'local',
  'owner',
  'reference',
  'duration',
  'id',
] as const;
export type PatternField = (typeof patternFields)[number];

const isField = (name: string): name is PatternField => patternFields.some((field) => field === name);
const field = /\{([a-z]+)\}/gi;
const directionWords = { incoming: 'in', outgoing: 'out', unknown: 'call' } as const;
/** The longest a single field gets, in characters: one absurd value must not push the others out of the name. */
const longestField = 60;

/** Names in braces that mean nothing; empty when the pattern is right. A pattern without any field is right too: names get numbers. */
export function unknownFields(pattern: string): string[] {
  return [...pattern.matchAll(field)].map((match) => match[1] ?? '').filter((name) => !isField(name.toLowerCase()));
}

/** Why a pattern cannot be used: `name-pattern-empty` or `name-pattern-unknown`; null when it can. */
export function patternRefusal(pattern: string): Problem | null {
  if (pattern.trim() === '') return problem('name-pattern-empty');
  const unknown = unknownFields(pattern);
  if (unknown.length === 0) return null;
  return problem('name-pattern-unknown', { fields: unknown.map((name) => `{${name}}`).join(', ') });
}

/**
 * The base name (no folder, no ending) of a recording, safe on all three systems whatever the server sent.
 * A field that is not known is left out with the separator next to it, so that no name begins or ends with `_`.
 */
export function nameFor(pattern: string, recording: CompletedRecording): string {
  const values = valuesOf(recording);
  const filled = pattern.replace(field, (whole, name: string) => {
    const known = name.toLowerCase();
    return isField(known) ? oneField(values[known]) : whole;
  });
  const tidy = filled.replace(/([_\-. ])\1+/g, '$1').replace(/^[_\-. ]+|[_\-. ]+$/g, '');
  return safeBaseName(tidy, safeBaseName(recording.referenceNumber));
}

/** A recording that shows what a pattern makes. */
export const exampleRecording: CompletedRecording = {
  id: '6b98303a-b295-473a-adae-19b78aca468d',
  referenceNumber: '202600001280',
  startTime: '2026-11-20T17:55:00',
  durationMs: 438_000,
  direction: 'outgoing',
  localPartyNumber: '101',
  remotePartyNumber: '+390555236330',
  ownerUsername: 'ada.agent',
};

function oneField(value: string): string {
  return value === '' ? '' : safeBaseName(Array.from(value).slice(0, longestField).join(''), '');
}

function valuesOf(recording: CompletedRecording): Record<PatternField, string> {
  const { date, time } = dayAndTime(recording.startTime);
  return {
    date,
    time,
    direction: directionWords[recording.direction],
    remote: recording.remotePartyNumber ?? 'unknown',
    local: recording.localPartyNumber ?? '',
    owner: recording.ownerUsername ?? '',
    reference: recording.referenceNumber,
    duration: recording.durationMs === null ? '' : `${String(Math.round(recording.durationMs / 1000))}s`,
    id: recording.id,
  };
}

/** `20261120` and `1755`. A moment is shown by this computer's clock; a time without a zone as the server wrote it. */
function dayAndTime(startTime: string | null): { date: string; time: string } {
  const parsed = startTime === null ? null : parseDateTime(startTime);
  if (parsed === null) return { date: '', time: '' };
  const text = parsed.kind === 'local' ? dateTimeText(parsed) : localText(new Date(parsed.epochMs));
  return { date: text.slice(0, 10).replaceAll('-', ''), time: text.slice(11, 16).replace(':', '') };
}

function localText(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
