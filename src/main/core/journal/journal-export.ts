// The journal's export, for spreadsheets and for programs. Both can be checked like the journal itself.
import { csvTable, type CsvSeparator } from '../../../shared/domain/text/csv.ts';
import type { JournalEntry } from '../../../shared/domain/journal.ts';

/** The columns of the first exports, which must stay checkable. */
const firstColumns = [
  'sequence',
  'at',
  'serverAt',
  'appVersion',
  'kind',
  'pauseId',
  'recordingIds',
  'trigger',
  'exposureMs',
  'how',
  'entry',
] as const;

const columns = [
  ...firstColumns.slice(0, -1),
  'orderId',
  'what',
  'forAnother',
  'problem',
  'entry',
] as const satisfies readonly Column[];

type Column = (typeof firstColumns)[number] | 'orderId' | 'what' | 'forAnother' | 'problem';
type Cell = Parameters<typeof csvTable>[1][number][number];

/**
 * One row an entry; its last column is the entry's line of the journal, unchanged, so that the export can be verified like the journal
 * itself. `header` is that of an export to compare with: one with the columns of the first exports is made with them.
 */
export function journalCsv(
  lines: readonly string[],
  entries: readonly JournalEntry[],
  separator: CsvSeparator,
  header: readonly string[] = columns,
): string {
  const chosen: readonly Column[] = header.join() === firstColumns.join() ? firstColumns : columns;
  const byHash = new Map(entries.map((entry) => [entry.hash, entry]));
  const rows = lines.map((line) => {
    const hash = /"hash":"([0-9a-f]{64})"\}$/.exec(line)?.[1] ?? '';
    const entry = byHash.get(hash);
    if (entry === undefined) return [...Array<null>(chosen.length - 1).fill(null), line];
    const cells = cellsOf(entry, line);
    return chosen.map((column) => cells[column]);
  });
  return csvTable(chosen, rows, separator);
}

function cellsOf({ sequence, at, serverAt, appVersion, fact }: JournalEntry, line: string): Record<Column, Cell> {
  const ids = 'recordingIds' in fact ? fact.recordingIds : 'recordingId' in fact ? [fact.recordingId] : [];
  return {
    sequence,
    at,
    serverAt,
    appVersion,
    kind: fact.kind,
    pauseId: 'pauseId' in fact ? fact.pauseId : null,
    recordingIds: ids.join(' '),
    trigger: 'trigger' in fact ? fact.trigger : null,
    exposureMs: 'exposureMs' in fact ? fact.exposureMs : null,
    how: 'how' in fact ? fact.how : null,
    orderId: 'orderId' in fact ? fact.orderId : null,
    what: 'what' in fact ? fact.what : null,
    forAnother: 'forAnother' in fact && fact.forAnother === true ? 'true' : null,
    problem: 'problem' in fact ? fact.problem : null,
    entry: line,
  };
}

/** The journal's lines as one JSON document: `{"format":"sidetone-journal","lines":[…]}`. */
export function journalJson(lines: readonly string[]): string {
  return `${JSON.stringify({ format: 'sidetone-journal', version: 1, lines }, null, 2)}\n`;
}
