// Makes one row for each pause, start and stop out of the journal's entries.
import type { ManualCommandOutcome, JournalEntry } from '../../../shared/domain/journal.ts';
import type { JournalOutcome, JournalRow } from '../../../shared/ipc/journal-page.ts';

/** A row while its entries are gathered. */
type Gathered = {
  row: JournalRow;
  /** Recordings of a pause that no read showed as paused yet. */
  readonly open: Set<string>;
  notConfirmed: boolean;
};

const outcomes: Readonly<Record<ManualCommandOutcome, JournalOutcome>> = {
  confirmed: 'confirmed',
  refused: 'refused',
  'not-seen': 'notSeen',
  'given-up': 'notSeen',
};

/**
 * Rows in the order of their first entries. A pause is late when a recording of it was open for longer than `lateMs`
 * (milliseconds) or the journal says that it was not confirmed in time.
 */
export function journalRows(entries: readonly JournalEntry[], lateMs: number): JournalRow[] {
  const gathered = new Map<string, Gathered>();
  for (const entry of entries) {
    const { fact } = entry;
    if (fact.kind === 'started') for (const { row } of gathered.values()) interrupt(row);
    const id = 'orderId' in fact ? fact.orderId : 'pauseId' in fact ? fact.pauseId : null;
    if (id === null) continue;
    const found = gathered.get(id) ?? { row: empty(entry, id), open: new Set(), notConfirmed: false };
    gathered.set(id, found);
    take(found, entry);
  }
  return [...gathered.values()].map(({ row, open, notConfirmed }) =>
    row.what === 'pause'
      ? {
          ...row,
          outcome: outcomeOf(row, open, notConfirmed, lateMs),
          exposureMs: open.size > 0 ? null : row.exposureMs,
        }
      : row,
  );
}

function empty(entry: JournalEntry, id: string): JournalRow {
  return {
    id,
    what: 'pause',
    sequence: entry.sequence,
    at: entry.at,
    serverAt: entry.serverAt,
    trigger: null,
    recordingIds: [],
    outcome: 'waiting',
    problem: null,
    exposureMs: null,
    attempts: [],
    how: null,
    pausedForMs: null,
    appVersion: entry.appVersion,
  };
}

/** Sidetone began anew: what was asked by hand before and has no end was never looked for again. A pause is, and has an end of its own. */
function interrupt(row: JournalRow): void {
  if (row.what === 'pause' || row.outcome !== 'waiting') return;
  row.outcome = 'notSeen';
  row.how = 'interrupted';
}

function take(gathered: Gathered, { fact }: JournalEntry): void {
  const { row } = gathered;
  switch (fact.kind) {
    case 'asked':
      row.trigger = fact.trigger;
      if (fact.forAnother === true) row.forAnother = true;
      for (const id of fact.recordingIds) seen(gathered, id, true);
      return;
    case 'confirmed':
      seen(gathered, fact.recordingId, false);
      row.exposureMs = Math.max(row.exposureMs ?? 0, fact.exposureMs);
      row.attempts = [...row.attempts, ...fact.attempts];
      return;
    case 'not-confirmed':
      gathered.notConfirmed = true;
      for (const id of fact.recordingIds) seen(gathered, id, true);
      return;
    case 'ended':
      row.how = fact.how;
      row.pausedForMs = fact.pausedForMs;
      if (row.attempts.length === 0) row.attempts = fact.attempts;
      return;
    case 'hand-asked':
      row.what = fact.what;
      row.trigger = fact.trigger;
      if (fact.forAnother === true) row.forAnother = true;
      for (const id of fact.recordingIds) seen(gathered, id, true);
      return;
    case 'hand-ended':
      row.outcome = outcomes[fact.how];
      row.problem = fact.problem;
      if (fact.how === 'given-up') row.how = 'given-up';
      for (const id of fact.recordingIds) seen(gathered, id, false);
      return;
    case 'started':
    case 'resume-asked':
    case 'resume-failed':
    case 'found-after-restart':
    case 'torn':
      return;
  }
}

function seen({ row, open }: Gathered, id: string, isOpen: boolean): void {
  if (!row.recordingIds.includes(id)) row.recordingIds = [...row.recordingIds, id];
  if (isOpen) open.add(id);
  else open.delete(id);
}

function outcomeOf(
  row: Pick<JournalRow, 'exposureMs' | 'how' | 'recordingIds'>,
  open: ReadonlySet<string>,
  notConfirmed: boolean,
  lateMs: number,
): JournalOutcome {
  if (row.recordingIds.length === 0) return row.how === null ? 'waiting' : 'noRecording';
  if (open.size > 0) return notConfirmed || row.how !== null ? 'notConfirmed' : 'waiting';
  return notConfirmed || (row.exposureMs ?? 0) > lateMs ? 'late' : 'confirmed';
}
