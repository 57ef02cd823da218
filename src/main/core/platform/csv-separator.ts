// What stands between two cells of a CSV file, so that a double click on it opens columns and not one long line.
import type { CsvSeparator } from '../../../shared/domain/text/csv.ts';
import type { Preferences } from '../../../shared/domain/preferences.ts';
import type { Desktop } from './ports.ts';

const known: readonly string[] = [',', ';', '\t', '|'] satisfies CsvSeparator[];
const isKnown = (text: string | null | undefined): text is CsvSeparator => known.includes(text ?? '');

/**
 * The chosen separator, or the one of the system: as it is set there, and where there is no such setting or it cannot be read, a
 * semicolon for regional formats that write 1,5 with a comma, as spreadsheets do it. Never throws.
 */
export async function csvSeparator(
  choice: Preferences['export.separator'],
  desktop: Pick<Desktop, 'locale' | 'listSeparator'>,
): Promise<CsvSeparator> {
  if (choice !== 'system') return choice === 'semicolon' ? ';' : ',';
  const own = await desktop.listSeparator?.().catch(() => null);
  return isKnown(own) ? own : usualFor(desktop.locale);
}

function usualFor(locale: string | null): CsvSeparator {
  const decimal = formatOf(locale)
    .formatToParts(1.5)
    .find(({ type }) => type === 'decimal');
  return decimal?.value === ',' ? ';' : ',';
}

function formatOf(locale: string | null): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale ?? undefined);
  } catch {
    // The system names it in a way of its own, such as C.UTF-8.
    return new Intl.NumberFormat();
  }
}
