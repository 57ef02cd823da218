// CSV export of past recordings (RFC 4180), with what this computer knows of their pauses and local files.
import { csvTable, type CsvSeparator } from '../../../shared/domain/text/csv.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { CompletedRecording } from '../../../shared/domain/recording.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { SavedIndex } from '../downloads/saved-index.ts';
import type { PauseMarks } from '../journal/pause-marks.ts';
import { diskProblemOnly } from '../platform/files/disk-problems.ts';
import { writeNewFile, type TargetFolder } from '../platform/files/new-file.ts';
import type { Ports } from '../platform/ports.ts';

export type ExportCsvDependencies = {
  readonly ports: Pick<Ports, 'files' | 'clock'>;
  readonly marks: PauseMarks;
  readonly saved: SavedIndex;
  readonly folder: () => TargetFolder;
  readonly separator: () => Promise<CsvSeparator>;
};

const columns = [
  'referenceNumber',
  'id',
  'startTime',
  'durationSeconds',
  'direction',
  'remotePartyNumber',
  'localPartyNumber',
  'ownerUsername',
  'pause',
  'savedAs',
];

type Row = Parameters<typeof csvTable>[1][number];

export class ExportCsv {
  readonly #dependencies: ExportCsvDependencies;

  constructor(dependencies: ExportCsvDependencies) {
    this.#dependencies = dependencies;
  }

  /** Writes a new file; nothing is overwritten. `request-cancelled` when `signal` aborted before. */
  async write(
    recordings: readonly CompletedRecording[],
    signal: AbortSignal,
  ): Promise<Result<{ fileName: string; rows: number }, Problem>> {
    const { ports, folder, separator } = this.#dependencies;
    const target = folder();
    try {
      const rows: Row[] = [];
      for (const recording of recordings) rows.push(await this.#row(recording));
      const between = await separator();
      if (signal.aborted) return err(problem('request-cancelled'));
      const base = `recordings-${new Date(ports.clock.now()).toISOString().slice(0, 10)}`;
      const fileName = await writeNewFile(ports.files, target, base, 'csv', csvTable(columns, rows, between));
      return ok({ fileName, rows: recordings.length });
    } catch (error) {
      return err(diskProblemOnly(error, target.folder));
    }
  }

  async #row(recording: CompletedRecording): Promise<Row> {
    const { marks, saved } = this.#dependencies;
    const pause = await marks.mark(recording.id).then(
      (mark) => mark?.outcome ?? null,
      () => 'unknown',
    );
    return [
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
    ];
  }
}
