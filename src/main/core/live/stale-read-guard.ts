// Tells which reads are too old to show a pause while a resume by directory number may still act. Which recordings such a resume
// reaches is not known for certain: of every one that may be among them, a pause counts only in a read that began after it settled.
import type { LiveRecording } from '../../../shared/domain/recording.ts';

/** A settled resume is forgotten after this long (ms): no read that began before is still under way then. */
const forgetAfterMs = 120_000;

/** The newest reads that had begun when a resume settled, of everybody's lists and of my own; `at` is monotonic milliseconds. */
type SettledAt = { readonly board: number; readonly own: number; readonly at: number };

/** A resume by directory number. `settled` is null while it is under way. */
type ResumeByNumber = {
  /** True of a recording that is certainly not on that line. */
  readonly isElsewhere: (recording: LiveRecording) => boolean;
  settled: SettledAt | null;
};

export class StaleReadGuard {
  #resumes: ResumeByNumber[] = [];

  /**
   * A resume is about to be sent. `found` is what is recorded on the line, `known` the ids of all that was known before. What was known,
   * was not found and belongs to nobody who was found there is on another line.
   */
  resumeStarted(known: ReadonlySet<string>, found: readonly LiveRecording[]): ResumeByNumber {
    const ids = new Set(found.map(({ id }) => id));
    const names = new Set(found.map(({ localUsername }) => localUsername));
    const isElsewhere = ({ id, localUsername: name }: LiveRecording): boolean =>
      known.has(id) && !ids.has(id) && name !== null && !names.has(null) && !names.has(name);
    const resume: ResumeByNumber = { isElsewhere, settled: null };
    this.#resumes.push(resume);
    return resume;
  }

  resumeSettled(resume: ResumeByNumber, settled: SettledAt): void {
    resume.settled ??= settled;
    this.#resumes = this.#resumes.filter((one) => one.settled === null || settled.at - one.settled.at < forgetAfterMs);
  }

  /** The answer of a read with its untrusted pauses made unknown. `read` is the number of that read among those of its kind. */
  trusted(kind: 'board' | 'own', read: number, recordings: readonly LiveRecording[]): readonly LiveRecording[] {
    const open = this.#resumes.filter(({ settled }) => settled === null || read <= settled[kind]);
    if (open.length === 0) return recordings;
    return recordings.map((recording) =>
      recording.isPaused === true && open.some(({ isElsewhere }) => !isElsewhere(recording))
        ? { ...recording, isPaused: 'unknown' }
        : recording,
    );
  }
}
