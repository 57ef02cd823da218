// The figures of all journals together. What grows with their number is bounded: exposures are counted, exceptions end at a limit.
import type { JournalRow } from '../../../../shared/ipc/journal-page.ts';
import type { Evidence, EvidenceException, ExceptionKind } from './evidence.ts';
import { Exposures } from './exposures.ts';

/** Exceptions that a report lists at most: about 40 MB of memory. */
const mostExceptions = 100_000;

/** A pause as its journal tells it when the journal is over. */
export type OverPause = {
  readonly row: JournalRow;
  readonly key: string | null;
  readonly hasFailedResume: boolean;
  /** Milliseconds from the request to the end; null where there is none. */
  readonly lastedMs: number | null;
  /** Of checks of its recordings that found sound. */
  readonly soundAtMs: readonly number[];
  readonly hasSound: boolean;
};

export class Totals {
  readonly pauses = { requested: 0, confirmed: 0, late: 0, notConfirmed: 0, noRecording: 0, waiting: 0 };
  readonly resumes = { callEnded: 0, automatically: 0, failed: 0 };
  readonly exposures = new Exposures();
  readonly verdicts = new Map<string, number>();
  /** Pauses with a recording, and those of them whose audio was checked. */
  recorded = 0;
  checked = 0;
  unknownEntries = 0;
  setBack = 0;
  torn = 0;
  exceptionsLeftOut = 0;
  readonly #exceptions: EvidenceException[] = [];

  add(pause: OverPause): void {
    const { row, hasFailedResume } = pause;
    const { outcome, how, exposureMs, pausedForMs } = row;
    this.pauses.requested += 1;
    if (outcome !== 'refused' && outcome !== 'notSeen') this.pauses[outcome] += 1;
    if (exposureMs !== null) this.exposures.add(exposureMs);
    if (row.recordingIds.length > 0) this.recorded += 1;
    if (how === 'call-ended' && pausedForMs !== null) this.resumes.callEnded += 1;
    if (how === 'resumed-automatically') this.resumes.automatically += 1;
    if (hasFailedResume) this.resumes.failed += 1;
    const kinds = kindsOf(pause);
    if (kinds.length > 0) this.#list(pause, kinds);
  }

  addVerdict(verdict: string): void {
    this.checked += 1;
    this.verdicts.set(verdict, (this.verdicts.get(verdict) ?? 0) + 1);
  }

  get audio(): Evidence['audio'] {
    if (this.checked === 0) return null;
    const verdicts = Object.fromEntries([...this.verdicts].sort(([left], [right]) => (left < right ? -1 : 1)));
    return { checked: this.checked, unchecked: this.recorded - this.checked, verdicts };
  }

  get exposure(): Evidence['exposure'] {
    const { exposures } = this;
    return {
      medianMs: exposures.quantile(0.5),
      ninetyFifthMs: exposures.quantile(0.95),
      longestMs: exposures.longestMs,
      histogram: exposures.histogram,
    };
  }

  /** Oldest first. */
  get exceptions(): readonly EvidenceException[] {
    const order = ({ at, pauseId }: EvidenceException): string => `${at} ${pauseId}`;
    return this.#exceptions.toSorted((left, right) => (order(left) < order(right) ? -1 : 1));
  }

  #list({ row, key, lastedMs, soundAtMs }: OverPause, kinds: readonly ExceptionKind[]): void {
    if (this.#exceptions.length >= mostExceptions) {
      this.exceptionsLeftOut += 1;
      return;
    }
    const { at, id: pauseId, sequence, recordingIds, trigger, exposureMs } = row;
    const isOpen = kinds.includes('notConfirmed');
    this.#exceptions.push({
      kinds,
      at,
      pauseId,
      sequence,
      key,
      recordingIds,
      trigger,
      exposureMs: exposureMs === null ? null : Math.round(exposureMs),
      openMs: isOpen ? lastedMs : null,
      soundAtMs,
    });
  }
}

function kindsOf({ row, hasFailedResume, hasSound }: OverPause): ExceptionKind[] {
  const { outcome, how, pausedForMs } = row;
  return [
    ...(outcome === 'notConfirmed' || outcome === 'late' ? [outcome] : []),
    ...(hasSound ? (['soundFound'] as const) : []),
    ...(hasFailedResume ? (['resumeFailed'] as const) : []),
    ...(how === 'call-ended' && pausedForMs !== null ? (['notResumed'] as const) : []),
  ];
}
