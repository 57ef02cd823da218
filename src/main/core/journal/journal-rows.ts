// Makes one row for each pause, start and stop out of the journal's entries.
import type { JournalEntry, JournalFact, ManualCommandOutcome } from '../../../shared/domain/journal.ts';
import type { JournalOutcome, JournalRow } from '../../../shared/ipc/journal-page.ts';

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
  const builders = new Map<string, JournalRowBuilder>();
  for (const entry of entries) {
    const { fact } = entry;
    if (fact.kind === 'started') for (const builder of builders.values()) builder.interrupt();
    const id = 'orderId' in fact ? fact.orderId : 'pauseId' in fact ? fact.pauseId : null;
    if (id === null) continue;
    const builder = builders.get(id) ?? new JournalRowBuilder(entry, id);
    builders.set(id, builder);
    builder.add(fact);
  }
  const checks = lastChecks(entries);
  return [...builders.values()].map((builder) => withCheck(builder.row(lateMs), checks));
}

type Check = Extract<JournalFact, { kind: 'audio-checked' }>;

/** The last check of each recording. */
const lastChecks = (entries: readonly JournalEntry[]): ReadonlyMap<string, Check> =>
  new Map(entries.flatMap(({ fact }) => (fact.kind === 'audio-checked' ? [[fact.recordingId, fact] as const] : [])));

/** A pause with what was found in its recordings; where they are several, with the one in which there is sound. */
function withCheck(row: JournalRow, checks: ReadonlyMap<string, Check>): JournalRow {
  const found = row.what === 'pause' ? row.recordingIds.flatMap((id) => checks.get(id) ?? []) : [];
  const worst = found.find(({ verdict }) => verdict === 'sound') ?? found.at(-1);
  if (worst === undefined) return row;
  const { verdict, reason, audioMs, callMs, checkedMs, stretches } = worst;
  return { ...row, audioCheck: { verdict, reason, audioMs, callMs, checkedMs, stretches } };
}

/** Collects the entries of one row. */
export class JournalRowBuilder {
  readonly #row: JournalRow;
  /** Recordings of a pause that no read showed as paused yet. */
  readonly #open = new Set<string>();
  #notConfirmed = false;

  constructor(first: Pick<JournalEntry, 'sequence' | 'at' | 'serverAt' | 'serverWithinMs' | 'appVersion'>, id: string) {
    const { sequence, at, serverAt, serverWithinMs, appVersion } = first;
    this.#row = {
      id,
      what: 'pause',
      sequence,
      at,
      serverAt,
      ...(serverWithinMs === undefined ? {} : { serverWithinMs }),
      trigger: null,
      recordingIds: [],
      outcome: 'waiting',
      problem: null,
      exposureMs: null,
      attempts: [],
      how: null,
      pausedForMs: null,
      appVersion,
    };
  }

  /** Sidetone was started again: a manual command without an end is no longer followed. A pause has an end of its own. */
  interrupt(): void {
    if (this.#row.what === 'pause' || this.#row.outcome !== 'waiting') return;
    this.#row.outcome = 'notSeen';
    this.#row.how = 'interrupted';
  }

  add(fact: JournalFact): void {
    switch (fact.kind) {
      case 'asked':
      case 'hand-asked':
        this.#addRequest(fact);
        return;
      case 'confirmed':
        this.#include([fact.recordingId], false);
        this.#row.exposureMs = Math.max(this.#row.exposureMs ?? 0, fact.exposureMs);
        this.#row.attempts = [...this.#row.attempts, ...fact.attempts];
        return;
      case 'not-confirmed':
        this.#notConfirmed = true;
        this.#include(fact.recordingIds, true);
        return;
      case 'ended':
        this.#row.how = fact.how;
        this.#row.pausedForMs = fact.pausedForMs;
        if (this.#row.attempts.length === 0) this.#row.attempts = fact.attempts;
        return;
      case 'hand-ended':
        this.#row.outcome = outcomes[fact.how];
        this.#row.problem = fact.problem;
        if (fact.how === 'given-up') this.#row.how = 'given-up';
        this.#include(fact.recordingIds, false);
        return;
      case 'rule-overridden':
        this.#row.overrode = [...new Set([...(this.#row.overrode ?? []), ...fact.ruleIds])];
        return;
      case 'started':
      case 'resume-refused':
      case 'resume-asked':
      case 'resume-failed':
      case 'found-after-restart':
      case 'recording-over':
      case 'audio-checked':
      case 'torn':
      case 'checkpoint':
      case 'older-copy':
      case 'not-signed':
        return;
    }
  }

  row(lateMs: number): JournalRow {
    const row = { ...this.#row };
    if (row.what !== 'pause') return row;
    return { ...row, outcome: this.#pauseOutcome(lateMs), exposureMs: this.#open.size > 0 ? null : row.exposureMs };
  }

  #addRequest(fact: Extract<JournalFact, { kind: 'asked' | 'hand-asked' }>): void {
    if (fact.kind === 'hand-asked') this.#row.what = fact.what;
    this.#row.trigger = fact.trigger;
    if (fact.forAnother === true) this.#row.forAnother = true;
    this.#include(fact.recordingIds, true);
  }

  #include(ids: readonly string[], isOpen: boolean): void {
    for (const id of ids) {
      if (!this.#row.recordingIds.includes(id)) this.#row.recordingIds = [...this.#row.recordingIds, id];
      if (isOpen) this.#open.add(id);
      else this.#open.delete(id);
    }
  }

  #pauseOutcome(lateMs: number): JournalOutcome {
    const { recordingIds, how, exposureMs } = this.#row;
    if (recordingIds.length === 0) return how === null ? 'waiting' : 'noRecording';
    if (this.#open.size > 0) return this.#notConfirmed || how !== null ? 'notConfirmed' : 'waiting';
    return this.#notConfirmed || (exposureMs ?? 0) > lateMs ? 'late' : 'confirmed';
  }
}
