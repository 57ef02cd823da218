// Reads a file of the journal, or an export of it, in whichever of its forms it is, and checks the chain in it.
import { lstatSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { textOfCell, type CsvSeparator } from '../../shared/domain/text/csv.ts';
import { firstPrevious } from '../../shared/domain/journal.ts';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import type { ShellMessages } from '../../shared/messages/shell.ts';
import { checkLines, parseLine, wholeLines, type JournalCheck } from '../core/journal/journal-file.ts';
import { journalCsv } from '../core/journal/journal-export.ts';
import { parseJson } from '../core/platform/json.ts';
import { readCsv } from './read-csv.ts';

const exportSchema = v.object({ format: v.literal('sidetone-journal'), lines: v.array(v.string()) });

/** Largest file that is checked, in bytes: ten thousand pauses a month take a tenth of it. */
const mostBytes = 256 * 1024 * 1024;

/** The text of a file, or why it can't be checked. It is read at once: see disk-at-once.ts. */
export function textOfFile(file: string, text: ShellMessages['commandLine']): Result<string, string> {
  try {
    // A pipe would be waited for, a device never ends, and what a link leads to is not the file that was named.
    const found = lstatSync(file);
    if (!found.isFile()) return err(text.notAFile(file));
    if (found.size > mostBytes) return err(text.tooLarge(file));
    return ok(readFileSync(file, 'utf8'));
  } catch {
    return err(text.unreadable(file));
  }
}

const withoutMark = (text: string): string => text.replace(/^\uFEFF/u, '');

/** The check of a text in whichever of the three forms it is; null when it is none of them. */
export function checkText(content: string): JournalCheck | null {
  const text = withoutMark(content);
  const json = v.safeParse(exportSchema, parseJson(text));
  if (json.success) return check(json.output.lines);
  const separator = /^sequence([,;\t|])/u.exec(text)?.[1];
  if (separator !== undefined) return checkCsv(text, separator as CsvSeparator);
  if (!text.includes('"sequence":')) return null;
  const { lines, torn } = wholeLines(text.replaceAll('\r\n', '\n'));
  return check(torn === '' ? lines : [...lines, torn]);
}

/** A file that begins with the very first entry must name no entry before it; a later month may begin anywhere. */
function check(lines: readonly string[]): JournalCheck {
  const first = lines[0] === undefined ? null : parseLine(lines[0]);
  return checkLines(lines, first?.sequence === 1 ? firstPrevious : null);
}

/** The last column holds the entries; the others are for people, and must say the same. */
function checkCsv(text: string, separator: CsvSeparator): JournalCheck | null {
  const rows = readCsv(text, separator);
  if (rows === null) return null;
  const lines = rows.slice(1).map((row) => row.at(-1) ?? '');
  const result = check(lines);
  const expected = readCsv(withoutMark(journalCsv(lines, result.entries, separator, rows[0])), separator) ?? [];
  // The first exports wrote every text without the form in which spreadsheets leave it alone.
  const shown = (row?: readonly string[]): string => JSON.stringify(row?.map(textOfCell));
  const changed = rows.findIndex((row, index) => shown(row) !== shown(expected[index]));
  if (changed === -1 || (result.breakAt !== null && result.breakAt.line <= changed)) return result;
  return { entries: result.entries, breakAt: { line: Math.max(1, changed), why: 'changed' } };
}
