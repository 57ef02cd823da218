// Saves many recordings at once: the estimate, which recordings are left out, and the CSV export of a search.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { HistoryFilter, SaveRequest } from '../../../shared/ipc/ipc-table.ts';
import {
  estimatedBytes,
  mostInOneRequest,
  type CollectingFor,
  type CollectingProgress,
  type SaveEstimate,
} from '../../../shared/ipc/saving.ts';
import type { RecordingToSave } from '../downloads/download-types.ts';
import type { Downloads } from '../downloads/downloads.ts';
import type { PauseMarks } from '../journal/pause-marks.ts';
import type { ExportCsv } from './export-csv.ts';
import type { Found, History } from './history.ts';

/** Recordings whose lengths are added up before the rest is extrapolated from them. */
const sampleSize = 1_000;

export type BulkSaveDependencies = {
  readonly history: History;
  readonly downloads: Downloads;
  readonly marks: PauseMarks;
  readonly exportCsv: ExportCsv;
  readonly onChange: () => void;
};

/** A search that is being read to its end. */
type Collecting = { readonly controller: AbortController; progress: CollectingProgress['save'] };
type Selection = { readonly totalCount: number; readonly recordings: readonly RecordingToSave[] };

export class BulkSave {
  readonly #dependencies: BulkSaveDependencies;
  readonly #collecting = new Map<CollectingFor, Collecting>();

  constructor(dependencies: BulkSaveDependencies) {
    this.#dependencies = dependencies;
  }

  /** How far the searches are read that are to be saved and to be exported. */
  get collecting(): CollectingProgress {
    const progressOf = (what: CollectingFor) => this.#collecting.get(what)?.progress ?? null;
    return { save: progressOf('save'), list: progressOf('list') };
  }

  /** Stops reading a search: nothing of it is queued or written. What is queued already stays. */
  cancel(what: CollectingFor): void {
    this.#collecting.get(what)?.controller.abort();
  }

  /** `request-cancelled` when it was cancelled, or replaced by a newer request. */
  estimate(request: SaveRequest): Promise<Result<SaveEstimate, Problem>> {
    return this.#collect('save', async (collecting) => {
      const selected = await this.#select(request, sampleSize, collecting);
      if (!selected.ok) return selected;
      const { totalCount, recordings } = selected.value;
      const lengths = recordings.map(({ recording }) => recording?.durationMs ?? null);
      const bytes = lengths.reduce((sum: number, durationMs) => sum + estimatedBytes(durationMs), 0);
      const scale = recordings.length === 0 ? 1 : Math.max(1, totalCount / recordings.length);
      const proven = await this.#proven(recordings);
      return ok({
        count: totalCount,
        estimatedBytes: Math.round(bytes * scale),
        exact: recordings.length >= totalCount && lengths.every((durationMs) => durationMs !== null),
        notProven: proven === null ? null : recordings.length - proven.length,
      });
    });
  }

  /**
   * Queues all recordings of a request. `found-too-many` when a search finds more than one request may hold; `request-cancelled` when it
   * was cancelled before; `pauses-unknown` when some are to be left out and the journal cannot be read: then nothing of it is queued.
   */
  startMany(
    request: SaveRequest,
    leaveOutNotProven: boolean,
  ): Promise<Result<{ queued: number; leftOut: number }, Problem>> {
    return this.#collect('save', async (collecting) => {
      const selected = await this.#select(request, mostInOneRequest, collecting);
      if (!selected.ok) return selected;
      const { totalCount, recordings } = selected.value;
      if (totalCount > mostInOneRequest) return err(tooMany(totalCount));
      const wanted = leaveOutNotProven ? await this.#proven(recordings) : recordings;
      if (wanted === null) return err(problem('pauses-unknown'));
      if (collecting.controller.signal.aborted) return err(problem('request-cancelled'));
      const queued = this.#dependencies.downloads.startMany(wanted);
      return queued.ok ? ok({ queued: queued.value.queued, leftOut: recordings.length - wanted.length }) : queued;
    });
  }

  /** Writes what a search finds as a table to a new file; nothing is overwritten. `request-cancelled` when it was cancelled before. */
  exportCsv(filter: HistoryFilter): Promise<Result<{ fileName: string; rows: number }, Problem>> {
    return this.#collect('list', async (collecting) => {
      const found = await this.#findAll(filter, mostInOneRequest, collecting);
      if (!found.ok) return found;
      const { totalCount, recordings } = found.value;
      if (totalCount > mostInOneRequest) return err(tooMany(totalCount));
      return this.#dependencies.exportCsv.write(recordings, collecting.controller.signal);
    });
  }

  /** One at a time for each purpose: a new request replaces one that is still under way. */
  async #collect<T>(
    what: CollectingFor,
    work: (collecting: Collecting) => Promise<Result<T, Problem>>,
  ): Promise<Result<T, Problem>> {
    this.cancel(what);
    const collecting: Collecting = { controller: new AbortController(), progress: null };
    this.#collecting.set(what, collecting);
    try {
      return await work(collecting);
    } finally {
      if (this.#collecting.get(what) === collecting) this.#collecting.delete(what);
      this.#dependencies.onChange();
    }
  }

  #findAll(filter: HistoryFilter, most: number, collecting: Collecting): Promise<Result<Found, Problem>> {
    const { history, onChange } = this.#dependencies;
    return history.findAll(filter, most, collecting.controller.signal, (done, total) => {
      collecting.progress = { done, total };
      onChange();
    });
  }

  async #select(request: SaveRequest, most: number, collecting: Collecting): Promise<Result<Selection, Problem>> {
    const { history } = this.#dependencies;
    if (request.recordingIds !== null) {
      const recordings = request.recordingIds.map((recordingId) => {
        const recording = history.known(recordingId);
        return { recordingId, referenceNumber: recording?.referenceNumber ?? recordingId, recording };
      });
      return ok({ totalCount: recordings.length, recordings });
    }
    if (request.filter === null) return err(problem('input-invalid', { field: 'filter' }));
    const found = await this.#findAll(request.filter, most, collecting);
    if (!found.ok) return found;
    const recordings = found.value.recordings.map((recording) => ({
      recordingId: recording.id,
      referenceNumber: recording.referenceNumber,
      recording,
    }));
    return ok({ totalCount: found.value.totalCount, recordings });
  }

  /** Those whose pauses, where there were any, are proven; null when the journal cannot be read, which proves nothing. */
  async #proven(recordings: readonly RecordingToSave[]): Promise<readonly RecordingToSave[] | null> {
    const { marks } = this.#dependencies;
    const proven: RecordingToSave[] = [];
    try {
      for (const recording of recordings) if (!(await marks.isNotProven(recording.recordingId))) proven.push(recording);
      return proven;
    } catch {
      return null;
    }
  }
}

const tooMany = (count: number): Problem =>
  problem('found-too-many', { count: String(count), most: String(mostInOneRequest) });
