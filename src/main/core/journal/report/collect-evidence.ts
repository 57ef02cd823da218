// From the files of any number of journals to the values of the report. Memory is bounded by the pauses of one installation, whatever
// the number of files.
import { instantText } from '../../../../shared/domain/text/date-time.ts';
import { dayAfter, startOfDay } from '../../../../shared/domain/text/zoned-days.ts';
import { isSystemError } from '../../platform/errors.ts';
import { notesIn } from '../witness.ts';
import type { Evidence, EvidenceInstallation, Period } from './evidence.ts';
import { beginsLater, grouped, headsIn, installationOf, seamsOf, witnessOf } from './installations.ts';
import { JournalMerger } from './merge-journals.ts';
import { endsOf, readingOrder, type Ends } from './reading-order.ts';
import { NotReadable, type ReportSource } from './sources.ts';
import { Totals } from './totals.ts';

export type CollectOptions = {
  readonly period: Period;
  readonly lateMs: number;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly appVersion: string;
  /** The text of a file with checkpoints that were kept elsewhere. */
  readonly witness: string | null;
  /** In words, why a file isn't in the report, or not all of it. */
  readonly why: (reason: NotReadReason, file: string) => string;
  /** An error of this program: for the log. */
  readonly crashed: (error: unknown) => void;
};

/** It holds no entry, can't be read, or made this program fail. */
type NotReadReason = 'no-entries' | 'unreadable' | 'crashed';

const isReadingProblem = (error: unknown): boolean => isSystemError(error) || error instanceof NotReadable;

type NotRead = Evidence['notRead'][number];

/**
 * What can't be read is named in `notRead`, and everything else is counted: a file that makes this program fail costs no other one.
 * Rejects only with an error of this program in what comes behind the files.
 */
export async function collectEvidence(sources: readonly ReportSource[], options: CollectOptions): Promise<Evidence> {
  const { period, lateMs, witness, why, crashed } = options;
  const notRead: NotRead[] = [];
  const tried = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const isRead = isReadingProblem(error);
      if (!isRead) crashed(error);
      notRead.push({ file: name, why: why(isRead ? 'unreadable' : 'crashed', name) });
    }
  };
  const files: Ends[] = [];
  for (const source of sources) {
    await tried(source.name, async () => {
      const ends = await endsOf(source);
      if (ends === null) notRead.push({ file: source.name, why: why('no-entries', source.name) });
      else files.push(ends);
    });
  }
  const notes = witness === null ? [] : notesIn(witness);
  const totals = new Totals();
  const merger = new JournalMerger({ totals, lateMs, ...limitsOf(period) }, files, headsIn(notes));
  for (const group of readingOrder(files)) {
    for (const file of group) await tried(file.source.name, () => merger.read(file));
    merger.settle();
  }
  merger.finish();
  return evidenceOf(merger, totals, { ...options, notes, notRead, files: files.length });
}

/** The first instant of the period and the first one after it. */
function limitsOf({ from, to, zone }: Period): { readonly fromMs: number; readonly toMs: number } {
  return {
    fromMs: from === null ? -Infinity : startOfDay(from, zone),
    toMs: to === null ? Infinity : startOfDay(dayAfter(to), zone),
  };
}

type Collected = CollectOptions & {
  readonly notes: readonly string[];
  readonly notRead: readonly NotRead[];
  readonly files: number;
};

function evidenceOf(merger: JournalMerger, totals: Totals, collected: Collected): Evidence {
  const { period, lateMs, now, appVersion, witness, notes, notRead, files } = collected;
  const groups = grouped(merger.tallies);
  const { pauses, resumes, exposure, audio, exceptions, exceptionsLeftOut, unknownEntries, setBack, torn } = totals;
  return {
    period,
    madeAt: instantText(now),
    appVersion,
    lateMs,
    files,
    copies: merger.copies,
    notRead: notRead.toSorted((left, right) => (left.file < right.file ? -1 : 1)),
    entries: merger.tallies.reduce((sum, { entries }) => sum + entries, 0),
    unknownEntries,
    pauses,
    exposure,
    resumes,
    audio,
    exceptions,
    exceptionsLeftOut,
    installations: groups.map(installationOf).filter((found): found is EvidenceInstallation => found !== null),
    beginLater: groups.filter(([first]) => first !== undefined && beginsLater(first)).length,
    notSigned: groups.filter((group) => group.every(({ signatures }) => signatures.newest === null)).length,
    forSession: groups.filter((group) => group.some(({ signatures }) => signatures.isForSession)).length,
    setBack,
    torn,
    witness: witness === null ? null : witnessOf(notes, groups, merger),
    findings: [...merger.findings, ...groups.flatMap((group) => seamsOf(group, merger))],
  };
}
