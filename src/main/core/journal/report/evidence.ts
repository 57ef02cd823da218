// What the evidence report says, as values: they are written as a page, as CSV and as JSON.
import type { JournalRow } from '../../../../shared/ipc/journal-page.ts';
import type { SignatureFinding } from '../signature-check.ts';

export type Period = {
  /** Days as `YYYY-MM-DD`, both included; null where the period is open. */
  readonly from: string | null;
  readonly to: string | null;
  /** IANA name of the time zone in which they are days. */
  readonly zone: string;
};

/** Why a pause is in the list of exceptions. */
export type ExceptionKind =
  | 'notConfirmed'
  | 'late'
  | 'soundFound'
  | 'resumedElsewhere'
  | 'resumeFailed'
  | 'notResumed'
  /** Sidetone was closed, or the person signed out, before it ended. */
  | 'notFollowed'
  /** The files don't say how it went or how it ended. */
  | 'noEnd';

export type EvidenceException = {
  readonly kinds: readonly ExceptionKind[];
  /** Instant by the computer's clock, ISO 8601 in UTC. */
  readonly at: string;
  /** Null: a resume that failed, of a recording that Sidetone had not paused. */
  readonly pauseId: string | null;
  /** Number of the pause's first entry. */
  readonly sequence: number;
  /** Fingerprint of the installation's newest key; null where nothing is signed. */
  readonly key: string | null;
  readonly recordingIds: readonly string[];
  readonly trigger: JournalRow['trigger'];
  /** Milliseconds until it was confirmed; null where it never was. */
  readonly exposureMs: number | null;
  /** Milliseconds to its end, where it was never confirmed and an end is known. */
  readonly openMs: number | null;
  /** Milliseconds from the beginning of the audio to the pauses in which there is sound. */
  readonly soundAtMs: readonly number[];
};

/** What became of the signed checkpoints that somebody else kept. */
export type EvidenceWitness = {
  readonly agreeing: number;
  /** Number of entries that aren't what the witness has of them, or lie behind the end of their journal. */
  readonly rewritten: number;
  readonly missing: number;
  readonly notCovered: number;
  readonly otherKey: number;
  readonly notGenuine: number;
};

export type EvidenceInstallation = {
  /** Fingerprints of its keys, the newest last; none where nothing is signed. */
  readonly keys: readonly string[];
  readonly entries: number;
  readonly first: { readonly sequence: number; readonly at: string };
  readonly last: { readonly sequence: number; readonly at: string; readonly hash: string };
  /** The newest entry that is signed. */
  readonly signedTo: number | null;
};

/** What speaks against a journal. `file` and `after` name files as they were given, `key` is that of the journal. */
export type EvidenceFinding =
  | {
      readonly kind: 'damaged';
      readonly file: string;
      readonly line: number;
      readonly lines: number;
      readonly why: 'unreadable' | 'changed';
    }
  | { readonly kind: 'missing'; readonly file: string; readonly from: number; readonly to: number }
  | { readonly kind: 'not-next'; readonly file: string; readonly sequence: number }
  | { readonly kind: 'forked'; readonly file: string }
  | { readonly kind: 'signature'; readonly file: string; readonly finding: SignatureFinding };

export type Evidence = {
  readonly period: Period;
  /** When the report was made, ISO 8601 in UTC, and by which version. */
  readonly madeAt: string;
  readonly appVersion: string;
  /** What was open longer than this (ms) is late. */
  readonly lateMs: number;
  readonly files: number;
  /** Files whose entries are all in another one. */
  readonly copies: number;
  /** What was named and couldn't be read, with the reason in words. */
  readonly notRead: readonly { readonly file: string; readonly why: string }[];
  readonly entries: number;
  /** Entries of kinds that this version doesn't know. */
  readonly unknownEntries: number;
  readonly pauses: Record<'requested' | 'confirmed' | 'late' | 'notConfirmed' | 'noRecording' | 'waiting', number>;
  readonly exposure: {
    readonly medianMs: number | null;
    readonly ninetyFifthMs: number | null;
    readonly longestMs: number | null;
    readonly histogram: readonly number[];
  };
  /**
   * Pauses that nobody resumed: the call ended, or Sidetone resumed; resumes that the server refused or never showed; pauses that were
   * resumed outside Sidetone, that weren't followed to their end, and whose end isn't in the files.
   */
  readonly resumes: Record<'callEnded' | 'automatically' | 'failed' | 'elsewhere' | 'notFollowed' | 'noEnd', number>;
  /** Pauses whose audio was checked, by what was found; null where no entry tells of a check. */
  readonly audio: {
    readonly checked: number;
    readonly unchecked: number;
    readonly verdicts: Readonly<Record<string, number>>;
  } | null;
  readonly exceptions: readonly EvidenceException[];
  /** Exceptions beyond the number that a report lists. */
  readonly exceptionsLeftOut: number;
  readonly installations: readonly EvidenceInstallation[];
  /** Journals of which the first entry given isn't their first one. */
  readonly beginLater: number;
  readonly notSigned: number;
  readonly forSession: number;
  /** Times at which the computer's clock was set back, and incomplete entries that were set aside after a crash. */
  readonly setBack: number;
  readonly torn: number;
  readonly witness: EvidenceWitness | null;
  readonly findings: readonly EvidenceFinding[];
};
