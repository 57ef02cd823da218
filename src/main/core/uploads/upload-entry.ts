// One file on the upload list: where it is, what was found in it, what was filled in.
import { randomUUID } from 'node:crypto';
import { plainLine } from '../../../shared/domain/text/plain-text.ts';
import type { UploadDetails, UploadView } from '../../../shared/ipc/uploads.ts';
import { emptyDetails, missing } from './upload-draft.ts';
import type { Inspected, Refused } from './upload-inspect.ts';

/** A file as a shell passes it to the core. */
export type UploadSource = {
  /** Absolute. */
  readonly path: string;
  /** As the user knows it. */
  readonly name: string;
  /** A copy made by the shell, to be deleted when it is no longer needed. */
  readonly temporary: boolean;
  /** Epoch milliseconds of the original's last change, where `path` is a copy. */
  readonly modifiedMs: number | null;
  /** The shell has refused it already. */
  readonly refused?: Refused;
};

/** One file on the list. */
export type Entry = {
  view: UploadView;
  readonly source: UploadSource;
  found: Inspected | null;
  details: UploadDetails;
  controller: AbortController;
  /** Who stopped it, once it was stopped. */
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
      // What the file is really called is needed for sending it; a window shows it as it shows any name from outside.
      fileName: plainLine(source.name),
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

/** Stores what was filled in, by a person or `byCore`. `now` is epoch milliseconds. */
export function fillIn(entry: Entry, details: UploadDetails, byCore: boolean, now: number): void {
  entry.details = details;
  const gap = missing(details, now);
  const { view } = entry;
  // The problem of a gap goes once it is filled; a problem from the server stays until the next attempt.
  const isFilled = view.phase === 'draft' && view.problem !== null && view.problem.code !== gap?.problem.code;
  entry.view = {
    ...view,
    ready: gap === null,
    edition: view.edition + (byCore ? 1 : 0),
    ...(isFilled ? { problem: null, field: null } : {}),
  };
}

/** Not yet done or refused: the same file is not added once more. */
export const isUnfinished = ({ view }: Entry): boolean => view.phase !== 'done' && view.phase !== 'refused';
