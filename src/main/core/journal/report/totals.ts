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
  readonly isResumedElsewhere: boolean;
  /** Milliseconds from the request to the end; null where there is none. */
  readonly lastedMs: number | null;
  /** Of checks of its recordings that found sound. */
  readonly soundAtMs: readonly number[];
  readonly hasSound: boolean;
};

export class Totals {
  readonly pauses = { requested: 0, confirmed: 0, late: 0, notConfirmed: 0, noRecording: 0, waiting: 0 };
  readonly resumes = { callEnded: 0, automatically: 0, failed: 0, elsewhere: 0, notFollowed: 0, noEnd: 0 };
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
    const { row } = pause;
    const { outcome, how, exposureMs } = row;
    this.pauses.requested += 1;
    if (outcome !== 'refused' && outcome !== 'notSeen') this.pauses[outcome] += 1;
    if (exposureMs !== null) this.exposures.add(exposureMs);
    if (row.recordingIds.length > 0) this.recorded += 1;
    if (how === 'resumed-automatically') this.resumes.automatically += 1;
    const kinds = kindsOf(pause);
    for (const [kind, name] of resumeKinds) if (kinds.includes(kind)) this.resumes[name] += 1;
    if (kinds.length > 0) this.#list(pause, kinds);
  }

  /** A resume that failed, of no pause of Sidetone's. */
  addFailedResume(failed: Omit<EvidenceException, 'kinds' | 'pauseId' | 'exposureMs' | 'openMs' | 'soundAtMs'>): void {
    this.resumes.failed += 1;
    this.#put({ ...failed, kinds: ['resumeFailed'], pauseId: null, exposureMs: null, openMs: null, soundAtMs: [] });
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
    const order = ({ at, pauseId }: EvidenceException): string => `${at} ${pauseId ?? ''}`;
    return this.#exceptions.toSorted((left, right) => (order(left) < order(right) ? -1 : 1));
  }

  #list({ row, key, lastedMs, soundAtMs }: OverPause, kinds: readonly ExceptionKind[]): void {
    const { at, id: pauseId, sequence, recordingIds, trigger, exposureMs } = row;
    const isOpen = kinds.includes('notConfirmed');
    this.#put({
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

  #put(exception: EvidenceException): void {
    if (this.#exceptions.length < mostExceptions) this.#exceptions.push(exception);
    else this.exceptionsLeftOut += 1;
  }
}

/** Exceptions that are counted among the resumes, by the names that they have there. */
const resumeKinds = [
  ['notResumed', 'callEnded'],
  ['resumeFailed', 'failed'],
  ['resumedElsewhere', 'elsewhere'],
  ['notFollowed', 'notFollowed'],
  ['noEnd', 'noEnd'],
] as const;

function kindsOf({ row, hasFailedResume, isResumedElsewhere, hasSound }: OverPause): ExceptionKind[] {
  const { outcome, how, pausedForMs, recordingIds } = row;
  const hasRecording = recordingIds.length > 0;
  return [
    ...(outcome === 'notConfirmed' || outcome === 'late' ? [outcome] : []),
    ...(hasSound ? (['soundFound'] as const) : []),
    ...(isResumedElsewhere || how === 'resumed-elsewhere' ? (['resumedElsewhere'] as const) : []),
    ...(hasFailedResume ? (['resumeFailed'] as const) : []),
    // One that was last seen as recorded didn't end while paused.
    ...(how === 'call-ended' && pausedForMs !== null && outcome !== 'notConfirmed' ? (['notResumed'] as const) : []),
    ...(hasRecording && (how === 'interrupted' || how === 'signed-out') ? (['notFollowed'] as const) : []),
    ...(hasRecording && how === null ? (['noEnd'] as const) : []),
  ];
}
