// Reads and checks lines of the journal: which are whole, where the chain breaks. Plain Node, so that it also works without the app.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { firstPrevious, hashedText, journalEntrySchema, type JournalEntry } from '../../shared/journal.ts';
import { parseJson } from './json.ts';

export function hashOf(entry: Omit<JournalEntry, 'hash'>): string {
  return createHash('sha256').update(hashedText(entry), 'utf8').digest('hex');
}

/** An entry from one line, or null when the line is none or its own hash does not fit. */
export function parseLine(line: string): JournalEntry | null {
  const parsed = v.safeParse(journalEntrySchema, parseJson(line));
  if (!parsed.success) return null;
  // The hash covers the line as it stands: members that the schema does not know would otherwise go unnoticed.
  const { hash } = parsed.output;
  const ending = `,"hash":"${hash}"}`;
  if (!line.endsWith(ending)) return null;
  const text = `${line.slice(0, -ending.length)}}`;
  return createHash('sha256').update(text, 'utf8').digest('hex') === hash ? parsed.output : null;
}

export type JournalCheck = {
  readonly entries: readonly JournalEntry[];
  /** 1-based number of the first line that does not fit, and why; null when the chain is intact. */
  readonly breakAt: { readonly line: number; readonly why: 'unreadable' | 'changed' | 'missing' } | null;
};

/**
 * Checks lines in their order. `previous` is the hash that the first line must continue; null accepts whatever it names,
 * which is right for a single month whose predecessor is not at hand.
 */
export function checkLines(lines: readonly string[], previous: string | null): JournalCheck {
  const entries: JournalEntry[] = [];
  let breakAt: JournalCheck['breakAt'] = null;
  let expected = previous;
  let sequence: number | null = previous === firstPrevious ? 0 : null;
  lines.forEach((line, index) => {
    const entry = parseLine(line);
    if (entry === null) {
      breakAt ??= { line: index + 1, why: parseJson(line) === undefined ? 'unreadable' : 'changed' };
      expected = null;
      sequence = null;
      return;
    }
    const follows =
      (expected === null || entry.previous === expected) && (sequence === null || entry.sequence === sequence + 1);
    if (!follows) breakAt ??= { line: index + 1, why: 'missing' };
    entries.push(entry);
    expected = entry.hash;
    sequence = entry.sequence;
  });
  return { entries, breakAt };
}

/** The lines of a file's text, without the empty end. A last line without a line feed is not whole and is answered apart. */
export function wholeLines(text: string): { readonly lines: string[]; readonly torn: string } {
  const lines = text.split('\n');
  const torn = lines.pop() ?? '';
  return { lines, torn };
}
