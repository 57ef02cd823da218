// The state of the pause machine, the events it takes and the effects it returns.
import type { JournalAttempt, Trigger } from '../../../../shared/domain/journal.ts';
import type { Problem } from '../../../../shared/domain/problem.ts';
import type { LiveRecording } from '../../../../shared/domain/recording.ts';
import type { UcxFailure, UcxResult } from '../../ucx/client-types.ts';

/** How a request ended. */
export type RequestOutcome = 'ok' | UcxFailure['outcome'];

type Attempt = {
  readonly attemptId: number;
  /** Monotonic milliseconds. */
  readonly sentAt: number;
  /** A read was requested because the answer takes long. */
  readonly hedged: boolean;
};

/** One live recording: what is known of it and what is under way for it. */
export type Target = {
  readonly recording: LiveRecording;
  /** What the newest trusted read said; `invalidated` from the sending of a resume until a read that began after it settled. */
  readonly observed: 'paused' | 'recording' | 'unknown' | 'invalidated';
  /** The newest read said that it is paused, soon after a resume of ours: a second one in a row is waited for. */
  readonly doubted: boolean;
  /** Monotonic time of the pause request, or of the recording's appearance during a pause: its deadline counts from here. */
  readonly requestedAt: number | null;
  readonly pauseAttempt: Attempt | null;
  /** Sequence number at which the last pause request settled; only reads that began later show what it did. */
  readonly pauseSettledSequence: number;
  readonly attemptCount: number;
  /** How the requests of this pause ended, for the journal; the latest `attemptLogLimit` of them. */
  readonly attemptLog: readonly JournalAttempt[];
  /** Monotonic time of the next pause request; null when none is planned. */
  readonly retryAt: number | null;
  /** Why the server refused. A refusal is shown at once, without waiting for the deadline. */
  readonly refusal: Problem | null;
  /** It was confirmed during the active pause, and then the recorder said that it records again. */
  readonly resumedElsewhere: boolean;
  readonly confirmed: boolean;
  /** The active pause applies to this recording. False for one that began during it while new ones are left alone. */
  readonly inScope: boolean;
};

export type PauseIntent = {
  readonly kind: 'pause';
  readonly commandId: number;
  /** Names the pause in the journal, across restarts. */
  readonly pauseId: string;
  readonly trigger: Trigger;
  /** Epoch milliseconds of the request, for the file that outlives a restart. */
  readonly requestedAtEpochMs: number;
  /** Monotonic time of the request; also of one that was taken over from the last run. */
  readonly requestedAt: number;
  readonly requestedSequence: number;
  /** Monotonic end of waiting for a recording; null while there is one. */
  readonly armedUntil: number | null;
  /** The recordings of the call that was paused, once it is over: by them it is known again after a transfer. */
  readonly ended: readonly LiveRecording[];
  /** Monotonic time at which all recordings were confirmed for the first time. */
  readonly confirmedAt: number | null;
  /** The caller was already told that the pause is not confirmed in time. */
  readonly overdueReported: boolean;
  /** Monotonic time of the automatic resume, and of the start of its countdown; null when there is none. */
  readonly autoResume: { readonly from: number; readonly at: number } | null;
};

export type ResumeIntent = {
  readonly kind: 'resume';
  readonly commandId: number;
  /** The pause that it ends; null where none of ours is known. */
  readonly pauseId: string | null;
  readonly trigger: Trigger;
  /** Monotonic time after which it counts as failed; set when the last request settled. */
  readonly deadline: number | null;
  readonly refusal: Problem | null;
};

/** The command in force. */
export type Intent = PauseIntent | ResumeIntent;

export type MachineState = {
  /** Logical time: grows by one with each event, so that "began after" does not depend on a clock. */
  readonly sequence: number;
  /** The next id of a command or a request. */
  readonly nextId: number;
  readonly signedIn: boolean;
  /** Monotonic time at which the read began that brought the last good answer; null before the first. */
  readonly lastGoodAt: number | null;
  /** Milliseconds that the last good answer took. */
  readonly lastTookMs: number;
  /** Sequence number at which the newest applied read began. */
  readonly appliedRead: number;
  readonly targets: readonly Target[];
  /**
   * Ids of all resume requests without an answer: an older one may still act after a newer one was answered, and a recording
   * may leave the list and come back meanwhile. While there is one, no recording counts as paused.
   */
  readonly resumesInFlight: readonly number[];
  /** Sequence number at which the last of them settled; reads that began before it prove nothing about `paused`. */
  readonly resumeSettledSequence: number;
  /** Monotonic time at which the last of them settled; null before the first. */
  readonly resumeSettledAt: number | null;
  readonly intent: Intent | null;
  /** Why reads fail now; null after a good one. */
  readonly readProblem: Problem | null;
  /** What to show about the last command, until the next one. */
  readonly commandProblem: Problem | null;
  /** Monotonic time at which another call began in place of one that was paused, and was left to record; null before the first. */
  readonly newCallAt: number | null;
  /** Monotonic time at which everything became paused; null when it is not. */
  readonly pausedSince: number | null;
};

type Command = {
  readonly trigger: Trigger;
  /** A request already sent that covers these recordings among others: followed instead of sending one for each of them. */
  readonly sharedRequest: UcxResult<null> | null;
};

/** Names a pause for the journal and the file that outlives a restart. */
type PauseName = { readonly pauseId: string; readonly requestedAtEpochMs: number };

/** When a read began: what its answer says was true at some moment after that, and it is as old as that. */
export type ReadStart = {
  /** Its place among the events of the machine. */
  readonly startedSequence: number;
  /** Monotonic milliseconds. */
  readonly startedAt: number;
};

/** An event; `at` is monotonic milliseconds. */
export type MachineEvent = { readonly at: number } & (
  | { readonly type: 'signedIn' }
  | { readonly type: 'signedOut'; readonly byUser: boolean }
  | ({ readonly type: 'pausePressed' } & Command & PauseName)
  | ({ readonly type: 'resumePressed' } & Command)
  | { readonly type: 'cancelPressed' }
  /** "Add 30 seconds" to the time until the automatic resume. */
  | { readonly type: 'extendPressed' }
  /** A pause was in force when the app ended and its recordings are still there: it is in force again. */
  | ({ readonly type: 'pauseRestored'; readonly trigger: Trigger; readonly resumeInMs: number | null } & PauseName)
  | ({ readonly type: 'readSucceeded'; readonly recordings: readonly LiveRecording[] } & ReadStart)
  | ({ readonly type: 'readFailed'; readonly problem: Problem } & Pick<ReadStart, 'startedSequence'>)
  | {
      readonly type: 'requestSettled';
      readonly attemptId: number;
      readonly outcome: RequestOutcome;
      readonly problem: Problem | null;
    }
  /** The computer goes to sleep, or woke up: what was known before is not current any more, whatever the clock says. */
  | { readonly type: 'sleepDetected' }
  | { readonly type: 'tick' }
);

export type EventOf<T extends MachineEvent['type']> = Extract<MachineEvent, { readonly type: T }>;

export type Effect =
  | {
      readonly type: 'send';
      readonly kind: 'pause' | 'resume';
      readonly recordingId: string;
      readonly attemptId: number;
    }
  | { readonly type: 'abort'; readonly attemptId: number }
  /** Read my live recordings now, beside any read that is under way. */
  | { readonly type: 'read' }
  /** The outcome of a command is known, for the first time or finally. */
  | { readonly type: 'ended'; readonly commandId: number; readonly outcome: CommandOutcome };

export type CommandOutcome =
  | 'confirmed'
  | 'late'
  | 'callEnded'
  | 'cancelled'
  | 'armingExpired'
  | 'superseded'
  | 'notConfirmed'
  | 'nothingToDo'
  /** A rule is on, and the organisation doesn't let anybody resume then. */
  | 'refused';

/** The result of a transition: the new state, what must be done, and the command that the event belongs to, if any. */
export type Step = {
  readonly state: MachineState;
  readonly effects: readonly Effect[];
  readonly commandId: number | null;
};

export const initialState: MachineState = {
  sequence: 0,
  nextId: 1,
  signedIn: false,
  lastGoodAt: null,
  lastTookMs: 0,
  appliedRead: 0,
  targets: [],
  resumesInFlight: [],
  resumeSettledSequence: 0,
  resumeSettledAt: null,
  intent: null,
  readProblem: null,
  commandProblem: null,
  newCallAt: null,
  pausedSince: null,
};
