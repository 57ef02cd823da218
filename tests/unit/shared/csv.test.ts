// A table for a spreadsheet: its cells, and what stands between them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../../../src/main/command-line/read-csv.ts';
import { csvSeparator } from '../../../src/main/core/platform/csv-separator.ts';
import { separatorIn } from '../../../src/main/electron/desktop/list-separator.ts';
import { csvTable, textOfCell } from '../../../src/shared/domain/text/csv.ts';

/** The one cell of a table as a program reads it, and as a spreadsheet does: a formula of a text alone is that text. */
function cellOf(value: string | number | null): { written: string; shown: string } {
  const rows = readCsv(csvTable(['name'], [[value, 'end']], ';'), ';');
  const written = rows?.[1]?.[0] ?? '';
  return { written, shown: textOfCell(written) };
}

describe('a table', () => {
  test('begins with the mark of UTF-8, quotes as RFC 4180 has it, and ends each line', () => {
    expect(
      csvTable(
        ['a', 'b'],
        [
          ['x,y', 'say "hello"'],
          ['two\nlines', null],
          [3, 'Zoë'],
        ],
        ',',
      ),
    ).toBe('\ufeffa,b\r\n"x,y","say ""hello"""\r\n"two\nlines",\r\n3,Zoë\r\n');
  });

  test.each([',', ';', '\t', '|'] as const)('with %j between its cells is read as it was', (separator) => {
    const rows = [[',', ';', 'x\t|y', '"', 'a"b', 'x\r\n', '']];
    const read = readCsv(csvTable(['1', '2', '3', '4', '5', '6', '7'], rows, separator), separator);
    expect(read?.slice(1)).toEqual(rows);
  });
});

describe('a cell of text', () => {
  test.each([
    '+390551104729',
    '00391234',
    '0012',
    '12345678901234567890',
    '055 110 4729',
    '(055) 1104729',
    '1E5',
    '1.5',
    '1,5',
    '1-2',
    '3/4',
    '12:30',
    '2026-11-27',
    '5 %',
    'mar1',
    'DEC-2',
    '12 Mar',
    '3 May 2026',
    '12 p',
    '-5',
    '=1+1',
    '=cmd|"/c calc"!A1',
    '@SUM(A1)',
    '-2+3',
    ' =1',
    '＝1+1',
  ])('%j keeps every sign of it, is no formula of its own, and has no apostrophe', (text) => {
    const { written, shown } = cellOf(text);
    expect(shown).toBe(text);
    expect(written.startsWith('="')).toBe(true);
  });

  test.each([
    'Zoë',
    'ada.agent',
    'incoming',
    '2026-11-27T10:00:00+01:00',
    '6b98303a-b295-473a-adae-19b78aca468d',
    'R-2026-17',
    '',
    'a1',
  ])('%j is as it is', (text) => {
    expect(cellOf(text).written).toBe(text);
  });

  test('that no formula can hold is led by an apostrophe where it would run', () => {
    expect(cellOf(`=${'1'.repeat(300)}`).written).toBe(`'=${'1'.repeat(300)}`);
    expect(cellOf('=1\n+1').written).toBe("'=1\n+1");
    expect(cellOf('9'.repeat(300)).written).toBe('9'.repeat(300));
  });

  test('of any kind never begins a formula but the one that is its own text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[=+\-@\t\r ＝]{1,3}.{0,20}$/u)),
        (text) => {
          const { written, shown } = cellOf(text);
          if (/^(?:\s*[=+\-@]|[\t\r])/u.test(written)) expect([shown, written.startsWith('="')]).toEqual([text, true]);
        },
      ),
    );
  });
});

test('a number is a number', () => {
  expect([cellOf(-2).written, cellOf(60).written]).toEqual(['-2', '60']);
});

describe('what stands between the cells', () => {
  const asSet = (text: string | null) => ({ locale: 'it-IT', listSeparator: () => Promise.resolve(text) });

  test('is what was chosen', async () => {
    expect(await csvSeparator('comma', asSet(';'))).toBe(',');
    expect(await csvSeparator('semicolon', asSet(','))).toBe(';');
  });

  test('is what the system is set to', async () => {
    expect(await csvSeparator('system', asSet(','))).toBe(',');
    expect(await csvSeparator('system', { ...asSet('|'), locale: 'en-US' })).toBe('|');
  });

  test.each([
    ['it-IT', ';'],
    ['de-DE', ';'],
    ['fr-FR', ';'],
    ['es-ES', ';'],
    ['en-GB', ','],
    ['en-US', ','],
    ['de-CH', ','],
    ['ja-JP', ','],
  ])('is usual for %s where nothing is set, or nothing that can be read', async (locale, separator) => {
    expect(await csvSeparator('system', { locale })).toBe(separator);
    expect(await csvSeparator('system', { locale, listSeparator: () => Promise.resolve(null) })).toBe(separator);
    expect(await csvSeparator('system', { locale, listSeparator: () => Promise.resolve('xx') })).toBe(separator);
    expect(
      await csvSeparator('system', { locale, listSeparator: () => Promise.reject(new Error('no registry')) }),
    ).toBe(separator);
  });

  test('is found even under a locale that has no name', async () => {
    expect([',', ';']).toContain(await csvSeparator('system', { locale: 'C.UTF-8' }));
    expect([',', ';']).toContain(await csvSeparator('system', { locale: null }));
  });

  test('is read from what Windows prints', () => {
    expect(separatorIn('\r\nHKEY_CURRENT_USER\\Control Panel\\International\r\n    sList    REG_SZ    ;\r\n\r\n')).toBe(
      ';',
    );
    expect(separatorIn('    sList    REG_SZ    \r\n')).toBeNull();
    expect(separatorIn('ERROR: The system was unable to find the specified registry key or value.')).toBeNull();
  });
});
