// Finds recordings by what the API has no filter for: the pauses of our journal and the files of this computer. Looks through what the
// other filters find, newest first, up to a limit.
import type { HistoryFilter } from '../../../shared/ipc/ipc-table.ts';
import { parseDateTime } from '../../../shared/domain/text/date-time.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { CompletedRecording } from '../../../shared/domain/recording.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { mostInOneRequest } from '../../../shared/ipc/saving.ts';
import type { SavedIndex } from '../downloads/saved-index.ts';
import { isNotProven, type PauseMarks } from '../journal/pause-marks.ts';

/** Recordings that are looked through at most: what is given to the server to answer stays what one save may cost it. */
export const mostLookedThrough = mostInOneRequest;
/** Milliseconds by which the clocks of server and journal may differ, in doubt: a time without a zone may be any. */
const clockDoubtMs = 24 * 3_600_000;

type Page = { readonly totalCount: number; readonly recordings: readonly CompletedRecording[] };
/** A page of 0-based number, newest first, without the marks of the filter. */
type ReadPage = (page: number, signal: AbortSignal) => Promise<Result<Page, Problem>>;

export type Looked = {
  readonly recordings: readonly CompletedRecording[];
  /** Recordings looked through, of how many: fewer than all where there are more than the limit. */
  readonly read: number;
  readonly of: number;
};

type Kept = Looked & { readonly key: string; readonly newestId: string | null };

/** The filter asks for a mark that the API cannot answer. */
export const isMarked = ({ marks }: HistoryFilter): boolean => marks !== undefined && marks.length > 0;

export class MarkedSearch {
  readonly #marks: PauseMarks;
  readonly #saved: Pick<SavedIndex, 'fileNameOf'>;
  #kept: Kept | null = null;

  constructor(marks: PauseMarks, saved: Pick<SavedIndex, 'fileNameOf'>) {
    this.#marks = marks;
    this.#saved = saved;
  }

  /**
   * All that match. What was looked through for the same filter is kept until a recording is added at the server: a row that once
   * matched stays, so that nothing vanishes under the hand of whoever saves it. `onPage` gets how many were looked through, of how many.
   * Problems: `pauses-unknown` when the journal cannot be read and the filter needs it; those of `readPage`.
   */
  async find(
    filter: HistoryFilter,
    readPage: ReadPage,
    signal: AbortSignal,
    onPage: (read: number, of: number) => void,
  ): Promise<Result<Looked, Problem>> {
    const key = JSON.stringify(filter);
    const oldest = await this.#oldestThatMatters(filter);
    if (!oldest.ok) return err(oldest.error);
    const first = await readPage(0, signal);
    if (!first.ok) return err(first.error);
    const of = first.value.totalCount;
    const newestId = first.value.recordings[0]?.id ?? null;
    const before = this.#kept?.key === key ? this.#kept : null;
    if (before?.of === of && before.newestId === newestId) return ok(before);
    const known = new Set(before?.recordings.map(({ id }) => id));
    const found = new Map<string, CompletedRecording>();
    let read = 0;
    let page: Result<Page, Problem> = first;
    for (let number = 0; ; number += 1) {
      if (number > 0) page = await readPage(number, signal);
      if (!page.ok) return err(page.error);
      const { recordings } = page.value;
      for (const recording of recordings)
        if (known.has(recording.id) || (await this.#matches(filter, recording))) found.set(recording.id, recording);
      read += recordings.length;
      onPage(read, Math.min(of, mostLookedThrough));
      const isOver = recordings.length === 0 || read >= page.value.totalCount;
      const isOlder = recordings.length > 0 && recordings.every((recording) => isBefore(recording, oldest.value));
      if (isOver || isOlder) read = of;
      if (isOver || isOlder || read >= mostLookedThrough) break;
    }
    this.#kept = { key, newestId, recordings: [...found.values()], read: Math.min(read, of), of };
    return ok(this.#kept);
  }

  /** The session has ended: what one user found is not for the next. */
  forget(): void {
    this.#kept = null;
  }

  /** When the oldest pause was asked for that the filter is about (epoch milliseconds): before it nothing can match. */
  async #oldestThatMatters({ marks = [] }: HistoryFilter): Promise<Result<number, Problem>> {
    if (!marks.some((mark) => mark !== 'unsaved')) return ok(-Infinity);
    try {
      return ok(await this.#marks.oldest());
    } catch {
      return err(problem('pauses-unknown'));
    }
  }

  async #matches({ marks = [] }: HistoryFilter, { id }: CompletedRecording): Promise<boolean> {
    if (marks.includes('unsaved') && (await this.#saved.fileNameOf(id)) !== null) return false;
    if (!marks.some((mark) => mark !== 'unsaved')) return true;
    const mark = await this.#marks.mark(id);
    return mark !== null && (!marks.includes('unproven') || isNotProven(mark));
  }
}

/** It had ended long before that moment. A recording whose start is not known may be any. */
function isBefore({ startTime, durationMs }: CompletedRecording, moment: number): boolean {
  const start = startTime === null ? null : parseDateTime(startTime);
  if (start?.kind !== 'instant') return false;
  return start.epochMs + (durationMs ?? 0) + clockDoubtMs < moment;
}
