// The report beside its page: every exception as CSV for a spreadsheet, and all of it as JSON for programs.
import { csvTable, type CsvSeparator } from '../../../../shared/domain/text/csv.ts';
import type { Evidence } from './evidence.ts';

const columns = [
  'at',
  'kinds',
  'recordingIds',
  'trigger',
  'exposureMs',
  'openMs',
  'soundAtMs',
  'pauseId',
  'entry',
  'key',
] as const;

/** One row for each exception. */
export function reportCsv({ exceptions }: Evidence, separator: CsvSeparator): string {
  const rows = exceptions.map((one) => [
    one.at,
    one.kinds.join(' '),
    one.recordingIds.join(' '),
    one.trigger,
    one.exposureMs,
    one.openMs,
    one.soundAtMs.join(' '),
    one.pauseId,
    one.sequence,
    one.key,
  ]);
  return csvTable(columns, rows, separator);
}

/** All values of the report: `{"format":"sidetone-evidence-report","version":1,…}`. */
export const reportJson = (evidence: Evidence): string =>
  `${JSON.stringify({ format: 'sidetone-evidence-report', version: 1, ...evidence }, null, 2)}\n`;
