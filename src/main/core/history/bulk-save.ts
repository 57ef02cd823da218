// Orders of many recordings: what they would cost, which of them are left out, and the found list as a table.
import type { HistoryFilter, SaveOrder } from '../../../shared/ipc/ipc-table.ts';
import { csvRow } from '../../../shared/domain/csv.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { CompletedRecording } from '../../../shared/domain/recording.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import {
  estimatedBytes,
  mostInOneOrder,
  type GatheringFor,
  type Gatherings,
  type SaveEstimate,
} from '../../../shared/ipc/saving.ts';
import type { Asked, Downloads, SavingChoices } from '../downloads/downloads.ts';
import type { History } from './history.ts';
import { diskProblem } from '../platform/disk-problems.ts';
import { writeNewFile } from '../platform/new-file.ts';
import type { PauseMarks } from '../journal/pause-marks.ts';
import type { Clock, Files } from '../platform/ports.ts';
import type { SavedIndex } from '../downloads/saved-index.ts';

/** Recordings whose lengths are added up before the rest is reckoned from them. */
const lookedAt = 1_000;
/** Length of a call of which nothing is known, in milliseconds. */
const usualMs = 180_000;

export type OrdersDependencies = {
  readonly history: History;
  readonly downloads: Downloads;
  readonly marks: PauseMarks;
  readonly saved: SavedIndex;
  readonly files: Files;
  readonly clock: Clock;
  readonly choices: () => SavingChoices;
  readonly onChange: () => void;
};

/** A search that is being read through. */
type Walk = { readonly controller: AbortController; progress: Gatherings['save'] };

export class QueueOrders {
  readonly #dependencies: OrdersDependencies;
  readonly #walks = new Map<GatheringFor, Walk>();

  constructor(dependencies: OrdersDependencies) {
    this.#dependencies = dependencies;
  }

  /** How far the searches are read that are to be saved and to be listed. */
  get gathering(): Gatherings {
    return { save: this.#walks.get('save')?.progress ?? null, list: this.#walks.get('list')?.progress ?? null };
  }

  /** Stops reading through a search: nothing of it is queued or written. What is queued already stays. */
  cancel(what: GatheringFor): void {
    this.#walks.get(what)?.controller.abort();
  }

  /** `request-cancelled` when it was cancelled, or overtaken by an order. */
  estimate(order: SaveOrder): Promise<Result<SaveEstimate, Problem>> {
    return this.#gather('save', async (walk) => {
      const found = await this.#recordingsOf(order, lookedAt, walk);
      if (!found.ok) return found;
      const { totalCount, recordings } = found.value;
      const bytes = recordings.reduce((sum, asked) => sum + estimatedBytes(asked.recording?.durationMs ?? usualMs), 0);
      const exact =
        recordings.length >= totalCount &&
        recordings.every(({ recording }) => typeof recording?.durationMs === 'number');
      const scale = recordings.length === 0 ? 0 : totalCount / recordings.length;
      const proven = await this.#proven(recordings);
      const notProven = proven === null ? null : recordings.length - proven.length;
      return ok({ count: totalCount, estimatedBytes: Math.round(bytes * Math.max(1, scale)), exact, notProven });
    });
  }

  /**
   * Puts an order into the queue. `found-too-many` when a search finds more than one order may hold; `request-cancelled` when it was
   * cancelled before; `pauses-unknown` when some are to be left out and the journal cannot be read: then nothing of it is queued.
   */
  startMany(
    order: SaveOrder,
    leaveOutNotProven: boolean,
  ): Promise<Result<{ queued: number; leftOut: number }, Problem>> {
    return this.#gather('save', async (walk) => {
      const found = await this.#recordingsOf(order, mostInOneOrder, walk);
      if (!found.ok) return found;
      const { totalCount, recordings } = found.value;
      if (totalCount > mostInOneOrder) return err(tooMany(totalCount));
      const wanted = leaveOutNotProven ? await this.#proven(recordings) : recordings;
      if (wanted === null) return err(problem('pauses-unknown'));
      if (walk.controller.signal.aborted) return err(problem('request-cancelled'));
      const queued = this.#dependencies.downloads.startMany(wanted);
      return queued.ok ? ok({ queued: queued.value.queued, leftOut: recordings.length - wanted.length }) : queued;
    });
  }

  /** Writes what a search finds as a table to a new file; nothing is overwritten. `request-cancelled` when it was cancelled before. */
  exportCsv(filter: HistoryFilter): Promise<Result<{ fileName: string; rows: number }, Problem>> {
    return this.#gather('list', async (walk) => {
      const found = await this.#walk(filter, mostInOneOrder, walk);
      if (!found.ok) return found;
      const { totalCount, recordings } = found.value;
      if (totalCount > mostInOneOrder) return err(tooMany(totalCount));
      const { files, choices, clock } = this.#dependencies;
      const { folder, makeFolder } = choices();
      try {
        const text = await this.#table(recordings);
        if (walk.controller.signal.aborted) return err(problem('request-cancelled'));
        const base = `recordings-${new Date(clock.now()).toISOString().slice(0, 10)}`;
        const fileName = await writeNewFile(files, { folder, makeFolder }, base, 'csv', text);
        return ok({ fileName, rows: recordings.length });
      } catch (error) {
        return err(diskProblem(error, folder));
      }
    });
  }

  /** One at a time for each purpose: a new one takes the place of one that is still under way. */
  async #gather<T>(what: GatheringFor, work: (walk: Walk) => Promise<Result<T, Problem>>): Promise<Result<T, Problem>> {
    this.cancel(what);
    const walk: Walk = { controller: new AbortController(), progress: null };
    this.#walks.set(what, walk);
    try {
      return await work(walk);
    } finally {
      if (this.#walks.get(what) === walk) this.#walks.delete(what);
      this.#dependencies.onChange();
    }
  }

  #walk(filter: HistoryFilter, most: number, walk: Walk): ReturnType<History['walk']> {
    const { history, onChange } = this.#dependencies;
    return history.walk(filter, most, walk.controller.signal, (done, total) => {
      walk.progress = { done, total };
      onChange();
    });
  }

  async #table(recordings: readonly CompletedRecording[]): Promise<string> {
    const { marks, saved } = this.#dependencies;
    const head = ['referenceNumber', 'id', 'startTime', 'durationSeconds', 'direction', 'remotePartyNumber'];
    const rows = [[...head, 'localPartyNumber', 'ownerUsername', 'pause', 'savedAs'].join(',') + '\r\n'];
    for (const recording of recordings) {
      const pause = await marks.mark(recording.id).then(
        (mark) => mark?.outcome ?? null,
        () => 'unknown',
      );
      rows.push(
        csvRow([
          recording.referenceNumber,
          recording.id,
          recording.startTime,
          recording.durationMs === null ? null : Math.round(recording.durationMs / 1000),
          recording.direction,
          recording.remotePartyNumber,
          recording.localPartyNumber,
          recording.ownerUsername,
          pause,
          await saved.fileNameOf(recording.id),
        ]),
      );
    }
    return rows.join('');
  }

  async #recordingsOf(
    order: SaveOrder,
    most: number,
    walk: Walk,
  ): Promise<Result<{ totalCount: number; recordings: readonly Asked[] }, Problem>> {
    const { history } = this.#dependencies;
    if (order.recordingIds !== null) {
      const recordings = order.recordingIds.map((recordingId) => {
        const recording = history.known(recordingId);
        return { recordingId, referenceNumber: recording?.referenceNumber ?? recordingId, recording };
      });
      return ok({ totalCount: recordings.length, recordings });
    }
    if (order.filter === null) return err(problem('input-invalid', { field: 'filter' }));
    const found = await this.#walk(order.filter, most, walk);
    if (!found.ok) return found;
    const recordings = found.value.recordings.map((recording) => ({
      recordingId: recording.id,
      referenceNumber: recording.referenceNumber,
      recording,
    }));
    return ok({ totalCount: found.value.totalCount, recordings });
  }

  /** Those whose pauses, where there were any, are proven; null when the journal cannot be read, which proves nothing. */
  async #proven(recordings: readonly Asked[]): Promise<readonly Asked[] | null> {
    const { marks } = this.#dependencies;
    const proven: Asked[] = [];
    try {
      for (const asked of recordings) if (!(await marks.isNotProven(asked.recordingId))) proven.push(asked);
      return proven;
    } catch {
      return null;
    }
  }
}

const tooMany = (count: number): Problem =>
  problem('found-too-many', { count: String(count), most: String(mostInOneOrder) });
