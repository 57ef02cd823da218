// What the pauses of a range of days come to: how many, how well, and how long recordings were open before they were confirmed.
import { exposureClassesMs, type JournalRow, type JournalSummary } from '../../../shared/ipc/journal-page.ts';

/** The least value that at least this part (0 to 1) of the sorted values does not exceed; null where there are none. */
function quantile(sorted: readonly number[], part: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? null;
}

/** Counts pauses alone; exposures are those of pauses that were confirmed at last. `lateMs` (milliseconds) is what is late. */
export function journalSummary(rows: readonly JournalRow[], lateMs: number): JournalSummary {
  const pauses = rows.filter(({ what }) => what === 'pause');
  const count = (outcome: JournalRow['outcome']): number => pauses.filter((row) => row.outcome === outcome).length;
  const exposures = pauses.flatMap(({ exposureMs }) => exposureMs ?? []).sort((left, right) => left - right);
  const histogram = [...exposureClassesMs, Infinity].map((limit, index) => {
    const from = exposureClassesMs[index - 1] ?? -Infinity;
    return exposures.filter((exposureMs) => exposureMs > from && exposureMs <= limit).length;
  });
  return {
    requested: pauses.length,
    confirmed: count('confirmed'),
    late: count('late'),
    notConfirmed: count('notConfirmed'),
    medianMs: quantile(exposures, 0.5),
    ninetyFifthMs: quantile(exposures, 0.95),
    longestMs: exposures.at(-1) ?? null,
    histogram,
    lateMs,
  };
}
