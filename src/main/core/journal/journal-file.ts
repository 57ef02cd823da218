// Reads and checks lines of the journal: which are whole, where the chain breaks. Plain Node, so that it also works without the app.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { firstPrevious, hashedText, journalEntrySchema, type JournalEntry } from '../../../shared/domain/journal.ts';
import { parseJson } from '../platform/json.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** SHA-256 of an entry without its hash, in hexadecimal digits (docs/evidence.md). */
export function hashOf(entry: Omit<JournalEntry, 'hash'>): string {
  return sha256(hashedText(entry));
}

/** Characters of the longest line that is read: an entry with its attempts has a hundredth of it. */
const longestLine = 1_000_000;

/** An entry from one line, or null when the line is none or its own hash does not fit. */
export function parseLine(line: string): JournalEntry | null {
  if (line.length > longestLine) return null;
  const parsed = v.safeParse(journalEntrySchema, parseJson(line));
  if (!parsed.success) return null;
  // The hash covers the whole line: members that the schema does not know would otherwise go unnoticed.
  const { hash } = parsed.output;
  const ending = `,"hash":"${hash}"}`;
  if (!line.endsWith(ending)) return null;
  const text = `${line.slice(0, -ending.length)}}`;
  return sha256(text) === hash ? parsed.output : null;
}

export type JournalCheck = {
  readonly entries: readonly JournalEntry[];
  /** 1-based number of the first line that does not fit, and why; null when the chain is intact. */
  readonly breakAt: { readonly line: number; readonly why: 'unreadable' | 'changed' | 'missing' } | null;
};

/** Takes lines in their order. */
class ChainCheck {
  readonly entries: JournalEntry[] = [];
  #breakAt: JournalCheck['breakAt'] = null;
  #expected: string | null;
  #sequence: number | null;
  #taken = 0;

  constructor(previous: string | null) {
    this.#expected = previous;
    this.#sequence = previous === firstPrevious ? 0 : null;
  }

  take(line: string): void {
    this.#taken += 1;
    const entry = parseLine(line);
    if (entry === null) {
      this.#breakAt ??= {
        line: this.#taken,
        why: line.length > longestLine || parseJson(line) === undefined ? 'unreadable' : 'changed',
      };
      this.#expected = null;
      this.#sequence = null;
      return;
    }
    const follows =
      (this.#expected === null || entry.previous === this.#expected) &&
      (this.#sequence === null || entry.sequence === this.#sequence + 1);
    if (!follows) this.#breakAt ??= { line: this.#taken, why: 'missing' };
    this.entries.push(entry);
    this.#expected = entry.hash;
    this.#sequence = entry.sequence;
  }

  get result(): JournalCheck {
    return { entries: this.entries, breakAt: this.#breakAt };
  }
}

/**
 * Checks lines in their order. `previous` is the hash that the first line must continue; null accepts whatever it names,
 * which is right for a single month whose predecessor is not at hand.
 */
export function checkLines(lines: readonly string[], previous: string | null): JournalCheck {
  const check = new ChainCheck(previous);
  for (const line of lines) check.take(line);
  return check.result;
}

/** Lines that are checked in one go: about a millisecond, so that a key pressed meanwhile does not wait. */
const linesAtOnce = 100;

/** As checkLines, for the years that a journal may hold: whatever else is to be done gets its turn in between. */
export async function checkLinesGently(lines: readonly string[], previous: string | null): Promise<JournalCheck> {
  const check = new ChainCheck(previous);
  for (const [index, line] of lines.entries()) {
    if (index > 0 && index % linesAtOnce === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    check.take(line);
  }
  return check.result;
}

/** The lines of a file's text, without the empty end. A last line without a line feed is not whole and is answered apart. */
export function wholeLines(text: string): { readonly lines: string[]; readonly torn: string } {
  const lines = text.split('\n');
  const torn = lines.pop() ?? '';
  return { lines, torn };
}
