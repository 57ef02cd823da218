// Resumes by directory number that may still act. Which recordings they reach is not known for certain, so of every one that may be
// among them no read is believed to show a pause unless it began after the last of them had settled.
import type { LiveRecording } from '../../../shared/domain/recording.ts';

/** Forgotten so long (ms) after it settled: no read that began before is still on its way then. */
const forgottenAfterMs = 120_000;

export type Doubt = {
  /** Recordings that are surely not on that phone. */
  readonly isElsewhere: (recording: LiveRecording) => boolean;
  /** The newest reads that had begun when it settled, of everybody's lists and of my own; null while it is on its way. */
  settled: { readonly board: number; readonly own: number; readonly at: number } | null;
};

export class ResumeDoubts {
  private doubts: Doubt[] = [];

  /**
   * `found` is what is recorded on the phone, `known` the ids of all that was known before it was asked. What was known, was not found
   * and belongs to nobody who was found there is on another phone.
   */
  begin(known: ReadonlySet<string>, found: readonly LiveRecording[]): Doubt {
    const ids = new Set(found.map(({ id }) => id));
    const names = new Set(found.map(({ localUsername }) => localUsername));
    const isElsewhere = ({ id, localUsername: name }: LiveRecording): boolean =>
      known.has(id) && !ids.has(id) && name !== null && !names.has(null) && !names.has(name);
    const doubt: Doubt = { isElsewhere, settled: null };
    this.doubts.push(doubt);
    return doubt;
  }

  /** `at`: monotonic milliseconds. */
  settle(doubt: Doubt, settled: NonNullable<Doubt['settled']>): void {
    doubt.settled ??= settled;
    this.doubts = this.doubts.filter((one) => one.settled === null || settled.at - one.settled.at < forgottenAfterMs);
  }

  /** What the read with this number, of that kind of list, may be believed to say. */
  trusted(kind: 'board' | 'own', read: number, recordings: readonly LiveRecording[]): readonly LiveRecording[] {
    const doubts = this.doubts.filter(({ settled }) => settled === null || read <= settled[kind]);
    if (doubts.length === 0) return recordings;
    return recordings.map((recording) =>
      recording.isPaused === true && doubts.some(({ isElsewhere }) => !isElsewhere(recording))
        ? { ...recording, isPaused: 'unknown' }
        : recording,
    );
  }
}
