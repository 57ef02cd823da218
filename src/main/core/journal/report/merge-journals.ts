// Reads all journals once, one after the other, counts each entry once, and notes what speaks against them.
import type { EvidenceFinding } from './evidence.ts';
import { JournalTally, type TallyOptions } from './journal-tally.ts';
import { readEntry, type ReadEntry } from './read-entry.ts';
import type { Ends } from './reading-order.ts';

/** Findings of one file that are told one by one. */
const mostGaps = 3;

export class JournalMerger {
  readonly #options: TallyOptions;
  readonly findings: EvidenceFinding[] = [];
  readonly tallies: JournalTally[] = [];
  readonly #touched = new Set<JournalTally>();
  readonly #fileOf = new Map<JournalTally, string>();
  /** Hashes at which files begin and end, and those of a witness: with the journal in which they were found. */
  readonly #marks: Map<string, JournalTally | null>;
  copies = 0;

  /** `files`: all that will be read; `watched`: further hashes that `holderOf` is asked for. */
  constructor(options: TallyOptions, files: readonly Ends[], watched: readonly string[]) {
    this.#options = options;
    const ends = files.flatMap(({ first, secondHash, last }) => [first.hash, secondHash ?? last.hash, last.hash]);
    this.#marks = new Map([...ends, ...watched].map((hash) => [hash, null]));
  }

  /** The journal that has the entry with this hash; null where none has. */
  holderOf(hash: string): JournalTally | null {
    return this.#marks.get(hash) ?? null;
  }

  /** Rejects with a Node system error: what was read until then has been counted. */
  async read(file: Ends): Promise<void> {
    const { tally, counted } = await this.#place(file);
    this.#touched.add(tally);
    const reading = new FileReading(file.source.name, tally, counted);
    try {
      for await (const lines of file.source.batches()) {
        for (const line of lines) {
          const entry = reading.take(line);
          if (entry !== null && this.#marks.get(entry.hash) === null) this.#marks.set(entry.hash, tally);
        }
      }
    } finally {
      this.findings.push(...reading.findings());
    }
  }

  /** The journal that a file belongs to, and the number up to which its entries were read already from another file. */
  async #place(file: Ends): Promise<{ readonly tally: JournalTally; readonly counted: number }> {
    const { first, secondHash, last } = file;
    const whole = this.holderOf(last.hash);
    if (whole?.first !== undefined && whole.first !== null && whole.first.sequence <= first.sequence) {
      this.copies += 1;
      return { tally: whole, counted: Infinity };
    }
    const extended = this.holderOf(first.hash) === null ? null : await this.#extendedBy(file);
    if (extended !== null) return { tally: extended, counted: extended.last?.sequence ?? 0 };
    // What begins like another journal and goes on otherwise is another version of it; two starts alone may be the same by chance.
    if (secondHash !== null && this.holderOf(secondHash) !== null)
      this.findings.push({ kind: 'forked', file: file.source.name });
    return { tally: this.#continuedBy(file) ?? this.#begin(file), counted: 0 };
  }

  /** The journal whose last entry is in this file. */
  async #extendedBy({ source }: Ends): Promise<JournalTally | null> {
    const byLast = new Map(this.tallies.map((tally) => [tally.last?.hash, tally]));
    let found: JournalTally | null = null;
    for await (const lines of source.batches()) {
      for (const line of lines) {
        const entry = readEntry(line);
        if (typeof entry !== 'string') found = byLast.get(entry.hash) ?? found;
      }
    }
    return found;
  }

  #continuedBy({ first }: Ends): JournalTally | null {
    const tally = this.holderOf(first.previous);
    return tally?.last?.hash === first.previous ? tally : null;
  }

  #begin(file: Ends): JournalTally {
    const tally = new JournalTally(this.#options);
    this.tallies.push(tally);
    this.#fileOf.set(tally, file.source.name);
    return tally;
  }

  /** The files that continue each other are over. */
  settle(): void {
    for (const tally of this.#touched) tally.settle();
    this.#touched.clear();
  }

  /** The first file of a journal, by which people know it. */
  fileOf(tally: JournalTally): string {
    return this.#fileOf.get(tally) ?? '';
  }

  finish(): void {
    for (const tally of this.tallies) {
      tally.finish();
      const file = this.fileOf(tally);
      this.findings.push(
        ...tally.signatures.findings.map((finding) => ({ kind: 'signature', file, finding }) as const),
      );
    }
  }
}

/** The chain in one file. Entries up to number `counted` are in the journal already and are only checked. */
class FileReading {
  readonly #file: string;
  readonly #tally: JournalTally;
  readonly #counted: number;
  #before: Pick<ReadEntry, 'sequence' | 'hash'> | null;
  #lines = 0;
  #damaged: { readonly line: number; readonly why: 'unreadable' | 'changed' } | null = null;
  #damagedLines = 0;
  #damagedSince = 0;
  readonly #gaps: EvidenceFinding[] = [];

  constructor(file: string, tally: JournalTally, counted: number) {
    this.#file = file;
    this.#tally = tally;
    this.#counted = counted;
    this.#before = counted === 0 ? tally.last : null;
  }

  /** The entry of a line that was added to the journal; null where it was there already, or is damaged. */
  take(line: Buffer): ReadEntry | null {
    this.#lines += 1;
    const entry = readEntry(line);
    if (typeof entry === 'string') {
      this.#damaged ??= { line: this.#lines, why: entry };
      this.#damagedLines += 1;
      this.#damagedSince += 1;
      return null;
    }
    this.#check(entry);
    this.#before = entry;
    this.#damagedSince = 0;
    if (entry.sequence <= this.#counted) return null;
    this.#tally.take(entry);
    return entry;
  }

  #check({ sequence, previous }: ReadEntry): void {
    const before = this.#before;
    if (before === null) return;
    const expected = before.sequence + 1 + this.#damagedSince;
    const continues = previous === before.hash || this.#damagedSince > 0;
    if (sequence === expected && continues) return;
    if (sequence > expected) this.#gap({ kind: 'missing', file: this.#file, from: expected, to: sequence - 1 });
    else this.#gap({ kind: 'not-next', file: this.#file, sequence });
  }

  #gap(finding: EvidenceFinding): void {
    if (this.#gaps.length < mostGaps) this.#gaps.push(finding);
  }

  findings(): EvidenceFinding[] {
    const damaged = this.#damaged;
    if (damaged === null) return this.#gaps;
    return [{ kind: 'damaged', file: this.#file, lines: this.#damagedLines, ...damaged }, ...this.#gaps];
  }
}
