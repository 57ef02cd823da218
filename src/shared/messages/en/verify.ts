// What the check of a journal says of its files, its signatures and its witness, in English.
import { counted } from './counted.ts';

/** The keychain's problems in a part of a sentence. */
const reasons: Readonly<Record<string, string>> = {
  'keychain-missing': "the keychain wasn't available",
  'keychain-locked': 'the keychain was locked',
};

const entries = (count: number): string => `${String(count)} ${counted(count, 'entry', 'entries')}`;
const checkpoints = (count: number): string => `${String(count)} ${counted(count, 'checkpoint', 'checkpoints')}`;

/** A span of whole seconds, in two units at most. */
function span(seconds: number): string {
  const units = [
    ['d', Math.floor(seconds / 86_400)],
    ['h', Math.floor(seconds / 3_600) % 24],
    ['min', Math.floor(seconds / 60) % 60],
    ['s', seconds % 60],
  ] as const;
  const from = units.findIndex(([, count]) => count > 0);
  const shown = units.slice(from, from + 2).filter(([, count]) => count > 0);
  return shown.map(([unit, count]) => `${String(count)} ${unit}`).join(' ');
}

export const verifyWords = {
  /** Before what speaks against a journal whose entries continue each other. */
  chainOnly: (count: number) => `Don't rely on this journal, although its ${entries(count)} form a chain:`,
  files: {
    intact: (count: number, files: number) => `Intact, ${entries(count)} in ${String(files)} files`,
    inFile: (file: string, broken: string) => `${file}: ${broken}`,
    missing: (from: number, to: number, before: string, after: string) =>
      `Entries ${String(from)} to ${String(to)} are missing between ${before} and ${after}.`,
    notNext: (before: string, after: string) =>
      `${after} doesn't continue ${before}: it was rewritten, or belongs to another journal.`,
    swapped: (earlier: string, later: string) =>
      `${earlier} has later entries than ${later}: the files were swapped or renamed.`,
  },
  signatures: {
    none: 'Not signed. Whoever can write the file can also rewrite it.',
    signed: (sequence: number, time: string) => `Signed up to entry ${String(sequence)} (${time})`,
    /** Where the chain is broken. */
    newest: (sequence: number, time: string) => `Newest valid signature: of entry ${String(sequence)} (${time})`,
    key: (key: string) => `Key: ${key}`,
    otherKey: (from: number, key: string) =>
      `From entry ${String(from)} on, another key signs: ${key}\nThe earlier key was lost, or the entries come from another installation. Ask which key was recorded for this computer.`,
    forSession:
      'This journal has keys that were kept for one run of Sidetone only. Nobody can have recorded them before.',
    unsignedFrom: (sequence: number) => `Nothing is signed from entry ${String(sequence)} on.`,
    notGenuine: (sequence: number) => `The signature in entry ${String(sequence)} is invalid.`,
    rewritten: (sequence: number, from: number) =>
      `The checkpoint in entry ${String(sequence)} was signed for other entries: between entry ${String(from)} and entry ${String(sequence)}, something was changed, added or removed after it was signed.`,
    olderCopy: (sequence: number, signed: number) =>
      `Entries are missing before entry ${String(sequence)}: this computer had already signed an entry ${String(signed)} that isn't in the journal. An older copy was restored, or the end was removed.`,
    noKey: (sequence: number, why: string) => `Entry ${String(sequence)} says that it couldn't be signed: ${why}.`,
    noKeyWhy: (code: string) => reasons[code] ?? 'the keychain reported an error',
    setBack: {
      computer: (sequence: number, bySeconds: number) =>
        `The clock of the computer was set back by ${span(bySeconds)} before entry ${String(sequence)}.`,
      server: (sequence: number, bySeconds: number) =>
        `The clock of the server was set back by ${span(bySeconds)} before entry ${String(sequence)}.`,
    },
    byKey: 'Signed by the key that you named, and by no other.',
    notByKey: (key: string) => `Not signed by the key that you named: ${key}`,
    notThatKey: (from: number, key: string) =>
      `From entry ${String(from)} on, it isn't signed by the key that you named: ${key}`,
  },
  witness: {
    empty: (file: string) => `${file} holds no checkpoints.`,
    agrees: (count: number, newest: number) =>
      `The witness agrees: ${checkpoints(count)}, the newest of entry ${String(newest)}.`,
    rewritten: (sequence: number, time: string) =>
      `Entry ${String(sequence)} isn't the one that the witness has from ${time}: the journal was rewritten, or an older copy was restored and continued.`,
    missing: (last: number, sequence: number, time: string) =>
      `The journal ends with entry ${String(last)}, but the witness has entry ${String(sequence)} from ${time}: the end was removed, or an older copy was restored.`,
    otherKey: (key: string) =>
      `The witness has checkpoints of a key that never signs in this journal: ${key}\nThe key was replaced, this is another journal, or the witness has other installations too: give only what came from this one.`,
    notGenuine: (count: number) =>
      `${checkpoints(count)} of the witness ${counted(count, 'has', 'have')} an invalid signature.`,
    notCovered: (count: number) =>
      `${checkpoints(count)} of the witness ${counted(count, 'is of an entry', 'are of entries')} that ${counted(count, "isn't", "aren't")} in the files and ${counted(count, "wasn't", "weren't")} compared.`,
  },
} as const;
