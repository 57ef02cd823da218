// Compares a journal with checkpoints of it that were kept elsewhere: in a mailbox, a log server, an earlier export.
import { parseJson } from '../platform/json.ts';
import type { JournalEntry } from '../../../shared/domain/journal.ts';
import { readNote, type Checkpoint } from './checkpoint.ts';

/** The six lines of a checkpoint and its signatures; bounded, so that a text full of beginnings is read in one go too. */
const notePattern = /Sidetone journal checkpoint v1\n(?:[^\n]{1,200}\n){5}\n(?:— [^\n]{1,400}\n){1,16}/gu;
/** Levels of JSON in JSON that are looked into: an export in a message has two. */
const deepest = 8;

/** A checkpoint that a witness holds; `isGenuine` is null where the journal doesn't name its key. */
type WitnessedCheckpoint = Checkpoint & { readonly isGenuine: boolean | null };

/** Every note in a text: as it is, or in JSON of any form, a line or the whole of it, also where something stands around the JSON. */
export function notesIn(text: string): string[] {
  const plain = text.replaceAll('\r\n', '\n');
  const found = new Set<string>(plain.match(notePattern));
  for (const part of [plain, ...plain.split('\n')]) for (const note of notesOf(jsonIn(part), 0)) found.add(note);
  return [...found];
}

/** The JSON that a text is, or that is in it from the first brace to the last, as behind the header of a syslog message. */
function jsonIn(text: string): unknown {
  const from = text.indexOf('{');
  return parseJson(text) ?? (from < 0 ? null : parseJson(text.slice(from, text.lastIndexOf('}') + 1)));
}

function notesOf(value: unknown, depth: number): string[] {
  if (depth > deepest) return [];
  if (typeof value === 'string') {
    const inside = value.includes('{') ? notesOf(jsonIn(value), depth + 1) : [];
    return [...(value.match(notePattern) ?? []), ...inside];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((part) => notesOf(part, depth + 1));
}

export type WitnessCheck = {
  /** Checkpoints that say what the journal says; `newest` is the entry of the newest of them. */
  readonly agreeing: number;
  readonly newest: number | null;
  /** Number of the first entry that was another one when the witness got its checkpoint, and the time of that. */
  readonly rewritten: { readonly sequence: number; readonly time: string } | null;
  /** The witness has a checkpoint of an entry behind the journal's last one. */
  readonly missing: { readonly sequence: number; readonly time: string } | null;
  /** Checkpoints of entries before the journal's first one, or in a gap of it. */
  readonly notCovered: number;
  /** Checkpoints by a key that never signs in this journal: its fingerprint. */
  readonly otherKey: string | null;
  /** Checkpoints whose signature is false. */
  readonly notGenuine: number;
};

/** `publicKeys`: those that the journal names. */
export function compareWithWitness(
  entries: readonly JournalEntry[],
  notes: readonly string[],
  publicKeys: ReadonlySet<string>,
): WitnessCheck {
  const hashes = new Map(entries.map(({ sequence, hash }) => [sequence, hash]));
  const last = entries.at(-1)?.sequence ?? 0;
  const held: readonly WitnessedCheckpoint[] = notes.flatMap((note) => readNote(note, publicKeys) ?? []);
  const genuine = held
    .filter(({ isGenuine }) => isGenuine !== false)
    .sort((left, right) => left.sequence - right.sequence);
  const known = genuine.filter(({ sequence }) => hashes.has(sequence));
  const agreeing = known.filter(({ sequence, head }) => hashes.get(sequence) === head);
  const other = known.find(({ sequence, head }) => hashes.get(sequence) !== head);
  const behind = genuine.filter(({ sequence }) => sequence > last).at(-1);
  return {
    agreeing: agreeing.length,
    newest: agreeing.at(-1)?.sequence ?? null,
    rewritten: other === undefined ? null : { sequence: other.sequence, time: other.time },
    missing: behind === undefined ? null : { sequence: behind.sequence, time: behind.time },
    notCovered: genuine.filter(({ sequence }) => sequence <= last && !hashes.has(sequence)).length,
    otherKey: held.find(({ isGenuine }) => isGenuine === null)?.key ?? null,
    notGenuine: held.length - genuine.length,
  };
}
