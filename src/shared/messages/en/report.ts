// Words of the evidence report, in English.
import { counted } from './counted.ts';

const times = (count: number, shown: string): string => `${shown} ${counted(count, 'time', 'times')}`;
const pauses = (count: number, shown: string): string => `${shown} ${counted(count, 'pause', 'pauses')}`;

export const report = {
  app: 'Sidetone',
  title: 'Evidence report',
  lead: (period: string) => `Pauses of call recordings, ${period}`,
  facts: {
    person: 'Person',
    server: 'Server',
    period: 'Period',
    installations: 'Installations',
    made: 'Made',
    by: 'By',
  },
  allTime: 'all entries',
  since: (day: string) => `from ${day}`,
  until: (day: string) => `until ${day}`,
  span: (from: string, to: string) => `${from} – ${to}`,
  made: (time: string, zone: string) => `${time}, ${zone}`,
  version: (version: string) => `Sidetone ${version}`,
  pauses: 'pauses requested',
  confirmed: (limit: string) => `confirmed within ${limit}`,
  late: 'confirmed late',
  notConfirmed: 'not confirmed',
  others: (noRecording: string, waiting: string) =>
    `Of the pauses requested, ${noRecording} found no recording, and ${waiting} had no outcome in these files.`,
  exposure: 'Recorded before the pause',
  exposureMeaning:
    "The time from the request for a pause to the recorder's confirmation, of all pauses that were confirmed. What was said in it is in the recording.",
  median: 'Median',
  ninetyFifth: '95 of 100 within',
  longest: 'Longest',
  milliseconds: (value: string) => `${value} ms`,
  secondsOnly: (value: string) => `${value} s`,
  none: '–',
  chartName: 'Pauses by time until confirmed',
  upTo: (limit: string, count: number, shown: string) => `Up to ${limit}: ${pauses(count, shown)}`,
  over: (limit: string, count: number, shown: string) => `Over ${limit}: ${pauses(count, shown)}`,
  chartNote: 'Time until confirmed, in ms. Dotted: the limit',
  exceptions: 'Every pause that needs attention',
  exceptionsMeaning:
    'Not confirmed, late, with sound found in the audio, resumed outside Sidetone, not resumed before the call ended, with a resume that failed, or without a known end.',
  noExceptions: 'None in this period.',
  leftOut: (shown: string) => `${shown} more aren't listed. Choose a shorter period to list them all.`,
  columns: {
    when: (zone: string) => `When (${zone})`,
    whenAndKey: (zone: string) => `When (${zone}), key`,
    recording: 'Recording ID',
    by: 'By',
    outcome: 'Outcome',
    exposure: 'Exposure',
    done: 'What was done',
  },
  kinds: {
    notConfirmed: 'Not confirmed',
    late: 'Late',
    soundFound: 'Sound found',
    resumedElsewhere: 'Resumed outside Sidetone',
    resumeFailed: 'Resume failed',
    notResumed: 'Call ended while paused',
    notFollowed: 'Not followed to its end',
    noEnd: 'No end in these files',
  },
  soundAt: (times: string) => `at ${times}`,
  atMost: (seconds: string) => `up to ${seconds} s`,
  resumes: 'Forgotten resumes',
  resumesText: {
    callEnded: (count: number, shown: string) => `${shown} ${counted(count, 'call', 'calls')} ended while paused.`,
    automatically: (count: number, shown: string) => `Sidetone resumed automatically ${times(count, shown)}.`,
    failed: (count: number, shown: string) => `A resume failed ${times(count, shown)}.`,
    elsewhere: (count: number, shown: string) => `A recording was resumed outside Sidetone ${times(count, shown)}.`,
    notFollowed: (count: number, shown: string) =>
      `${shown} ${counted(count, "pause wasn't followed to its", "pauses weren't followed to their")} end, because Sidetone was closed or the person signed out.`,
    noEnd: (count: number, shown: string) =>
      `The end of ${shown} ${counted(count, "pause isn't", "pauses isn't")} in these files.`,
  },
  audio: 'Audio check',
  audioText: (checked: string, all: string, found: string, unchecked: string) =>
    `The audio of ${checked} of ${all} pauses was checked: ${found}. ${unchecked} weren't checked.`,
  verdicts: {
    cut: 'cut out',
    silent: 'no sound found',
    tone: 'a tone in place of the call',
    sound: 'with sound',
    unknown: "couldn't be determined",
  } as Readonly<Record<string, string>>,
  otherVerdict: 'another result',
  measured: 'How this was measured',
  measuredText:
    'Confirmed means that a read of the active recording, made after the request, showed it paused. Where a pause was never confirmed, the exposure is the time from the request to its end: up to so much was recorded. A pause that was resumed outside Sidetone counts as not confirmed unless it was confirmed again, and then as late. Lengths are measured by a clock that nobody can set; times are those of the computer. The journal is written as it happens, and each entry holds the hash of the one before.',
  integrity: 'Integrity',
  chain: 'Chain',
  intact: (count: number, shown: string) =>
    `Intact, ${shown} ${counted(count, 'entry', 'entries')}, none missing from the first to the last`,
  notIntact: (count: number, shown: string) =>
    `${shown} ${counted(count, 'entry', 'entries')}. Don't rely on them before this is explained:`,
  lastEntry: 'Last entry',
  signedBy: 'Signed by',
  signedTo: (sequence: string) => `up to entry ${sequence}`,
  notSigned: 'Not signed. Whoever can write the file can also rewrite it.',
  notSignedSome: (count: number, shown: string) =>
    `${shown} ${counted(count, 'installation has', 'installations have')} no signatures: whoever can write their files can also rewrite them.`,
  forSession: (count: number, shown: string) =>
    `${shown} ${counted(count, 'installation has', 'installations have')} keys that were kept for one run of Sidetone only.`,
  beginsLater: (count: number, shown: string) =>
    `${shown} ${counted(count, 'journal begins', 'journals begin')} later than the first entry: what came before wasn't checked.`,
  setBack: (count: number, shown: string) =>
    `The clock of a computer was set back ${shown} ${counted(count, 'time', 'times')}.`,
  torn: (count: number, shown: string) =>
    `${shown} incomplete ${counted(count, 'entry was', 'entries were')} set aside after Sidetone or the computer stopped.`,
  copies: (count: number, shown: string) =>
    `${shown} ${counted(count, 'file holds', 'files hold')} only entries that are in another file. They were counted once.`,
  witness: 'Witness',
  noWitness: 'Not compared: no checkpoints that were kept elsewhere were named.',
  witnessAgrees: (count: number, shown: string) => `Agrees: ${shown} ${counted(count, 'checkpoint', 'checkpoints')}`,
  witnessAgainst: (rewritten: string, missing: string, otherKey: string, notGenuine: string) =>
    `Doesn't agree: ${rewritten} of other entries, ${missing} beyond the end, ${otherKey} of unknown keys, ${notGenuine} with an invalid signature`,
  witnessNotCovered: (shown: string) => `${shown} of entries that aren't in the files`,
  findings: {
    damaged: (file: string, line: string, lines: string, why: string) =>
      `${file}: ${lines} of its entries can't be used, the first in line ${line}: ${why}. All others were counted.`,
    why: { unreadable: "it can't be read", changed: 'it was changed after it was written' },
    missing: (file: string, from: string, to: string) =>
      `${file}: entries ${from} to ${to} before or in this file are missing.`,
    'not-next': (file: string, sequence: string) => `${file}: entry ${sequence} doesn't continue the one before.`,
    forked: (file: string) =>
      `${file}: another file has other entries with the same numbers. One of them was rewritten, or an older copy was restored and continued.`,
    'not-genuine': (file: string, sequence: string) => `${file}: the signature in entry ${sequence} is invalid.`,
    rewritten: (file: string, sequence: string, from: string) =>
      `${file}: between entry ${from} and entry ${sequence}, something was changed, added or removed after it was signed.`,
    'older-copy': (file: string, sequence: string, signed: string) =>
      `${file}: entries are missing before entry ${sequence}. An entry ${signed} that isn't in the journal was already signed.`,
  },
  moreFindings: (shown: string) => `${shown} more are in the JSON file (--json).`,
  installations: 'Installations',
  installationColumns: { key: 'Key (fingerprint)', entries: 'Entries', signed: 'Signed to', last: 'Last entry' },
  moreInstallations: (shown: string) => `${shown} more are in the JSON file (--json).`,
  notRead: 'Files that are not in this report, or not completely',
  whyNotRead: {
    'no-entries': (file: string) => `${file} has no entries of a journal.`,
    unreadable: (file: string) => `${file} can't be read.`,
    crashed: (file: string) =>
      `${file} wasn't evaluated, or not all of it: an error in Sidetone, not in the file. The log has the details.`,
  },
  notCovered: 'What this report does not cover',
  notCoveredItems: [
    'Pauses that were made without Sidetone, and calls on which nobody asked for a pause.',
    'What was said before a pause was confirmed, or after it ended: it is in the recording.',
    'What is in a recording, beyond the audio checks named above: the journal holds what was asked of the recorder and what it reported.',
    'Computers, phones, the network and people: card data is heard and shown there too.',
    'Journals that were not named, entries that were removed from the end of one, and entries of which no signed checkpoint exists.',
    'Whoever controls a user account can sign other entries with its key. Only checkpoints and fingerprints that were kept elsewhere speak against that.',
    'Whether the clock of a computer was right.',
  ],
  unknownEntries: (count: number, shown: string) =>
    `${shown} ${counted(count, 'entry', 'entries')} of kinds that this version of Sidetone doesn't know.`,
  noAudio: 'The audio of the recordings: no check of it is in the journals.',
  again: 'How to verify this again',
  againItems: [
    'sidetone verify-journal --key FINGERPRINT FILE...',
    'sidetone report --from FIRST-DAY --to LAST-DAY FILE...',
  ],
  againText:
    'The first checks the chain and every signature of one installation; compare the fingerprint with the one that was recorded for it. The second makes this report from the same files. docs/evidence.md describes the format, so that it can be checked without Sidetone.',
  name: 'Name, date',
  signature: 'Signature',
  foot: 'Pausing helps keep card data out of recordings. Computer, voice and network stay in scope.',
  page: 'Page',
  of: 'of',
} as const;
