// What can go wrong, by name. A problem carries no words, no secret and no number of a customer: the words are in messages/.
import * as v from 'valibot';
import { ucxProblemCodes, type UcxProblemCode } from './ucx-problems.ts';

/**
 * Problems that are not an answer of one endpoint with a documented status and reason; those are in ucx-problems.ts.
 * The code is part of the product: tests, the queue on disk and the journal use it.
 */
const generalProblemCodes = [
  // the way to the server
  'server-address-invalid',
  'server-plain-http',
  'server-plain-http-forbidden',
  'authority-file-unusable',
  'server-unreachable',
  'server-name-unknown',
  'server-timeout',
  'server-connection-lost',
  'server-certificate-untrusted',
  'server-certificate-name',
  'server-certificate-expired',
  'server-tls-failed',
  'server-redirected',
  'server-answer-unreadable',
  'server-answer-too-large',
  'server-status-unexpected',
  'server-sign-in-method',
  'proxy-sign-in',
  'proxy-sign-in-method',
  'proxy-unreachable',
  'proxy-refused',
  'proxy-unusable',
  'proxy-unknown',
  'proxy-address-invalid',
  'proxy-username-missing',
  'request-cancelled',
  // what every endpoint may answer
  'credentials-refused',
  'not-allowed',
  'server-fault',
  'service-unavailable',
  // signing in and the keychain
  'credentials-missing',
  'keychain-missing',
  'keychain-locked',
  'keychain-forbidden',
  'keychain-failed',
  'own-calls-not-visible',
  // the live recording
  'app-silent',
  'recorder-did-not-obey',
  'recorder-state-unknown',
  'resumed-elsewhere',
  'resume-not-obeyed',
  'resume-refused-by-rule',
  'rule-restless',
  'rules-dropped',
  'nothing-recorded',
  'manual-busy',
  'board/phone-unclear',
  'start/not-seen',
  'start/not-mine',
  'stop/not-seen',
  'pause/given-up',
  // downloads
  'disk-full',
  'folder-missing',
  'folder-not-writable',
  'file-name-impossible',
  'file-cut-short',
  'file-hash-mismatch',
  'file-size-mismatch',
  'file-gone',
  'file-changed',
  'metadata-not-saved',
  'queue-damaged',
  'saved-index-damaged',
  'found-too-many',
  'pause-not-proven',
  'pauses-unknown',
  'sound-in-pause',
  'audio-not-playable',
  'audio-too-long',
  'audio-cut-short',
  'folder-choice-missing',
  'copy-missing',
  'place-missing',
  'folder-not-whole',
  'folder-not-there',
  'folder-refuses',
  'name-pattern-empty',
  'name-pattern-unknown',
  'folder-show-missing',
  'file-open-missing',
  'file-not-opened',
  'file-no-audio',
  // bringing a recording in, before anything is sent and when no answer came
  'upload/file-unreadable',
  'upload/file-or-folder-unreadable',
  'upload/file-is-folder',
  'upload/file-empty',
  'upload/file-too-large',
  'upload/file-changed',
  'upload/not-audio',
  'upload/other-audio',
  'upload/wave-coding',
  'upload/wave-bits',
  'upload/wave-damaged',
  'upload/wave-cut-short',
  'upload/mp3-unreadable',
  'upload/mp3-cut-short',
  'upload/no-sound',
  'upload/start-missing',
  'upload/start-future',
  'upload/start-guessed',
  'upload/local-user-missing',
  'upload/local-number-missing',
  'upload/no-files',
  'upload/too-many',
  'upload/no-dialog',
  'upload/busy',
  'upload/not-reached',
  'upload/turned-away',
  'upload/perhaps-there',
  'upload/signed-out',
  // newer versions
  'update/off',
  'update/feed-invalid',
  'update/not-now',
  'update/not-ready',
  'update/feed-unreachable',
  'update/feed-unusable',
  'update/damaged',
  'update/not-signed',
  'update/not-stored',
  // this program
  'settings-damaged',
  'settings-unreadable',
  'journal-older-copy',
  'journal-torn',
  'journal-unreadable',
  'journal-not-written',
  'report-no-printer',
  'report-not-printed',
  'policy-damaged',
  'policy-unreadable',
  'policy-untrusted',
  'preference-locked',
  'organisation-forbids',
  'saved-expiring',
  'server-not-allowed',
  'hotkey-invalid',
  'hotkey-twice',
  'hotkey-taken',
  'hotkey-unsupported',
  'tray-missing',
  'wayland-limits',
  'window-crashed',
  'command-line-unavailable',
  'call-unknown',
  'input-invalid',
  'sender-refused',
  'internal',
  // read from a file or a process of another version, which knew a code that this one does not
  'problem-unknown',
] as const;

export type ProblemCode = (typeof generalProblemCodes)[number] | UcxProblemCode;

export const problemCodes: readonly ProblemCode[] = [...new Set([...generalProblemCodes, ...ucxProblemCodes])];
const known: ReadonlySet<string> = new Set(problemCodes);
const isProblemCode = (code: string): code is ProblemCode => known.has(code);

export type Problem = {
  readonly code: ProblemCode;
  /** What the sentence names: a host, a status, a file. Never a secret, never a customer's number. */
  readonly values?: Record<string, string> | undefined;
};

export function problem(code: ProblemCode, values?: Record<string, string>): Problem {
  return values === undefined ? { code } : { code, values };
}

/** Keeps the code of another version as the value `code` of `problem-unknown`, so that nothing of the file is lost. */
export function problemOf(code: string, values?: Record<string, string>): Problem {
  return isProblemCode(code) ? problem(code, values) : problem('problem-unknown', { ...values, code });
}

/** A problem from a file or another process. */
export const problemSchema = v.pipe(
  v.object({
    code: v.pipe(v.string(), v.maxLength(80)),
    values: v.optional(v.record(v.string(), v.string())),
  }),
  v.transform(({ code, values }) => problemOf(code, values)),
);
