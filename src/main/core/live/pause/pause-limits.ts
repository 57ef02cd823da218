// The time limits of the pause machine, in milliseconds.
export type MachineLimits = {
  /** A read older than this is never shown as current. */
  readonly stalenessMs: number;
  /** A pause that is not confirmed this long after the request is shown as not confirmed. */
  readonly notConfirmedMs: number;
  /** A pause requested while nothing is recorded waits this long for a recording. */
  readonly armMs: number;
  /** After a call ended during a pause, a recording that begins within this time is taken for the same call, transferred. */
  readonly transferMs: number;
  /** A pause request without an answer is checked by a read after `hedgeMs`, and aborted and sent again after `attemptMs`. */
  readonly hedgeMs: number;
  readonly attemptMs: number;
  /** Waits before the second, third, … request of one pause; the last one repeats. */
  readonly retryMs: readonly number[];
  /** How long reads may still show `paused` after a resume was answered before the resume counts as failed. */
  readonly resumeMs: number;
  /**
   * For so long after a resume of ours was answered, one read alone proves no pause: a node that lags behind, or an answer that was kept
   * on the way, may still show the one that was resumed. Two in a row do.
   */
  readonly doubtMs: number;
  /** A recording that begins during a pause is paused too. */
  readonly pauseNewRecordings: boolean;
  /** Automatic resume this long after the confirmation; null for never. */
  readonly autoResumeMs: number | null;
  /** A rule of the automatic pause is on: nothing is resumed because of the time. */
  readonly holdsResume: boolean;
  /** No extension makes a pause with automatic resume longer than this. */
  readonly maxAutoResumeMs: number;
};

/** How long (ms) it is said that a new call is recorded which began in place of a paused one. */
export const newCallMs = 5_000;

/** What one press of "Add 30 seconds" adds, in milliseconds. */
export const extensionMs = 30_000;

/** After a rule that held it the automatic resume is this far away (ms): time enough to be announced and seen. */
export const heldResumeMs = 10_000;

/** The journal needs the latest requests of a pause, not each of the thousand that a dead server may cost. */
export const attemptLogLimit = 20;

export const defaultLimits: MachineLimits = {
  stalenessMs: 5_000,
  notConfirmedMs: 1_500,
  armMs: 60_000,
  transferMs: 3_000,
  hedgeMs: 400,
  attemptMs: 1_500,
  retryMs: [300, 600, 1_000, 2_000, 3_000],
  resumeMs: 2_000,
  doubtMs: 10_000,
  pauseNewRecordings: true,
  autoResumeMs: null,
  holdsResume: false,
  maxAutoResumeMs: 600_000,
};
