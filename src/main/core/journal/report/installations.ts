// Which journals belong to one installation: those that the same key has signed. What is missing between them, and what a witness has
// of them, is found here.
import { firstPrevious } from '../../../../shared/domain/journal.ts';
import { readNote } from '../checkpoint.ts';
import type { Evidence, EvidenceFinding, EvidenceInstallation, EvidenceWitness } from './evidence.ts';
import type { JournalTally } from './journal-tally.ts';
import type { JournalMerger } from './merge-journals.ts';

/** The journals in groups that share keys, each in the order of their entries. */
export function grouped(tallies: readonly JournalTally[]): JournalTally[][] {
  type Group = { readonly keys: Set<string>; readonly tallies: JournalTally[] };
  const groups = new Set<Group>();
  const byKey = new Map<string, Group>();
  for (const tally of tallies) {
    const group: Group = { keys: new Set(tally.signatures.keys), tallies: [tally] };
    const others = new Set([...group.keys].flatMap((key) => byKey.get(key) ?? []));
    for (const other of others) {
      groups.delete(other);
      for (const key of other.keys) group.keys.add(key);
      group.tallies.unshift(...other.tallies);
    }
    groups.add(group);
    for (const key of group.keys) byKey.set(key, group);
  }
  const start = (tally: JournalTally): number => tally.first?.sequence ?? 0;
  return [...groups].map((group) => group.tallies.toSorted((left, right) => start(left) - start(right)));
}

export function installationOf(tallies: readonly JournalTally[]): EvidenceInstallation | null {
  const first = tallies[0]?.first;
  const last = tallies.at(-1)?.last;
  if (first === undefined || first === null || last === undefined || last === null) return null;
  const newest = tallies.findLast(({ signatures }) => signatures.newest !== null)?.signatures.newest ?? null;
  return {
    keys: [...new Set(tallies.flatMap(({ signatures }) => [...signatures.keys]))],
    entries: tallies.reduce((sum, { entries }) => sum + entries, 0),
    first: { sequence: first.sequence, at: first.at },
    last: { sequence: last.sequence, at: last.at, hash: last.hash },
    signedTo: newest?.sequence ?? null,
  };
}

/** What is missing between the journals of one installation, or contradicts itself. */
export function seamsOf(tallies: readonly JournalTally[], merger: JournalMerger): EvidenceFinding[] {
  return tallies.flatMap((tally, index): EvidenceFinding[] => {
    const before = tallies[index - 1]?.last?.sequence;
    const next = tally.first?.sequence;
    if (before === undefined || next === undefined) return [];
    const file = merger.fileOf(tally);
    if (next > before + 1) return [{ kind: 'missing', file, from: before + 1, to: next - 1 }];
    return [{ kind: 'forked', file }];
  });
}

/** Whether a journal's first entry, as it was given, isn't its very first. */
export const beginsLater = (tally: JournalTally): boolean => tally.first !== null && tally.first.sequence > 1;

/** The hashes that checkpoints of a witness name. */
export const headsIn = (notes: readonly string[]): string[] =>
  notes.flatMap((note) => readNote(note, new Set())?.head ?? []).filter((head) => head !== firstPrevious);

/** Compares each installation with the checkpoints that a witness has of its keys. */
export function witnessOf(
  notes: readonly string[],
  groups: readonly (readonly JournalTally[])[],
  merger: JournalMerger,
): EvidenceWitness {
  const counts = { agreeing: 0, rewritten: 0, missing: 0, notCovered: 0, otherKey: 0, notGenuine: 0 };
  const publicKeys = new Set(groups.flat().flatMap(({ signatures }) => [...signatures.publicKeys]));
  for (const note of notes) {
    const found = readNote(note, publicKeys);
    if (found === null) continue;
    const group = groups.find((tallies) => tallies.some(({ signatures }) => signatures.keys.has(found.key)));
    if (found.isGenuine === false) counts.notGenuine += 1;
    else if (merger.holderOf(found.head) !== null) counts.agreeing += 1;
    else if (group === undefined) counts.otherKey += 1;
    else counts[placeOf(found.sequence, group)] += 1;
  }
  return counts;
}

/** What it means that an entry with this number, which the witness has, isn't in the journals of an installation. */
function placeOf(sequence: number, tallies: readonly JournalTally[]): 'rewritten' | 'missing' | 'notCovered' {
  const isBehind = tallies.every(({ last }) => last === null || sequence > last.sequence);
  if (isBehind) return 'missing';
  const isWithin = tallies.some(
    ({ first, last }) => first !== null && last !== null && sequence >= first.sequence && sequence <= last.sequence,
  );
  return isWithin ? 'rewritten' : 'notCovered';
}

/** Whether something speaks against what the report is made of. */
export function speaksAgainst({ findings, witness, notRead }: Evidence): boolean {
  const { rewritten = 0, missing = 0, otherKey = 0, notGenuine = 0 } = witness ?? {};
  return findings.length > 0 || notRead.length > 0 || rewritten + missing + otherKey + notGenuine > 0;
}
