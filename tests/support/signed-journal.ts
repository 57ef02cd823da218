// Signed journals made by hand for tests, and what a forger does to them: he can write every file and compute every hash, and has no key
// but his own.
import { generateKeyPairSync } from 'node:crypto';
import { signedCheckpoint, type SigningKey } from '../../src/main/core/journal/checkpoint.ts';
import { hashOf } from '../../src/main/core/journal/journal-file.ts';
import { fingerprintOf, publicBytes } from '../../src/main/core/journal/signed-note.ts';
import { firstPrevious, type JournalEntry, type JournalFact } from '../../src/shared/domain/journal.ts';

export function newKey(forSession = false): SigningKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: publicBytes(privateKey), forSession };
}

export const keyFingerprint = (key: SigningKey): string => fingerprintOf(key.publicKey);

type Unchained = Omit<JournalEntry, 'sequence' | 'previous' | 'hash'>;

/** The line of an entry that follows `before`. */
function chained({ at, serverAt, appVersion, fact }: Unchained, before: JournalEntry | null): JournalEntry {
  const sequence = (before?.sequence ?? 0) + 1;
  const entry = { sequence, at, serverAt, appVersion, fact, previous: before?.hash ?? firstPrevious };
  return { ...entry, hash: hashOf(entry) };
}

const recordingId = '6b98303a-b295-473a-adae-19b78aca468d';

/** Writes a journal entry by entry, a minute apart. */
export class JournalMaker {
  readonly entries: JournalEntry[] = [];
  key: SigningKey;
  now: number;

  constructor(key: SigningKey, from = Date.UTC(2026, 9, 30, 9), before: readonly JournalEntry[] = []) {
    this.key = key;
    this.now = from;
    this.entries.push(...before);
  }

  add(fact: JournalFact, serverAheadMs = 1_000): this {
    this.now += 60_000;
    const times = { at: new Date(this.now).toISOString(), serverAt: new Date(this.now + serverAheadMs).toISOString() };
    this.entries.push(chained({ ...times, appVersion: '0.1.0', fact }, this.entries.at(-1) ?? null));
    return this;
  }

  /** A pause with its end, and a checkpoint behind. */
  pause(): this {
    const pauseId = `pause-${String(this.entries.length)}`;
    this.add({ kind: 'asked', pauseId, trigger: 'hotkey', recordingIds: [recordingId] });
    this.add({ kind: 'confirmed', pauseId, recordingId, exposureMs: 84, attempts: [{ afterMs: 1, outcome: 'ok' }] });
    this.add({ kind: 'ended', pauseId, how: 'resumed', pausedForMs: 41_300, attempts: [] });
    return this.checkpoint();
  }

  checkpoint(): this {
    const last = this.entries.at(-1);
    if (last === undefined) throw new Error('There is nothing to sign');
    const time = new Date(this.now + 60_000).toISOString();
    const what = { sequence: last.sequence, head: last.hash, time, serverTime: null };
    return this.add(signedCheckpoint(what, this.key));
  }
}

export const linesOf = (entries: readonly JournalEntry[]): string[] => entries.map((entry) => JSON.stringify(entry));
export const fileOf = (entries: readonly JournalEntry[]): string =>
  linesOf(entries)
    .map((line) => `${line}\n`)
    .join('');

/** All hashes and numbers computed anew, as whoever can write the file can. */
export function rechained(entries: readonly Unchained[], before: JournalEntry | null = null): JournalEntry[] {
  const made: JournalEntry[] = [];
  for (const entry of entries) made.push(chained(entry, made.at(-1) ?? before));
  return made;
}

/** Rechained, with each checkpoint made anew by the forger's own key. */
export function resigned(entries: readonly JournalEntry[], key: SigningKey): JournalEntry[] {
  const made: JournalEntry[] = [];
  for (const entry of entries) {
    const last = made.at(-1);
    const isSigned = entry.fact.kind === 'checkpoint' && last !== undefined;
    const what = { sequence: last?.sequence ?? 0, head: last?.hash ?? '', time: entry.at, serverTime: null };
    made.push(chained(isSigned ? { ...entry, fact: signedCheckpoint(what, key) } : entry, last ?? null));
  }
  return made;
}

/** Rechained, with the text of each checkpoint made to fit, and its old signature under it. */
export function refitted(entries: readonly JournalEntry[]): JournalEntry[] {
  const made: JournalEntry[] = [];
  for (const entry of entries) {
    const last = made.at(-1) ?? null;
    const { fact } = entry;
    const fitting = (note: string): string =>
      note
        .replace(/^sequence .*$/mu, `sequence ${String(last?.sequence)}`)
        .replace(/^head .*$/mu, `head ${String(last?.hash)}`);
    made.push(
      chained(fact.kind === 'checkpoint' ? { ...entry, fact: { ...fact, note: fitting(fact.note) } } : entry, last),
    );
  }
  return made;
}

/** The notes in these entries, as a witness keeps them. */
export const notesOf = (entries: readonly JournalEntry[]): string =>
  entries.flatMap(({ fact }) => (fact.kind === 'checkpoint' ? [fact.note] : [])).join('\n');
