// File names made of whatever a server sends, fit for Windows, macOS and Linux.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberedFileName, safeBaseName } from '../../../src/shared/domain/text/file-name.ts';

describe('a safe file name', () => {
  test.each([
    ['2015200000023', '2015200000023'],
    ['..\\..\\windows\\system32', '_windows_system32'],
    ['../../etc/passwd', '_etc_passwd'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['LPT¹', '_LPT¹'],
    ['nul', '_nul'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a_b_c_d_e_f_g_h_i_j'],
    ['name. . .', 'name'],
    ['.hidden', 'hidden'],
    ['.', 'recording'],
    ['..', 'recording'],
    ['', 'recording'],
    ['   ', 'recording'],
    ['///', 'recording'],
    ['exe\u202Egpj.mp3', 'exe_gpj.mp3'],
    ['zero\u200Bwidth', 'zero_width'],
    ['line\nbreak\ttab\u0000nul', 'line_break_tab_nul'],
    ['half \uD800 surrogate', 'half _ surrogate'],
    ['e\u0301', 'é'],
    ['多言語 🎧', '多言語 🎧'],
  ])('made of %j is %j', (text, expected) => {
    expect(safeBaseName(text)).toBe(expected);
  });

  test('of 300 letters fits into 255 bytes with its counter and its ending', () => {
    for (const letter of ['a', 'é', '多', '🎧']) {
      const name = numberedFileName(safeBaseName(letter.repeat(300)), 'mp3', 9_999);
      expect(new TextEncoder().encode(`${name}.12345678.sidetone-part`).length).toBeLessThanOrEqual(255);
    }
  });

  test('never holds a separator, a control character, a device name or a trailing dot, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const name = safeBaseName(text);
        expect(name).not.toBe('');
        // oxlint-disable-next-line no-control-regex
        expect(name).not.toMatch(/[<>:"/\\|?*\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
        expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        expect(name).not.toMatch(/^\.|[. ]$/);
        expect(name.isWellFormed()).toBe(true);
        expect(safeBaseName(name)).toBe(name);
      }),
      { numRuns: 3_000 },
    );
  });
});
