// The files that a report is made of: journals of a month, and exports as CSV or JSON. What is no journal is said in a sentence.
import { lstatSync } from 'node:fs';
import * as v from 'valibot';
import { err, ok, type Result } from '../../shared/domain/result.ts';
import type { ShellMessages } from '../../shared/messages/shell.ts';
import { isSystemError } from '../core/platform/errors.ts';
import { fileSource, linesSource, NotReadable, type ReportSource } from '../core/journal/report/sources.ts';
import { parseJson } from '../core/platform/json.ts';
import { filesAtOnce as files } from './disk-at-once.ts';
import { textOfFile } from './journal-text.ts';
import { readCsv } from './read-csv.ts';

type Words = ShellMessages['commandLine'];

const exportSchema = v.object({ format: v.literal('sidetone-journal'), lines: v.array(v.string()) });
/** Bytes that tell what a file is. */
const headBytes = 65_536;

/** Where the entries of a file come from; else why there are none, in words. */
export async function sourceOf(file: string, text: Words): Promise<Result<ReportSource, string>> {
  try {
    const found = lstatSync(file);
    // A pipe would be waited for, a device never ends, and what a link leads to is not the file that was named.
    if (!found.isFile()) return err(text.notAFile(file));
    const head = Buffer.from(await files.readPart(file, 0, headBytes))
      .toString('utf8')
      .replace(/^\uFEFF/u, '');
    if (head.startsWith('{"sequence":')) return ok(fileSource(files, file, file));
    const form = /^sequence[,;\t|]/u.test(head) ? 'csv' : /^\s*\{\s*"format"/u.test(head) ? 'json' : null;
    if (form !== null) return ok(linesSource(file, async () => exportedLines(file, form, text)));
    return head.includes('"sequence":') ? ok(fileSource(files, file, file)) : err(text.notAJournal(file));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return err(text.unreadable(file));
  }
}

/** The entries' lines in an export. @throws NotReadable where it is none */
function exportedLines(file: string, form: 'csv' | 'json', text: Words): readonly string[] {
  const content = textOfFile(file, text);
  if (!content.ok) throw new NotReadable(content.error);
  const whole = content.value.replace(/^\uFEFF/u, '');
  if (form === 'json') {
    const parsed = v.safeParse(exportSchema, parseJson(whole));
    if (!parsed.success) throw new NotReadable('no export');
    return parsed.output.lines;
  }
  const rows = readCsv(whole, whole.charAt('sequence'.length));
  if (rows === null) throw new NotReadable('no table');
  return rows.slice(1).map((row) => row.at(-1) ?? '');
}
