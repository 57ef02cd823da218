// Reads a file name that was made by one of our own patterns back into what it says of the call.
import { patternFields, type PatternField } from './name-pattern.ts';
import type { Direction } from '../recording.ts';

export type NameFacts = {
  /** In the time zone of this computer; null unless the name has day and time. */
  readonly start: Date | null;
  readonly direction: Direction | null;
  readonly localNumber: string | null;
  readonly remoteNumber: string | null;
  readonly owner: string | null;
};

/** What each field may look like in a name; see valuesOf in name-pattern.ts. A number never holds the mark between two fields. */
const shapes: Readonly<Record<PatternField, string>> = {
  date: String.raw`\d{8}`,
  time: String.raw`\d{4}`,
  direction: 'in|out|call',
  remote: String.raw`unknown|\+?[0-9*#]+`,
  local: String.raw`\+?[0-9*#]+`,
  owner: String.raw`[^\s/]+?`,
  reference: String.raw`[^\s/_]+`,
  duration: String.raw`\d+s`,
  id: '[0-9a-f-]{36}',
};
const directionOf: ReadonlyMap<string, Direction> = new Map([
  ['in', 'incoming'],
  ['out', 'outgoing'],
]);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The pattern as an expression, with the number that two files of one name get. */
function expressionOf(pattern: string): RegExp {
  const seen = new Set<string>();
  const body = pattern.split(/(\{[a-z]+\})/i).map((part) => {
    const name = patternFields.find((field) => `{${field}}` === part.toLowerCase());
    if (name === undefined) return escaped(part);
    // A second occurrence of a field adds nothing.
    if (seen.has(name)) return `(?:${shapes[name]})`;
    seen.add(name);
    return `(?<${name}>${shapes[name]})`;
  });
  return new RegExp(String.raw`^${body.join('')}(?: \(\d+\))?$`, 'i');
}

/**
 * What a file name says, where it was made by `pattern`; null where it was not.
 * @param fileName name with its ending, without folder
 */
export function readName(pattern: string, fileName: string): NameFacts | null {
  const found = expressionOf(pattern).exec(fileName.replace(/\.[^.]*$/, ''))?.groups;
  if (found === undefined) return null;
  const { date, time, direction, remote, local, owner } = found;
  return {
    start: date === undefined || time === undefined ? null : startOf(date, time),
    direction: directionOf.get((direction ?? '').toLowerCase()) ?? null,
    localNumber: local ?? null,
    remoteNumber: remote === undefined || remote === 'unknown' ? null : remote,
    owner: owner ?? null,
  };
}

function startOf(date: string, time: string): Date | null {
  const [year, month, day, hour, minute] = [
    date.slice(0, 4),
    date.slice(4, 6),
    date.slice(6),
    time.slice(0, 2),
    time.slice(2),
  ].map(Number);
  const start = new Date(year ?? 0, (month ?? 0) - 1, day, hour, minute);
  // The 40th of a month would be a day of the next.
  return start.getMonth() + 1 === month && start.getDate() === day && start.getHours() === hour ? start : null;
}
