// What may be written into a log: the events and facts of log-events.ts, and of an error its kind and where in this program it was thrown.
import os from 'node:os';
import { isLogEvent, loggableFact } from './core/platform/logs/log-events.ts';
import type { Log } from './core/platform/ports.ts';

/** Places of an error that are written, the innermost first. */
const mostPlaces = 8;
/** Written instead of a value that its fact may not have. */
const hidden = '(hidden)';

const errorNames: ReadonlySet<string> = new Set([
  'AbortError',
  'AggregateError',
  'DOMException',
  'Error',
  'EvalError',
  'FetchError',
  'InvalidStateError',
  'NetworkError',
  'NotAllowedError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'SystemError',
  'TimeoutError',
  'TypeError',
  'URIError',
  'ValiError',
]);

/** Codes of the system, and those of Node and of its certificates, which are many and all written like this (https://nodejs.org/api/errors.html). */
const systemCodes: ReadonlySet<string> = new Set([
  ...Object.keys(os.constants.errno),
  'EAI_AGAIN',
  'ENOTFILE',
  'ENOTFOUND',
]);
const isErrorCode = (code: string): boolean =>
  systemCodes.has(code) || /^(?:ERR|HPE|CERT|CRL|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED)_[A-Z_]{2,50}$/u.test(code);

/**
 * The last folders of a script of this program, of a library in it or of Node, and the place in it; the folders before them, which may name a
 * person, are left out.
 */
const placeInScript =
  /(?:^|[\s(/\\])((?:out|src|node_modules|assets)(?:[/\\]@?[a-z][a-z-]*)*[/\\][A-Za-z][a-z-]*(?:-[\w-]{8})?\.(?:c?js|mjs|ts|svelte)|node:[a-z][a-z/_]*):(\d{1,6}):(\d{1,6})\)?$/u;

/** Keeps the facts that may be logged. A value that its fact may not have becomes `(hidden)`; a fact without a known name is left out. */
export function loggableFacts(facts: Readonly<Record<string, unknown>>): Record<string, string | number | null> {
  const kept: Record<string, string | number | null> = {};
  for (const [name, fact] of Object.entries(facts)) {
    const loggable = loggableFact(name, fact);
    if (loggable !== 'unknown') kept[name] = loggable === 'forbidden' ? hidden : loggable.value;
  }
  return kept;
}

/** The lines of a stack that name places: those below its last line that is none, since a message may look like anything. */
function placesOf(stack: string): string[] {
  const lines = stack.split('\n');
  const words = lines.findLastIndex((line) => !/^\s+at /u.test(line));
  const places = lines.slice(words + 1).map((line) => placeInScript.exec(line.trim()));
  return places.flatMap((found) => (found === null ? [] : [found.slice(1).join(':').replaceAll('\\', '/')]));
}

/** Name, code and places of an error. Its message is left out: messages quote addresses, which hold numbers people search for. */
export function loggableError(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { name: typeof error };
  try {
    const { name, message, stack = '' } = error;
    const code = 'code' in error && typeof error.code === 'string' && isErrorCode(error.code) ? error.code : null;
    const places = placesOf(stack.replace(message, '')).slice(0, mostPlaces);
    return {
      name: errorNames.has(name) ? name : 'Error',
      ...(code === null ? {} : { code }),
      ...(places.length === 0 ? {} : { at: places.join(' < ') }),
    };
  } catch {
    // An object that throws when it is read.
    return { name: 'Error' };
  }
}

export type LogLine = (level: 'info' | 'warn' | 'error', line: string) => void;

/** The log of both shells: one line an event, `event {"fact":…}`, handed to `write`. */
export function redactingLog(write: LogLine): Log {
  const line = (event: string, facts: object): string => {
    const known = isLogEvent(event) ? event : hidden;
    return Object.keys(facts).length === 0 ? known : `${known} ${JSON.stringify(facts)}`;
  };
  return {
    info: (event, facts = {}) => {
      write('info', line(event, loggableFacts(facts)));
    },
    warn: (event, facts = {}) => {
      write('warn', line(event, loggableFacts(facts)));
    },
    error: (event, error, facts = {}) => {
      write('error', line(event, { ...loggableError(error), ...loggableFacts(facts) }));
    },
  };
}
