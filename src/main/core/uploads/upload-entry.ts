// One file on the list of recordings that are brought in: where it lies, what was found in it, what was filled in.
import { randomUUID } from 'node:crypto';
import type { UploadDetails, UploadView } from '../../../shared/ipc/uploads.ts';
import { emptyDetails, missing } from './upload-draft.ts';
import type { Inspected, Refused } from './upload-inspect.ts';

/** A file that a shell hands over. */
export type UploadSource = {
  /** Absolute. */
  readonly path: string;
  /** As the user knows it. */
  readonly name: string;
  /** A copy of the shell's own, to be deleted when nobody needs it any more. */
  readonly temporary: boolean;
  /** Epoch milliseconds of the original's last change, where `path` is a copy. */
  readonly modifiedMs: number | null;
  /** The shell has found already that it will not do. */
  readonly refused?: Refused;
};

/** One file on the list. */
export type Entry = {
  view: UploadView;
  readonly source: UploadSource;
  found: Inspected | null;
  details: UploadDetails;
  controller: AbortController;
  /** Why it was stopped, once it was. */
  stoppedBy: 'user' | 'session' | null;
  readonly account: string;
};

export function newEntry(source: UploadSource, account: string): Entry {
  return {
    source,
    account,
    found: null,
    details: emptyDetails,
    controller: new AbortController(),
    stoppedBy: null,
    view: {
      uploadId: randomUUID(),
      fileName: source.name,
      bytes: null,
      audio: null,
      phase: 'inspecting',
      sentBytes: 0,
      problem: null,
      field: null,
      uncertain: false,
      ready: false,
      edition: 0,
      found: null,
    },
  };
}

/** Takes what was filled in, by somebody or `byCore`. `now` is epoch milliseconds. */
export function fillIn(entry: Entry, details: UploadDetails, byCore: boolean, now: number): void {
  entry.details = details;
  const gap = missing(details, now);
  const { view } = entry;
  // What was said about a gap is taken back once it is filled; what the server said stays until the next try.
  const isMended = view.phase === 'draft' && view.problem !== null && view.problem.code !== gap?.problem.code;
  entry.view = {
    ...view,
    ready: gap === null,
    edition: view.edition + (byCore ? 1 : 0),
    ...(isMended ? { problem: null, field: null } : {}),
  };
}

/** Nothing has come of it yet: the same file need not be added once more. */
export const isUnfinished = ({ view }: Entry): boolean => view.phase !== 'done' && view.phase !== 'refused';
