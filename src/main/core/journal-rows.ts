// Makes one row for each pause out of the journal's entries, and the journal's export.
import { csvRow } from '../../shared/csv.ts';
import type { JournalEntry } from '../../shared/journal.ts';
import type { JournalRow, PauseOutcome } from '../../shared/journal-page.ts';

/** A pause while its entries are gathered. */
type Gathered = JournalRow & { open: Set<string>; notConfirmed: boolean; lateMs: number };

/**
 * Rows in the order of their first entries. A pause is late when a recording of it was open for longer than `lateMs`
 * (milliseconds) or the journal says that it was not confirmed in time.
 */
export function journalRows(entries: readonly JournalEntry[], lateMs: number): JournalRow[] {
  const rows = new Map<string, Gathered>();
  for (const entry of entries) {
    const { fact } = entry;
    if (!('pauseId' in fact) || fact.pauseId === null) continue;
    const row = rows.get(fact.pauseId) ?? empty(entry, fact.pauseId, lateMs);
    rows.set(fact.pauseId, row);
    take(row, entry);
  }
  return [...rows.values()].map(({ open, notConfirmed, lateMs: _limit, ...row }) => ({
    ...row,
    outcome: outcomeOf(row, open, notConfirmed, lateMs),
    exposureMs: open.size > 0 ? null : row.exposureMs,
  }));
}

function empty(entry: JournalEntry, pauseId: string, lateMs: number): Gathered {
  return {
    pauseId,
    sequence: entry.sequence,
    at: entry.at,
    serverAt: entry.serverAt,
    trigger: null,
    recordingIds: [],
    outcome: 'waiting',
    exposureMs: null,
    attempts: [],
    how: null,
    pausedForMs: null,
    appVersion: entry.appVersion,
    open: new Set(),
    notConfirmed: false,
    lateMs,
  };
}

function take(row: Gathered, { fact }: JournalEntry): void {
  switch (fact.kind) {
    case 'asked':
      row.trigger = fact.trigger;
      if (fact.forAnother === true) row.forAnother = true;
      for (const id of fact.recordingIds) seen(row, id, true);
      return;
    case 'confirmed':
      seen(row, fact.recordingId, false);
      row.exposureMs = Math.max(row.exposureMs ?? 0, fact.exposureMs);
      row.attempts = [...row.attempts, ...fact.attempts];
      return;
    case 'not-confirmed':
      row.notConfirmed = true;
      for (const id of fact.recordingIds) seen(row, id, true);
      return;
    case 'ended':
      row.how = fact.how;
      row.pausedForMs = fact.pausedForMs;
      if (row.attempts.length === 0) row.attempts = fact.attempts;
      return;
    case 'started':
    case 'resume-asked':
    case 'resume-failed':
    case 'found-after-restart':
    case 'torn':
      return;
  }
}

function seen(row: Gathered, id: string, open: boolean): void {
  if (!row.recordingIds.includes(id)) row.recordingIds = [...row.recordingIds, id];
  if (open) row.open.add(id);
  else row.open.delete(id);
}

function outcomeOf(
  row: Pick<JournalRow, 'exposureMs' | 'how' | 'recordingIds'>,
  open: ReadonlySet<string>,
  notConfirmed: boolean,
  lateMs: number,
): PauseOutcome {
  if (row.recordingIds.length === 0) return row.how === null ? 'waiting' : 'noRecording';
  if (open.size > 0) return notConfirmed || row.how !== null ? 'notConfirmed' : 'waiting';
  return notConfirmed || (row.exposureMs ?? 0) > lateMs ? 'late' : 'confirmed';
}

const csvColumns = [
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
];

/** One row an entry; its last column is the entry's line as it stands in the journal, so that the export can be checked like the journal itself. */
export function journalCsv(lines: readonly string[], entries: readonly JournalEntry[]): string {
  const byHash = new Map(entries.map((entry) => [entry.hash, entry]));
  const rows = lines.map((line) => {
    const hash = /"hash":"([0-9a-f]{64})"\}$/.exec(line)?.[1] ?? '';
    const entry = byHash.get(hash);
    if (entry === undefined) return [...Array<null>(csvColumns.length - 1).fill(null), line];
    const { fact } = entry;
    const ids = 'recordingIds' in fact ? fact.recordingIds : 'recordingId' in fact ? [fact.recordingId] : [];
    return [
      entry.sequence,
      entry.at,
      entry.serverAt,
      entry.appVersion,
      fact.kind,
      'pauseId' in fact ? fact.pauseId : null,
      ids.join(' '),
      'trigger' in fact ? fact.trigger : null,
      'exposureMs' in fact ? fact.exposureMs : null,
      'how' in fact ? fact.how : null,
      line,
    ];
  });
  return [csvColumns, ...rows].map(csvRow).join('');
}

/** The journal's lines as one JSON document: `{"format":"sidetone-journal","lines":[…]}`. */
export function journalJson(lines: readonly string[]): string {
  return `${JSON.stringify({ format: 'sidetone-journal', version: 1, lines }, null, 2)}\n`;
}
