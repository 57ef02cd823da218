// Refuses what the organisation doesn't allow, whatever a window asks for: each call that needs a permission is named here.
import type { PreferenceName, Preferences } from '../../../shared/domain/preferences.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err } from '../../../shared/domain/result.ts';
import type { CallHandlers, CallName } from '../../../shared/ipc/ipc-table.ts';

/** What a call needs, and the word for it in the message. */
type Permission = { readonly name: AllowedName; readonly what: string };
type AllowedName = Extract<PreferenceName, `${string}llowed`> & keyof BooleanPreferences;
type BooleanPreferences = { [N in PreferenceName as Preferences[N] extends boolean ? N : never]: boolean };

const saving = { name: 'saving.allowed', what: 'saving' } as const;
const exporting = { name: 'export.allowed', what: 'export' } as const;
const playback = { name: 'playback.allowed', what: 'playback' } as const;
const uploading = { name: 'uploads.allowed', what: 'uploads' } as const;
const control = { name: 'live.controlAllowed', what: 'control' } as const;

const needed = {
  'downloads.start': saving,
  'downloads.startMany': saving,
  'downloads.retryFailed': saving,
  'downloads.hold': saving,
  'history.exportCsv': exporting,
  'audio.open': playback,
  'audio.peaks': playback,
  'downloads.open': playback,
  'uploads.choose': uploading,
  'uploads.send': uploading,
  'board.pause': control,
  'board.resume': control,
  'board.stop': control,
  'board.start': control,
  'board.pausePhone': control,
  'board.resumePhone': control,
  'board.stopPhone': control,
} as const satisfies Partial<Record<CallName, Permission>>;

/** Calls whose answer no page waits for: what they are refused for is shown above the pages. */
const unanswered: ReadonlySet<string> = new Set(['downloads.retryFailed', 'downloads.hold', 'uploads.send']);

/** Why the organisation doesn't allow something; null where it does. */
function forbiddenBy(preferences: Preferences, { name, what }: Permission): Problem | null {
  return preferences[name] ? null : problem('organisation-forbids', { what });
}

export const uploadsForbidden = (preferences: Preferences): Problem | null => forbiddenBy(preferences, uploading);

type GuardDependencies = {
  readonly preferences: () => Preferences;
  /** Whether it is a live recording of the user's own: pausing that is never taken away. */
  readonly isOwn: (recordingId: string) => boolean;
  /** Shows a problem above the pages. */
  readonly tell: (problem: Problem) => void;
};

/** Whether a call changes nothing that is forbidden: it is about a recording of the user's own, or pauses the save queue. */
function isHarmless(call: keyof typeof needed, input: object, isOwn: (recordingId: string) => boolean): boolean {
  if (call === 'downloads.hold') return 'held' in input && input.held === true;
  if (!call.startsWith('board.')) return false;
  return 'recordingId' in input && typeof input.recordingId === 'string' && isOwn(input.recordingId);
}

/**
 * The same handlers, which refuse what the policy does not allow.
 * @returns handlers that answer `organisation-forbids` before anything is done or sent
 */
export function guardedHandlers(handlers: CallHandlers, dependencies: GuardDependencies): CallHandlers {
  const { preferences, isOwn, tell } = dependencies;
  const guarded = <N extends keyof typeof needed>(call: N): CallHandlers[N] => {
    const handler: (input: never) => Promise<unknown> = handlers[call];
    const refusing = (input: never): Promise<unknown> => {
      const refused = isHarmless(call, input, isOwn) ? null : forbiddenBy(preferences(), needed[call]);
      if (refused === null) return handler(input);
      if (unanswered.has(call)) tell(refused);
      return Promise.resolve(err(refused));
    };
    return refusing as CallHandlers[N];
  };
  const replaced = (Object.keys(needed) as (keyof typeof needed)[]).map((call) => [call, guarded(call)] as const);
  return { ...handlers, ...Object.fromEntries(replaced) };
}
