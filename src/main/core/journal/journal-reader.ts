// Reads the journal for people: pages of pauses, starts and stops with the check of the chain, and exports that can be verified.
import type { CallInput, CallOutput } from '../../../shared/ipc/ipc-table.ts';
import type { JournalPage } from '../../../shared/ipc/journal-page.ts';
import type { CsvSeparator } from '../../../shared/domain/csv.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { journalCsv, journalJson } from './journal-export.ts';
import { gatherEvidence } from './report/gather-evidence.ts';
import { reportPage } from './report/report-page.ts';
import { fileSource } from './report/sources.ts';
import { journalRows } from './journal-rows.ts';
import { journalSummary } from './journal-summary.ts';
import type { Journal } from './journal.ts';
import { diskProblem } from '../platform/disk-problems.ts';
import { writeNewFile, type TargetFolder } from '../platform/new-file.ts';
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
  readonly appVersion: string;
};

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
        const day = localDay(row.at);
        return (input.from === null || day >= input.from) && (input.to === null || day <= input.to);
      });
      const rows = inRange.filter(({ outcome }) => input.outcome === null || outcome === input.outcome);
      return ok({ rows: rows.reverse(), total: all.length, summary: journalSummary(inRange, late), breakAt });
    } catch (error) {
      return err(diskProblem(error, 'journal'));
    }
  }

  /** Writes the whole journal, or a report on its range of days, to a new file; nothing is overwritten. */
  export(input: CallInput<'journal.export'>): Promise<Result<Exported, Problem>> {
    return input.format === 'report' ? this.#report(input) : this.#lines(input.format);
  }

  async #report({ from, to }: CallInput<'journal.export'>): Promise<Result<Exported, Problem>> {
    const { journal, files, folder: targetFolder, clock, lateMs, appVersion } = this.#dependencies;
    const { folder, makeFolder } = targetFolder();
    try {
      await journal.flushed();
      const sources = (await journal.monthFiles()).map(({ path, name }) => fileSource(files, path, name));
      const now = clock.now();
      const evidence = await gatherEvidence(sources, {
        period: { from, to, zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
        lateMs: lateMs(),
        now,
        appVersion,
        witness: null,
        why: (_error, file) => file,
      });
      const base = `sidetone-evidence-${localDay(new Date(now).toISOString())}`;
      const page = [...reportPage(evidence)].join('');
      const fileName = await writeNewFile(files, { folder, makeFolder }, base, 'html', page);
      return ok({ fileName, entries: evidence.entries });
    } catch (error) {
      return err(diskProblem(error, folder));
    }
  }

  async #lines(format: 'csv' | 'json'): Promise<Result<Exported, Problem>> {
    const { journal, files, folder: targetFolder, clock, separator } = this.#dependencies;
    const { folder, makeFolder } = targetFolder();
    try {
      await journal.flushed();
      const { lines, entries } = await journal.everything();
      const text = format === 'csv' ? journalCsv(lines, entries, await separator()) : journalJson(lines);
      const base = `sidetone-journal-${localDay(new Date(clock.now()).toISOString())}`;
      const fileName = await writeNewFile(files, { folder, makeFolder }, base, format, text);
      return ok({ fileName, entries: entries.length });
    } catch (error) {
      return err(diskProblem(error, folder));
    }
  }
}

/** The day of an instant in this computer's time zone, as `YYYY-MM-DD`. */
function localDay(instant: string): string {
  const date = new Date(instant);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
