// The words of the pause machine: what it knows, what may happen to it, what it wants done, and its limits in milliseconds.
import type { Problem } from '../../../shared/domain/problem.ts';
import type { Trigger } from '../../../shared/domain/journal.ts';
import type { LiveRecording } from '../../../shared/domain/recording.ts';

/** A pause against a dead server goes on for hours: the journal needs its beginning and its end, not each of a thousand requests. */
export const mostTold = 20;

/** All in milliseconds. Figures from product.md where it gives them. */
export type MachineLimits = {
  /** Knowledge older than this is never shown as present. */
  readonly stalenessMs: number;
  /** A pause that is not confirmed this long after it was asked is loud. */
  readonly notConfirmedMs: number;
  /** A pause asked with nothing recorded waits this long for a recording. */
  readonly armMs: number;
  /** After a call ended under a pause, a recording that begins within this time is taken for the same call, transferred. */
  readonly transferMs: number;
  /** A pause request without an answer is looked after by a read this soon, and given up and repeated after `attemptMs`. */
  readonly hedgeMs: number;
  readonly attemptMs: number;
  /** Waits before the second, third, … request of one pause; the last one repeats. */
  readonly retryMs: readonly number[];
  /** How long reads may still show `paused` after a resume was answered before it counts as failed. */
  readonly resumeMs: number;
  /** A recording that begins under a pause is paused too. */
  readonly pauseNewRecordings: boolean;
  /** Automatic resume so long after the confirmation; null for never. */
  readonly autoResumeMs: number | null;
  /** No addition makes a pause with automatic resume longer than this. */
  readonly autoResumeMostMs: number;
};

/** What one press of "Add 30 seconds" adds, in milliseconds. */
export const addedMs = 30_000;

export const defaultLimits: MachineLimits = {
  stalenessMs: 5_000,
  notConfirmedMs: 1_500,
  armMs: 60_000,
  transferMs: 3_000,
  hedgeMs: 400,
  attemptMs: 1_500,
  retryMs: [300, 600, 1_000, 2_000, 3_000],
  resumeMs: 2_000,
  pauseNewRecordings: true,
  autoResumeMs: null,
  autoResumeMostMs: 600_000,
};

/** How a request ended, in the words of UcxFailure plus `ok`. */
export type Outcome = 'ok' | 'refused' | 'already' | 'gone' | 'unauthorized' | 'forbidden' | 'unknown' | 'cancelled';

type Attempt = {
  readonly attemptId: number;
  readonly sentAt: number;
  readonly sentOrder: number;
  readonly hedged: boolean;
};

/** What is known and under way for one live recording. */
export type Target = {
  readonly recording: LiveRecording;
  /** The recorder's word that may be shown; `void` from the sending of a resume until a read that began after it settled. */
  readonly truth: 'paused' | 'recording' | 'unknown' | 'void';
  /** When this recording was first seen under the pause that stands, or when the pause was asked: its deadline counts from here. */
  readonly askedAt: number | null;
  readonly pauseAttempt: Attempt | null;
  readonly pauseSettledOrder: number;
  readonly attempts: number;
  /** How the requests of this pause ended, for the journal; the latest `mostTold` of them. */
  readonly told: readonly { readonly afterMs: number; readonly outcome: string }[];
  /** Monotonic time of the next pause request; null when none is planned. */
  readonly retryAt: number | null;
  /** The answer was a plain no: there is no point in waiting for the deadline to be loud. */
  readonly refused: Problem | null;
  /** It was confirmed under the pause that stands, and then the recorder said that it records again. */
  readonly resumedElsewhere: boolean;
  readonly confirmed: boolean;
  /** The pause that stands means this recording. False for one that began under it while new ones are left alone. */
  readonly covered: boolean;
};

export type Intent =
  | {
      readonly kind: 'pause';
      readonly commandId: number;
      readonly trigger: Trigger;
      readonly pressedAt: number;
      readonly pressedOrder: number;
      /** Monotonic end of waiting for a recording; null while there is one. */
      readonly armedUntil: number | null;
      /** Monotonic time at which all recordings were confirmed for the first time. */
      readonly confirmedAt: number | null;
      readonly lateTold: boolean;
      /** Monotonic time of the automatic resume, and of its beginning; null when there is none. */
      readonly resume: { readonly from: number; readonly at: number } | null;
    }
  | {
      readonly kind: 'resume';
      readonly commandId: number;
      readonly trigger: Trigger;
      readonly pressedAt: number;
      /** Monotonic time after which it counts as failed; set when the last request settled. */
      readonly deadline: number | null;
      readonly refused: Problem | null;
    };

export type MachineState = {
  /** Logical time: grows by one with each event, so that "began after" has a meaning without a clock. */
  readonly order: number;
  readonly nextId: number;
  readonly signedIn: boolean;
  /** Monotonic time of the last good answer; null before the first. */
  readonly lastGoodAt: number | null;
  /** Order number at which the newest applied read began. */
  readonly appliedRead: number;
  readonly targets: readonly Target[];
  /**
   * Requests to resume without an answer yet, of whatever recording: an older one may still act after a newer one was answered,
   * and a recording may leave the list and come back meanwhile. While there is one, nothing is believed to be paused.
   */
  readonly resumesInFlight: readonly number[];
  /** Order number at which the last of them settled; reads that began before it say nothing about `paused`. */
  readonly resumeSettledOrder: number;
  readonly intent: Intent | null;
  /** Why reads fail now; null after a good one. */
  readonly readProblem: Problem | null;
  /** What to tell about the last command, until the next one. */
  readonly commandProblem: Problem | null;
  /** Monotonic time at which everything became paused; null when it is not. */
  readonly pausedSince: number | null;
};

export type MachineEvent = { readonly at: number } & (
  | { readonly type: 'signedIn' }
  | { readonly type: 'signedOut'; readonly byUser: boolean }
  | { readonly type: 'pausePressed'; readonly trigger: Trigger }
  | { readonly type: 'resumePressed'; readonly trigger: Trigger }
  | { readonly type: 'cancelPressed' }
  /** "Add 30 seconds" to the time until the automatic resume. */
  | { readonly type: 'addPressed' }
  /** A pause stood when the app ended, for recordings that are still there: it stands again. */
  | { readonly type: 'pauseRestored'; readonly trigger: Trigger; readonly resumeInMs: number | null }
  | { readonly type: 'readStarted' }
  | { readonly type: 'readSucceeded'; readonly startedOrder: number; readonly recordings: readonly LiveRecording[] }
  | { readonly type: 'readFailed'; readonly startedOrder: number; readonly problem: Problem }
  | {
      readonly type: 'requestSettled';
      readonly attemptId: number;
      readonly outcome: Outcome;
      readonly problem: Problem | null;
    }
  /** The computer goes to sleep, or slept: what was known before is not present any more, whatever the clock says. */
  | { readonly type: 'slept' }
  | { readonly type: 'tick' }
);

export type Effect =
  | {
      readonly type: 'send';
      readonly kind: 'pause' | 'resume';
      readonly recordingId: string;
      readonly attemptId: number;
    }
  | { readonly type: 'abort'; readonly attemptId: number }
  /** Read my live recordings at once, beside any read that is under way. */
  | { readonly type: 'read' }
  | { readonly type: 'ended'; readonly commandId: number; readonly outcome: CommandOutcome };

export type CommandOutcome =
  'confirmed' | 'late' | 'callEnded' | 'cancelled' | 'armingExpired' | 'superseded' | 'notConfirmed' | 'nothingToDo';

export type Step = { readonly state: MachineState; readonly effects: readonly Effect[]; readonly commandId?: number };

export const initialState: MachineState = {
  order: 0,
  nextId: 1,
  signedIn: false,
  lastGoodAt: null,
  appliedRead: 0,
  targets: [],
  resumesInFlight: [],
  resumeSettledOrder: 0,
  intent: null,
  readProblem: null,
  commandProblem: null,
  pausedSince: null,
};
