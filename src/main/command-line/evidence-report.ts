// `sidetone report`: makes the evidence report of any number of journals, without the app.
import { lstatSync } from 'node:fs';
import { paperOf, type Paper } from '../../shared/domain/paper.ts';
import type { ShellMessages } from '../../shared/messages/shell.ts';
import type { Evidence } from '../core/journal/report/evidence.ts';
import { collectEvidence } from '../core/journal/report/collect-evidence.ts';
import { speaksAgainst } from '../core/journal/report/installations.ts';
import { findingText } from '../core/journal/report/report-integrity.ts';
import { reportPage } from '../core/journal/report/report-page.ts';
import { reportCsv, reportJson } from '../core/journal/report/report-tables.ts';
import type { ReportSource } from '../core/journal/report/sources.ts';
import { codeOf } from '../core/platform/errors.ts';
import { writeNewFileAtOnce } from './disk-at-once.ts';
import { textOfFile } from './journal-text.ts';
import { sourceOf } from './report-sources.ts';

export type ReportRequest = {
  readonly files: readonly string[];
  /** Local days as `YYYY-MM-DD`, both included. */
  readonly from: string | null;
  readonly to: string | null;
  /** Where the page is written; null for a name of its own in the current folder. */
  readonly out: string | null;
  readonly csv: string | null;
  readonly json: string | null;
  /** A file with checkpoints that were kept elsewhere. */
  readonly witness: string | null;
  /** Of a PDF; null for the one that people have here. */
  readonly paper: Paper | null;
};

/** Prints a page to a PDF; null where there is nothing that prints. */
export type PrintPdf = ((html: string, paper: Paper) => Promise<Uint8Array>) | null;

type Words = ShellMessages['commandLine'];

/** Code 0: written, and nothing speaks against it; 1: written, and something does; 2: not written. `problems` are for the error output. */
type ReportEnd = { readonly line: string; readonly problems: readonly string[]; readonly code: 0 | 1 | 2 };

const notWritten = (...problems: readonly string[]): ReportEnd => ({ line: '', problems, code: 2 });
/** A pause that was open longer (ms) is late: the default of the app. */
const lateMs = 1_500;
const mostSaid = 20;

/** Whether the page is asked for as a PDF: by the ending of its file. */
export const isPdf = ({ out }: Pick<ReportRequest, 'out'>): boolean => out !== null && /\.pdf$/iu.test(out);

export async function evidenceReport(
  request: ReportRequest,
  { appVersion, locale, printPdf }: { appVersion: string; locale: string; printPdf: PrintPdf },
  text: Words,
): Promise<ReportEnd> {
  if (isPdf(request) && printPdf === null) return notWritten(text.report.noPrinter);
  const { from, to, csv, json } = request;
  const now = Date.now();
  const out = request.out ?? `sidetone-evidence-${new Date(now).toISOString().replaceAll(/[-:]|\..*/gu, '')}.html`;
  for (const target of [out, csv, json])
    if (target !== null && isThere(target)) return notWritten(text.report.exists(target));
  const witness = request.witness === null ? null : textOfFile(request.witness, text);
  if (witness !== null && !witness.ok) return notWritten(witness.error);
  const sources: ReportSource[] = [];
  const refused: Evidence['notRead'][number][] = [];
  for (const file of request.files) {
    const source = await sourceOf(file, text);
    if (source.ok) sources.push(source.value);
    else refused.push({ file, why: source.error });
  }
  const reasonText = { 'no-entries': text.notAJournal, unreadable: text.unreadable, crashed: text.crashed };
  const crashes: string[] = [];
  if (sources.length === 0) return notWritten(...refused.map(({ why }) => why));
  const found = await collectEvidence(sources, {
    period: { from, to, zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    lateMs,
    now,
    appVersion,
    witness: witness?.value ?? null,
    why: (reason, file) => reasonText[reason](file),
    crashed: (error) => crashes.push(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  });
  const evidence = { ...found, notRead: [...refused, ...found.notRead] };
  if (evidence.entries === 0) return notWritten(...evidence.notRead.map(({ why }) => why), ...crashes);
  const page = await pageOf(evidence, isPdf(request) ? printPdf : null, request.paper ?? paperOf(locale));
  if (page === null) return notWritten(text.report.notPrinted);
  const separator = ',';
  const failed =
    write(out, page, text) ??
    (csv === null ? null : write(csv, [reportCsv(evidence, separator)], text)) ??
    (json === null ? null : write(json, [reportJson(evidence)], text));
  if (failed !== null) return notWritten(failed);
  const { problems, ...end } = written(evidence, out, text);
  return { ...end, problems: [...problems, ...crashes.slice(0, mostSaid)] };
}

/** What is written; null where it couldn't be printed. */
async function pageOf(
  evidence: Evidence,
  printPdf: PrintPdf,
  paper: Paper,
): Promise<Iterable<string | Uint8Array> | null> {
  const page = reportPage(evidence);
  if (printPdf === null) return page;
  try {
    return [await printPdf([...page].join(''), paper)];
  } catch {
    return null;
  }
}

function written(evidence: Evidence, out: string, text: Words): ReportEnd {
  const { pauses, entries, files, notRead, findings } = evidence;
  const against = [...notRead.map(({ why }) => why), ...findings.map(findingText)];
  const more = against.length - mostSaid;
  return {
    line: text.report.written(out, pauses.requested, entries, files),
    problems: [...against.slice(0, mostSaid), ...(more > 0 ? [text.report.more(more)] : [])],
    code: speaksAgainst(evidence) ? 1 : 0,
  };
}

function isThere(file: string): boolean {
  try {
    lstatSync(file);
    return true;
  } catch {
    // A folder that is missing or closed is reported when the page is written.
    return false;
  }
}

/** Writes a new file; null when it was written, else why not. */
function write(file: string, pieces: Iterable<string | Uint8Array>, text: Words): string | null {
  try {
    writeNewFileAtOnce(file, pieces);
    return null;
  } catch (error) {
    return codeOf(error) === 'EEXIST' ? text.report.exists(file) : text.report.notWritten(file);
  }
}
