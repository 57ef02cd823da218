// Details of an upload: what is filled in automatically, what is still missing, and what is sent to the server.
import { readName } from '../../../shared/domain/text/name-pattern-read.ts';
import { problem, type Problem, type ProblemCode } from '../../../shared/domain/problem.ts';
import { pbxFields, type UploadDetails, type UploadField } from '../../../shared/ipc/uploads.ts';
import type { UploadMetadata } from '../ucx/client-types.ts';
import type { Inspected } from './upload-inspect.ts';

export const emptyDetails: UploadDetails = {
  start: null,
  startGuessed: false,
  direction: 'unknown',
  localUsername: '',
  localNumber: '',
  remoteNumber: '',
  notes: '',
  preserved: false,
  pbxType: null,
  pbxFields: {},
};

/** What is known of the signed-in user. */
export type KnownUser = { readonly username: string | null; readonly number: string | null };

/**
 * The first filling of the form. The start comes from the name, which our own saves write to the minute, else from the tags, else it is
 * guessed from the file's date, at which a recorder may have stopped writing, or somebody copied it.
 */
export function firstDetails(
  fileName: string,
  found: Inspected,
  patterns: readonly string[],
  known: KnownUser,
): UploadDetails {
  const named = patterns.map((pattern) => readName(pattern, fileName)).find((facts) => facts !== null) ?? null;
  const owner = named?.owner ?? known.username ?? '';
  const told = named?.start ?? found.recordedAt;
  const start = told ?? new Date(found.modifiedMs - found.audio.durationMs);
  return {
    ...emptyDetails,
    start: Number.isNaN(start.getTime()) ? null : start.toISOString(),
    startGuessed: told === null,
    direction: named?.direction ?? 'unknown',
    localUsername: owner,
    localNumber: named?.localNumber ?? (owner === known.username ? (known.number ?? '') : ''),
    remoteNumber: named?.remoteNumber ?? '',
  };
}

/** What several recordings are likely to have in common. */
export function commonDetails(from: UploadDetails, to: UploadDetails): UploadDetails {
  const { direction, localUsername, localNumber, notes, preserved } = from;
  return { ...to, direction, localUsername, localNumber, notes, preserved };
}

export type Missing = { readonly field: UploadField; readonly problem: Problem };

/** Milliseconds that the clock of the server may be behind ours. */
const clockTolerance = 5 * 60_000;

/** The first thing that the server would refuse, or null. `now` is epoch milliseconds. */
export function missing(details: UploadDetails, now: number): Missing | null {
  const at = (field: UploadField, code: ProblemCode): Missing => ({ field, problem: problem(code) });
  if (details.start === null) return at('start', 'upload/start-missing');
  if (new Date(details.start).getTime() > now + clockTolerance) return at('start', 'upload/start-future');
  if (details.startGuessed) return at('start', 'upload/start-guessed');
  if (details.localUsername.trim() === '') return at('localUsername', 'upload/local-user-missing');
  if (details.localNumber.trim() === '') return at('localNumber', 'upload/local-number-missing');
  return null;
}

/** The details as the server wants them. Call only where nothing is missing. */
export function metadataOf(details: UploadDetails, durationMs: number): UploadMetadata {
  const remote = details.remoteNumber.trim();
  const { pbxType } = details;
  return {
    startDateTime: new Date(details.start ?? 0),
    durationMs,
    direction: details.direction,
    localParty: { username: details.localUsername.trim(), phoneNumber: details.localNumber.trim() },
    ...(remote === '' ? {} : { remoteParty: { phoneNumber: remote } }),
    ...(details.notes.trim() === '' ? {} : { notes: details.notes.trim() }),
    ...(details.preserved ? { preserved: true } : {}),
    ...(pbxType === null ? {} : { pbxInfo: { ...filledFields(pbxFields[pbxType], details.pbxFields), type: pbxType } }),
  };
}

function filledFields(names: readonly string[], given: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, given[name]?.trim() ?? ''] as const).filter(([, value]) => value !== ''),
  );
}
