// Reads the journal for people: pages of pauses, starts and stops with the check of the chain, and exports that can be verified.
import type { CallInput, CallOutput } from '../../../shared/ipc/ipc-table.ts';
import type { JournalPage } from '../../../shared/ipc/journal-page.ts';
import type { JournalEntry } from '../../../shared/domain/journal.ts';
import type { CsvSeparator } from '../../../shared/domain/text/csv.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { journalCsv, journalJson } from './journal-export.ts';
import { SignatureTally } from './report/signature-tally.ts';
import { localDay } from './report/save-report.ts';
import { journalRows } from './journal-rows.ts';
import { journalSummary } from './journal-summary.ts';
import type { Journal } from './journal.ts';
import { diskProblemOnly } from '../platform/files/disk-problems.ts';
import { writeNewFile, type TargetFolder } from '../platform/files/new-file.ts';
import type { Clock, Files } from '../platform/ports.ts';

export type JournalReaderDependencies = {
  readonly journal: Journal;
  readonly files: Files;
  /** Where exports are written: where the recordings are saved. */
  readonly folder: () => TargetFolder;
  readonly clock: Clock;
  readonly separator: () => Promise<CsvSeparator>;
  /** A pause that was open longer than this (milliseconds) was late. */
  readonly lateMs: () => number;
};

/** Who has signed, and up to where. */
function signaturesOf(entries: readonly JournalEntry[]): JournalPage['signatures'] {
  const tally = new SignatureTally();
  for (const entry of entries) tally.take(entry);
  tally.settle();
  const { newest, findings } = tally;
  const first = entries[0]?.sequence ?? null;
  const last = entries.at(-1)?.sequence ?? 0;
  // Behind the newest signed entry stands the signature itself.
  const next = newest === null ? first : newest.sequence + 2;
  return {
    key: newest?.key ?? null,
    unsignedFrom: next === null || next > last ? null : next,
    brokenAt: findings.length === 0 ? null : Math.min(...findings.map(({ sequence }) => sequence)),
  };
}

type Exported = CallOutput<'journal.export'>;

export class JournalReader {
  readonly #dependencies: JournalReaderDependencies;

  constructor(dependencies: JournalReaderDependencies) {
    this.#dependencies = dependencies;
  }

  /** Rows between two local days, both included, newest first. */
  async read(input: CallInput<'journal.read'>): Promise<Result<JournalPage, Problem>> {
    const { journal, lateMs } = this.#dependencies;
    try {
      await journal.flushed();
      const { entries, breakAt } = await journal.everything();
      const late = lateMs();
      const all = journalRows(entries, late);
      const inRange = all.filter((row) => {
        const day = localDay(Date.parse(row.at));
        return (input.from === null || day >= input.from) && (input.to === null || day <= input.to);
      });
      const rows = inRange.filter(({ outcome }) => input.outcome === null || outcome === input.outcome);
      const summary = journalSummary(inRange, late);
      return ok({ rows: rows.reverse(), total: all.length, summary, signatures: signaturesOf(entries), breakAt });
    } catch (error) {
      return err(diskProblemOnly(error, 'journal'));
    }
  }

  /** Writes the whole journal to a new file; nothing is overwritten. */
  async export({ format }: CallInput<'journal.export'>): Promise<Result<Exported, Problem>> {
    const { journal, files, folder: targetFolder, clock, separator } = this.#dependencies;
    const { folder, makeFolder } = targetFolder();
    try {
      await journal.flushed();
      const { lines, entries } = await journal.everything();
      const text = format === 'csv' ? journalCsv(lines, entries, await separator()) : journalJson(lines);
      const base = `sidetone-journal-${localDay(clock.now())}`;
      const fileName = await writeNewFile(files, { folder, makeFolder }, base, format, text);
      return ok({ fileName, entries: entries.length });
    } catch (error) {
      return err(diskProblemOnly(error, folder));
    }
  }
}
