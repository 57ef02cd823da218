// Tables as RFC 4180 text that a spreadsheet opens as they are meant: nothing runs, and no number loses a digit.

import { parseGuid } from './guid.ts';

/** What may stand between two cells. */
export type CsvSeparator = ',' | ';' | '\t' | '|';

/** Excel takes a file for UTF-8 only when it begins with this mark. */
const byteOrderMark = '\ufeff';

/** Longest text in a formula that Excel reads, in UTF-16 units. */
const longestInFormula = 255;

/** Text that a spreadsheet would take for a formula: it would run. */
const looksLikeFormula = /^[\s\uff0b\uff0d\uff1d\uff20]*[=+\-@\uff0b\uff0d\uff1d\uff20]|^[\t\r]/u;
/** Text that it would take for a number, a time or a date: leading zeros, signs and digits beyond the fifteenth would be gone. */
const looksLikeNumber =
  /^[\d\s.,:/+\-()'%*#eE]*\d[\d\s.,:/+\-()'%*#eE]*$|^\d{1,4}[\s.\-/]?\p{L}{1,9}\.?(?:[\s.\-/]?\d{1,4})?$|^\p{L}{3,9}[\s.\-/]?\d{1,4}$/u;

/**
 * Text as it is, in a form that spreadsheets leave alone: a formula of nothing but the text, `="…"`. An apostrophe in front would be
 * seen. Where a formula cannot hold the text, it is led by one nevertheless: to run is worse.
 */
function asText(text: string): string {
  const isFormula = looksLikeFormula.test(text);
  // An id may by chance be made of digits alone.
  if (!isFormula && (!looksLikeNumber.test(text) || parseGuid(text) !== null)) return text;
  if (text.length <= longestInFormula && !/[\r\n]/.test(text)) return `="${text.replaceAll('"', '""')}"`;
  return isFormula ? `'${text}` : text;
}

/** The text of a cell that `csvTable` wrote, as a spreadsheet shows it. */
export function textOfCell(cell: string): string {
  return /^="((?:[^"]|"")*)"$/u.exec(cell)?.[1]?.replaceAll('""', '"') ?? cell;
}

function csvCell(value: string | number | null, separator: CsvSeparator): string {
  const text = typeof value === 'string' ? asText(value) : String(value ?? '');
  return /["\r\n]/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A whole file: the names of the columns, and a line for each row, each with its end of CR LF. */
export function csvTable(
  columns: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
  separator: CsvSeparator,
): string {
  const lines = [columns, ...rows].map((cells) => cells.map((cell) => csvCell(cell, separator)).join(separator));
  return `${byteOrderMark}${lines.map((line) => `${line}\r\n`).join('')}`;
}
