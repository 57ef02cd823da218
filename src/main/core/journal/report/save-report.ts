// Writes the evidence report of this computer's journal to a new file: as a page, on paper, or as values for other programs.
import type { CallInput, CallOutput } from '../../../../shared/ipc/ipc-table.ts';
import type { CsvSeparator } from '../../../../shared/domain/text/csv.ts';
import { problem, type Problem } from '../../../../shared/domain/problem.ts';
import type { SessionView } from '../../../../shared/ipc/snapshot.ts';
import { report as text } from '../../../../shared/messages/en/report.ts';
import { err, ok, type Result } from '../../../../shared/domain/result.ts';
import { diskProblemOnly } from '../../platform/files/disk-problems.ts';
import { writeNewFile, type TargetFolder } from '../../platform/files/new-file.ts';
import type { Clock, Desktop, Files, Log } from '../../platform/ports.ts';
import type { Journal } from '../journal.ts';
import type { Evidence } from './evidence.ts';
import { collectEvidence } from './collect-evidence.ts';
import { reportPage, type HeadFacts } from './report-page.ts';
import { reportCsv, reportJson } from './report-tables.ts';
import { fileSource } from './sources.ts';

export type SaveReportDependencies = {
  readonly journal: Pick<Journal, 'flushed' | 'monthFiles'>;
  readonly files: Files;
  readonly folder: () => TargetFolder;
  readonly clock: Clock;
  readonly log: Log;
  readonly printPdf: Desktop['printPdf'];
  readonly separator: () => Promise<CsvSeparator>;
  readonly lateMs: () => number;
  readonly appVersion: string;
  /** Whose journal it is, as far as that is known now. */
  readonly person: () => HeadFacts;
};

type Asked = CallInput<'journal.report'>;
type Saved = CallOutput<'journal.report'>;

/** Nothing is overwritten, and nothing is left behind where it fails. Rejects with errors of this program only. */
export async function saveReport(from: SaveReportDependencies, asked: Asked): Promise<Result<Saved, Problem>> {
  const { files, clock } = from;
  const target = from.folder();
  try {
    const evidence = await evidenceOf(from, asked);
    const content = await contentOf(from, asked, evidence);
    if (!content.ok) return content;
    const base = `sidetone-evidence-${localDay(clock.now())}`;
    const fileName = await writeNewFile(files, target, base, asked.format, content.value);
    return ok({ fileName, entries: evidence.entries });
  } catch (error) {
    return err(diskProblemOnly(error, target.folder));
  }
}

async function evidenceOf(from: SaveReportDependencies, asked: Asked): Promise<Evidence> {
  const { journal, files, clock, log, lateMs, appVersion } = from;
  await journal.flushed();
  const sources = (await journal.monthFiles()).map(({ path, name }) => fileSource(files, path, name));
  return collectEvidence(sources, {
    period: { from: asked.from, to: asked.to, zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    lateMs: lateMs(),
    now: clock.now(),
    appVersion,
    witness: null,
    why: (reason, file) => text.whyNotRead[reason](file),
    crashed: (error) => {
      log.error('report-file-crashed', error);
    },
  });
}

async function contentOf(
  { printPdf, separator, person, log }: SaveReportDependencies,
  { format, paper }: Asked,
  evidence: Evidence,
): Promise<Result<string | Uint8Array, Problem>> {
  if (format === 'csv') return ok(reportCsv(evidence, await separator()));
  if (format === 'json') return ok(reportJson(evidence));
  const page = [...reportPage(evidence, person())].join('');
  if (format === 'html') return ok(page);
  if (printPdf === undefined) return err(problem('report-no-printer'));
  try {
    return ok(await printPdf(page, paper));
  } catch (error) {
    log.error('report-not-printed', error);
    return err(problem('report-not-printed'));
  }
}

/** Who is signed in, and where, for the head of the report. */
export const personIn = ({ username, server }: Pick<SessionView, 'username' | 'server'>): HeadFacts => [
  ...(username === null ? [] : [[text.facts.person, username] as const]),
  ...(server === null ? [] : [[text.facts.server, server] as const]),
];

/** The day of an instant (epoch milliseconds) in this computer's time zone, as `YYYY-MM-DD`. */
export function localDay(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
