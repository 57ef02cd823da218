// Saves many recordings at once: the estimate, which recordings are left out, and the CSV export of a search.
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { CompletedRecording } from '../../../shared/domain/recording.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { BulkSaveRequest, HistoryFilter, SaveRequest } from '../../../shared/ipc/ipc-table.ts';
import {
  estimatedBytes,
  mostInOneRequest,
  type CollectingFor,
  type CollectingProgress,
  type SaveEstimate,
} from '../../../shared/ipc/saving.ts';
import type { RecordingToSave } from '../downloads/download-types.ts';
import type { Downloads } from '../downloads/downloads.ts';
import type { SavedIndex } from '../downloads/saved-index.ts';
import type { PauseMarks } from '../journal/pause-marks.ts';
import { diskProblem } from '../platform/files/disk-problems.ts';
import type { TargetFolder } from '../platform/files/new-file.ts';
import type { Ports } from '../platform/ports.ts';
import { writeSample, type Sample } from './random-sample.ts';
import type { ExportCsv } from './export-csv.ts';
import type { Found, History } from './history.ts';

/** Recordings whose lengths are added up where more are found than one request may save; the rest is extrapolated from them. */
const sampleSize = 1_000;

/** How many of a search are read: all that may be saved. */
const readForSaving = (total: number): number => (total > mostInOneRequest ? sampleSize : total);

const bytesOf = (recordings: readonly RecordingToSave[]): number =>
  recordings.reduce((sum, { recording }) => sum + estimatedBytes(recording?.durationMs ?? null), 0);

export type BulkSaveDependencies = {
  readonly history: History;
  readonly downloads: Downloads;
  readonly marks: PauseMarks;
  readonly saved: Pick<SavedIndex, 'pathOf'>;
  readonly exportCsv: ExportCsv;
  /** A person knows what may be in it, and saves it. Absent where nothing is checked. */
  readonly acknowledge?: (recordingId: string) => Promise<void>;
  readonly onChange: () => void;
  readonly ports: Pick<Ports, 'files' | 'clock'>;
  readonly folder: () => TargetFolder;
  /** Bytes that are free where recordings are saved; null where nobody knows. */
  readonly freeBytes: () => Promise<number | null>;
};

/** A search that is being read to its end. */
type Collecting = { readonly controller: AbortController; progress: CollectingProgress['save'] };
type Selection = {
  readonly totalCount: number;
  readonly recordings: readonly RecordingToSave[];
  readonly sample?: Sample;
};

export class BulkSave {
  readonly #dependencies: BulkSaveDependencies;
  readonly #collecting = new Map<CollectingFor, Collecting>();
  /** What was drawn last, by the request: what was estimated is what is saved. */
  #drawn: { readonly key: string; readonly sample: Sample } | null = null;

  constructor(dependencies: BulkSaveDependencies) {
    this.#dependencies = dependencies;
  }

  /** How far the searches are read that are to be saved and to be exported. */
  get collecting(): Omit<CollectingProgress, 'search'> {
    const progressOf = (what: CollectingFor) => this.#collecting.get(what)?.progress ?? null;
    return { save: progressOf('save'), list: progressOf('list') };
  }

  /** Stops reading a search: nothing of it is queued or written. What is queued already stays. */
  cancel(what: CollectingFor): void {
    this.#collecting.get(what)?.controller.abort();
  }

  /** `request-cancelled` when it was cancelled, or replaced by a newer request. */
  estimate(request: BulkSaveRequest): Promise<Result<SaveEstimate, Problem>> {
    return this.#collect('save', async (collecting) => {
      const selected = await this.#select(request, collecting);
      if (!selected.ok) return selected;
      const { totalCount, recordings } = selected.value;
      const scale = recordings.length === 0 ? 1 : Math.max(1, totalCount / recordings.length);
      const isWhole = totalCount <= mostInOneRequest;
      const proven = await this.#proven(recordings);
      return ok({
        count: totalCount,
        estimatedBytes: Math.round(bytesOf(recordings) * scale),
        exact: isWhole && recordings.every(({ recording }) => (recording?.durationMs ?? null) !== null),
        notProven: proven === null ? null : recordings.length - proven.length,
        saved: isWhole ? await this.#countSaved(recordings, proven) : null,
        ...(await this.#room()),
      });
    });
  }

  async #room(): Promise<Pick<SaveEstimate, 'freeBytes' | 'bytesPerSecond'>> {
    const { downloads, freeBytes } = this.#dependencies;
    const free = await freeBytes();
    const { lastBytesPerSecond } = downloads;
    return {
      ...(free === null ? {} : { freeBytes: free }),
      ...(lastBytesPerSecond === null ? {} : { bytesPerSecond: lastBytesPerSecond }),
    };
  }

  async #countSaved(
    recordings: readonly RecordingToSave[],
    proven: readonly RecordingToSave[] | null,
  ): Promise<SaveEstimate['saved']> {
    const missing = new Set(await this.#notSaved(recordings));
    const saved = recordings.filter((recording) => !missing.has(recording));
    const isProven = proven === null ? null : new Set(proven);
    return {
      count: saved.length,
      estimatedBytes: bytesOf(saved),
      notProven: isProven === null ? 0 : saved.filter((recording) => !isProven.has(recording)).length,
    };
  }

  /**
   * Queues all recordings of a request. `found-too-many` when a search finds more than one request may hold; `request-cancelled` when it
   * was cancelled before; `pauses-unknown` when some are to be left out and the journal cannot be read: then nothing of it is queued.
   */
  startMany(
    request: BulkSaveRequest,
    leaveOut: { readonly leaveOutNotProven: boolean; readonly skipSaved: boolean },
  ): Promise<Result<{ queued: number; leftOut: number }, Problem>> {
    return this.#collect('save', async (collecting) => {
      const selected = await this.#select(request, collecting);
      if (!selected.ok) return selected;
      const { totalCount, recordings } = selected.value;
      if (totalCount > mostInOneRequest) return err(tooMany(totalCount));
      const proven = leaveOut.leaveOutNotProven ? await this.#proven(recordings) : recordings;
      if (proven === null) return err(problem('pauses-unknown'));
      const wanted = leaveOut.skipSaved ? await this.#notSaved(proven) : proven;
      if (collecting.controller.signal.aborted) return err(problem('request-cancelled'));
      const listed = await this.#listSample(selected.value.sample, wanted);
      if (listed !== null) return err(listed);
      // Who leaves nothing out was told that some may hold card data.
      for (const { recordingId } of wanted) await this.#dependencies.acknowledge?.(recordingId);
      const queued = this.#dependencies.downloads.startMany(wanted);
      return queued.ok ? ok({ queued: queued.value.queued, leftOut: recordings.length - wanted.length }) : queued;
    });
  }

  /**
   * Writes these recordings, or what a search finds, as a table to a new file; nothing is overwritten. Of those named by id, the ones that
   * were listed in this session are written. `request-cancelled` when it was cancelled before.
   */
  exportCsv(request: SaveRequest): Promise<Result<{ fileName: string; rows: number }, Problem>> {
    return this.#collect('list', async (collecting) => {
      const selected = await this.#select(request, collecting);
      if (!selected.ok) return selected;
      const { totalCount } = selected.value;
      if (totalCount > mostInOneRequest) return err(tooMany(totalCount));
      const recordings = selected.value.recordings.flatMap(({ recording }) => recording ?? []);
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

  /** Writes down what was drawn, before any of it is saved. Answers why it could not. */
  async #listSample(sample: Sample | undefined, wanted: readonly RecordingToSave[]): Promise<Problem | null> {
    if (sample === undefined) return null;
    const { ports, folder } = this.#dependencies;
    const target = folder();
    try {
      await writeSample(ports.files, target, { ...sample, recordings: wanted }, ports.clock.now());
      return null;
    } catch (error) {
      return diskProblem(error, target.folder);
    }
  }

  async #draw(
    filter: HistoryFilter,
    { size, seed, skipSaved }: NonNullable<BulkSaveRequest['sample']>,
    collecting: Collecting,
  ): Promise<Result<Selection, Problem>> {
    const { history, saved, onChange } = this.#dependencies;
    const key = JSON.stringify([filter, size, seed, skipSaved]);
    if (this.#drawn?.key !== key) {
      const isWanted = async (id: string): Promise<boolean> => !skipSaved || (await saved.pathOf(id)) === null;
      const drawn = await history.sample(
        filter,
        { size, seed, isWanted },
        collecting.controller.signal,
        (done, total) => {
          collecting.progress = { done, total };
          onChange();
        },
      );
      if (!drawn.ok) return drawn;
      this.#drawn = {
        key,
        sample: { seed, found: drawn.value.totalCount, recordings: drawn.value.recordings.map(toSave) },
      };
    }
    const { sample } = this.#drawn;
    return ok({ totalCount: sample.recordings.length, recordings: sample.recordings, sample });
  }

  #findAll(filter: HistoryFilter, collecting: Collecting): Promise<Result<Found, Problem>> {
    const { history, onChange } = this.#dependencies;
    return history.findAll(filter, readForSaving, collecting.controller.signal, (done, total) => {
      collecting.progress = { done, total };
      onChange();
    });
  }

  async #select(request: BulkSaveRequest, collecting: Collecting): Promise<Result<Selection, Problem>> {
    const { history } = this.#dependencies;
    if (request.recordingIds !== null) {
      const recordings = request.recordingIds.map((recordingId) => {
        const recording = history.known(recordingId);
        return { recordingId, referenceNumber: recording?.referenceNumber ?? recordingId, recording };
      });
      return ok({ totalCount: recordings.length, recordings });
    }
    if (request.filter === null) return err(problem('input-invalid', { field: 'filter' }));
    if (request.sample !== undefined) return this.#draw(request.filter, request.sample, collecting);
    const found = await this.#findAll(request.filter, collecting);
    if (!found.ok) return found;
    return ok({ totalCount: found.value.totalCount, recordings: found.value.recordings.map(toSave) });
  }

  /** Those of which there is no file on this computer. */
  async #notSaved(recordings: readonly RecordingToSave[]): Promise<readonly RecordingToSave[]> {
    const paths = await Promise.all(recordings.map(({ recordingId }) => this.#dependencies.saved.pathOf(recordingId)));
    return recordings.filter((_recording, index) => paths[index] === null);
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

const toSave = (recording: CompletedRecording): RecordingToSave => ({
  recordingId: recording.id,
  referenceNumber: recording.referenceNumber,
  recording,
});

const tooMany = (count: number): Problem =>
  problem('found-too-many', { count: String(count), most: String(mostInOneRequest) });
