// Everything that a log may hold: the events of the program and their facts, each with the only values that it may have. Nothing else is ever
// written down, so that no password, name, number or path can be.
import * as v from 'valibot';
import { alertChannels } from '../../../../shared/domain/alert.ts';
import { problemCodes } from '../../../../shared/domain/problem-codes.ts';
import { endpointNames } from '../../../../shared/domain/ucx-problems.ts';
import { callNames } from '../../../../shared/ipc/ipc-table.ts';
import { hotkeyNames } from '../../../../shared/ipc/snapshot.ts';

export const logEvents = [
  'a command of the command line failed',
  'a file of the windows could not be read',
  'a page of the preview could not be served',
  'alert-crashed',
  'alert-queue-damaged',
  'alert-queue-not-written',
  'alert-queue-unreadable',
  'alert-refused',
  'alerts-not-sent',
  'audio-cache-not-emptied',
  'audio-check-failed',
  'audio-not-deleted',
  'automatic-step-crashed',
  'authorities',
  'board-read-failed',
  'call failed',
  'call refused',
  'command refused',
  'command-crashed',
  'command-failed',
  'damaged-file-not-kept',
  'download-broke',
  'download-failed',
  'files refused',
  'front-window-lost',
  'hotkey-not-readable',
  'hotkey-taken',
  'hotkeys-crashed',
  'journal-folder-unreadable',
  'journal-key-damaged',
  'journal-listener-crashed',
  'journal-not-signed',
  'journal-not-written',
  'journal-older-copy',
  'journal-unreadable',
  'keychain-crashed',
  'licences-unreadable',
  'link refused',
  'links could not be registered',
  'log-lines-missed',
  'main-window-cannot-draw',
  'main-window-fault',
  'metadata-not-saved',
  'navigation refused',
  'no-download-folder-yet',
  'not deleted at the end of the session',
  'partial-file-not-removed',
  'partial-files-not-removed',
  'pause-marks-unreadable',
  'pause-step-crashed',
  'pending-pause-not-set-aside',
  'pending-pause-not-written',
  'pending-pause-unreadable',
  'policy-changed',
  'policy-not-applied',
  'policy-unreadable',
  'poll-crashed',
  'power-crashed',
  'queue-lines-damaged',
  'queue-not-written',
  'queue-unreadable',
  'read-failed',
  'reminder-crashed',
  'report-file-crashed',
  'report-not-printed',
  'request',
  'rule source refused',
  'saved-index-not-written',
  'saved-index-unreadable',
  'saved-limit-not-applied',
  'saved-not-deleted',
  'settings-damaged',
  'settings-not-set-aside',
  'settings-not-written',
  'settings-unreadable',
  'snapshot-crashed',
  'snapshot-listener-crashed',
  'socket refused',
  'start at login could not be set',
  'start',
  'system-authorities-empty',
  'the app could not start',
  'the command line server failed',
  'the command line could not be started',
  'the core did not end cleanly',
  'the profile could not be marked as in use',
  'the profile is in use',
  'the socket for rules could not be started',
  'there is no tray',
  'tray',
  'unexpected',
  'update-failed',
  'update-found',
  'update-installed',
  'update-not-connected',
  'update-ready',
  'upload-broke',
  'upload-copies-not-deleted',
  'upload-copy-not-deleted',
  'widget-window-cannot-draw',
  'widget-window-fault',
  'window crashed',
  'window places ignored',
  'window places not written',
] as const;
export type LogEvent = (typeof logEvents)[number];

const whole = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
const count = whole(99_999);
const version = v.pipe(
  v.string(),
  v.regex(/^\d{1,3}\.\d{1,3}\.\d{1,4}(?:-(?:alpha|beta|rc|dev|test)(?:\.\d{1,3})?)?$/u),
);

/** Facts by name. Numbers have limits, below those of a number that somebody dials. */
export const logFacts = {
  call: v.picklist(callNames),
  channel: v.picklist(alertChannels),
  code: v.picklist(problemCodes),
  count,
  electron: version,
  endpoint: v.picklist(endpointNames),
  /** Trusted certificate authorities of a file, of Node and of the system. */
  file: count,
  /** Numbers of journal entries: the last one that is there, the last one that was signed. */
  found: count,
  /** What a page wanted to do that no page may. */
  kind: v.picklist(['navigate', 'frame', 'redirect', 'webview', 'window']),
  lines: count,
  ms: whole(999_999),
  node: count,
  name: v.picklist([...hotkeyNames, 'main', 'widget']),
  places: count,
  platform: v.picklist(['aix', 'android', 'darwin', 'freebsd', 'linux', 'openbsd', 'sunos', 'win32']),
  problems: count,
  /** The vendor's reason of a refusal (docs/ucx-api.md 0), or why the process of a window ended. */
  reason: v.nullable(
    v.union([
      whole(9_999),
      v.picklist([
        'abnormal-exit',
        'killed',
        'crashed',
        'oom',
        'launch-failed',
        'integrity-failure',
        'memory-eviction',
      ]),
    ]),
  ),
  signed: count,
  status: v.nullable(whole(999)),
  system: v.nullable(count),
  version,
} as const;

/** A text is checked when it is written: one that its fact may not have is hidden. */
export type LogFacts = { readonly [N in keyof typeof logFacts]?: v.InferInput<(typeof logFacts)[N]> | string };

const events: ReadonlySet<unknown> = new Set(logEvents);
export const isLogEvent = (event: unknown): event is LogEvent => events.has(event);

/** What may be written of a fact: its value, nothing of a value that it may not have, and nothing at all where the name is not known. */
export function loggableFact(
  name: string,
  fact: unknown,
): { readonly value: string | number | null } | 'forbidden' | 'unknown' {
  if (!Object.hasOwn(logFacts, name)) return 'unknown';
  const parsed = v.safeParse(logFacts[name as keyof typeof logFacts], fact);
  return parsed.success ? { value: parsed.output } : 'forbidden';
}
