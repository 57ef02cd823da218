// Text from outside that is shown: it can neither turn, hide nor imitate what Sidetone says.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problem } from '../../../src/shared/domain/problem.ts';
import { plainIdentifier, plainLine, plainLines } from '../../../src/shared/domain/text/plain-text.ts';
import { problemText } from '../../../src/shared/messages/problems.ts';

const unwanted =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u23e9-\u23fa\u2400-\u2426]/u; // oxlint-disable-line no-control-regex

const lines: readonly (readonly [string, string])[] = [
  ['Zoë Ångström', 'Zoë Ångström'],
  ['O’Brien-Łukasz (Büro)', 'O’Brien-Łukasz (Büro)'],
  ['محمد العربي', 'محمد العربي'],
  ['می‌خواهم', 'می‌خواهم'],
  ['नेपाल‍', 'नेपाल‍'],
  ['田中 太郎', '田中 太郎'],
  ['+39 055 1104729', '+39 055 1104729'],
  ['Anna\u202egnp.exe', 'Annagnp.exe'],
  ['\u2067Paused\u2069', 'Paused'],
  ['a\u200bb\ufeffc\u00add', 'abcd'],
  ['\u23f8 Paused', 'Paused'],
  ['\u25b6\ufe0f Recording', '\ufe0f Recording'],
  ['␀␛[2J', '[2J'],
  ['\u001b[31mPaused\u0007', '[31mPaused'],
  ['Anna\r\nPaused', 'Anna Paused'],
  ['Anna\u2028Paused', 'Anna Paused'],
  ['  much \t blank  ', 'much blank'],
  ['\u200e\u200f', ''],
  ['', ''],
];

describe('a name in one line', () => {
  test.each(lines)('%j is shown as %j', (text, shown) => {
    expect(plainLine(text)).toBe(shown);
  });

  test('of any text: nothing unwanted stays, a second time changes nothing, and it has a limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const shown = plainLine(text);
        expect(shown).not.toMatch(unwanted);
        expect(plainLine(shown)).toBe(shown);
        expect(shown.length).toBeLessThanOrEqual(200);
      }),
    );
  });

  test('too long a name ends in an ellipsis and in no half a character', () => {
    const shown = plainLine('😀'.repeat(300));
    expect(shown.endsWith('…')).toBe(true);
    expect(shown.length).toBeLessThanOrEqual(200);
    expect(shown.isWellFormed()).toBe(true);
  });
});

test('a hidden character never makes the name of one user that of another', () => {
  expect(plainIdentifier('ada.agent')).toBe('ada.agent');
  expect(plainIdentifier(' ada.agent ')).toBe('ada.agent');
  for (const hidden of ['\u200b', '\u202e', '\u0000', '\u2066', '\ufeff'])
    expect(plainIdentifier(`ada${hidden}.agent`)).toBe('ada\ufffd.agent');
});

test('a note keeps its lines', () => {
  expect(plainLines('first\r\n\tsecond\u202e\n\u23f8third')).toBe('first\r\n\tsecond\nthird');
});

test('a value in a problem from outside is one plain line', () => {
  const text = problemText(
    problem('server-redirected', { host: 'a\u202e.example', target: 'b\n\u23f8\u001b[2J.example' }),
  );
  expect(text.what).toBe('a.example redirected to b [2J.example, so nothing was sent there.');
});
