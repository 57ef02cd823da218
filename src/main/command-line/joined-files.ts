// Puts several files of one journal into the order of their entries and says where one doesn't continue the other.
import { basename } from 'node:path';
import type { ShellMessages } from '../../shared/messages/shell.ts';
import type { JournalCheck } from '../core/journal/journal-file.ts';

type Words = ShellMessages['commandLine'];
export type CheckedFile = { readonly file: string; readonly check: JournalCheck };

const isMonth = (file: string): boolean => /^\d{4}-\d{2}\.jsonl$/u.test(basename(file));
const firstOf = ({ check }: CheckedFile): number => check.entries[0]?.sequence ?? Infinity;

/** The files in the order of their entries; what is said of them where they are one whole chain, and where they are not. */
export function joinFiles(
  files: readonly CheckedFile[],
  text: Words,
): { readonly ordered: readonly CheckedFile[]; readonly whole: readonly string[]; readonly broken: readonly string[] } {
  const ordered = [...files].sort((left, right) => firstOf(left) - firstOf(right));
  const breaks = ordered.flatMap(({ file, check: { breakAt } }) => {
    if (breakAt === null) return [];
    const broken = text.broken(breakAt.line, text.why[breakAt.why]);
    return [files.length === 1 ? broken : text.files.inFile(file, broken)];
  });
  const seams = ordered.flatMap((file, index) => {
    const before = ordered[index - 1];
    return before === undefined ? [] : seam(before, file, text.files);
  });
  const count = ordered.reduce((sum, { check }) => sum + check.entries.length, 0);
  const first = ordered[0]?.check.entries[0]?.sequence ?? 1;
  const whole = [
    files.length === 1 ? text.intact(count) : text.files.intact(count, files.length),
    ...(first === 1 ? [] : [text.beginsWith(first)]),
  ];
  return { ordered, whole, broken: [...breaks, ...seams] };
}

/** Why `after` isn't the continuation of `before`; nothing where it is. */
function seam(before: CheckedFile, after: CheckedFile, text: Words['files']): string[] {
  const last = before.check.entries.at(-1);
  const next = after.check.entries[0];
  if (last === undefined || next === undefined) return [];
  const isSwapped = isMonth(before.file) && isMonth(after.file) && basename(before.file) > basename(after.file);
  const swapped = isSwapped ? [text.swapped(after.file, before.file)] : [];
  if (next.sequence > last.sequence + 1)
    return [...swapped, text.missing(last.sequence + 1, next.sequence - 1, before.file, after.file)];
  if (next.sequence <= last.sequence || next.previous !== last.hash)
    return [...swapped, text.notNext(before.file, after.file)];
  return swapped;
}
