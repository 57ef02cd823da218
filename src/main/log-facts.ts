// What may be written into a log: named facts of this list and nothing else, so that no password, header or customer's number can get there.
import type { Log } from './core/platform/ports.ts';

type Fact = string | number | boolean | null;

/** Names of facts that never hold a secret or a person's number. Any other fact is left out. */
const allowedFacts: ReadonlySet<string> = new Set([
  'attempt',
  'call',
  'code',
  'count',
  'electron',
  'endpoint',
  'exitCode',
  'field',
  'kind',
  'ms',
  'node',
  'outcome',
  'page',
  'phase',
  'platform',
  'reason',
  'revision',
  'state',
  'status',
  'version',
]);

/** A word of the program, such as `listMine` or `server-timeout`: short, and without a run of digits that could be a number someone dials. */
function isPlainWord(text: string): boolean {
  return /^[\w.:/+ -]{0,60}$/u.test(text) && !/\d{5}/u.test(text);
}

/** Keeps the facts that may be logged. A string that is not a plain word of the program becomes `(hidden)`. */
export function loggableFacts(facts: Readonly<Record<string, Fact>>): Record<string, Fact> {
  const kept: Record<string, Fact> = {};
  for (const [name, fact] of Object.entries(facts)) {
    if (!allowedFacts.has(name)) continue;
    kept[name] = typeof fact === 'string' && !isPlainWord(fact) ? '(hidden)' : fact;
  }
  return kept;
}

/** Name, code and places of an error. Its message is left out: messages quote addresses, which hold numbers people search for. */
export function loggableError(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error && typeof error.code === 'string' && isPlainWord(error.code) ? error.code : null;
  const places = (error.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 8);
  return {
    name: isPlainWord(error.name) ? error.name : 'Error',
    ...(code === null ? {} : { code }),
    ...(places.length === 0 ? {} : { at: places.join(' < ') }),
  };
}

export type LogLine = (level: 'info' | 'warn' | 'error', line: string) => void;

/** The log of both shells: one line an event, `event {"fact":…}`, handed to `write`. */
export function redactingLog(write: LogLine): Log {
  const line = (event: string, facts: object): string =>
    Object.keys(facts).length === 0 ? event : `${event} ${JSON.stringify(facts)}`;
  return {
    info: (event, facts = {}) => {
      write('info', line(event, loggableFacts(facts)));
    },
    warn: (event, facts = {}) => {
      write('warn', line(event, loggableFacts(facts)));
    },
    error: (event, error) => {
      write('error', line(event, loggableError(error)));
    },
  };
}
