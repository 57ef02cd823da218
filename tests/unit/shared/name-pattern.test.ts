// File names made of a pattern: readable where the server is kind, and safe where it is not; tables that run nothing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  exampleRecording,
  nameFor,
  patternFields,
  unknownFields,
} from '../../../src/shared/domain/text/name-pattern.ts';
import { defaultPreferences } from '../../../src/shared/domain/preferences.ts';

const usual = defaultPreferences['download.namePattern'];

describe('the name of a saved recording', () => {
  test('is made of what the pattern names', () => {
    expect(nameFor(usual, exampleRecording)).toBe('20261120_1755_out_+390555236330_202600001280');
    expect(nameFor('{owner} {LOCAL} {duration}', exampleRecording)).toBe('ada.agent 101 438s');
  });

  test('leaves out what is not known, without marks beside it', () => {
    const bare = { ...exampleRecording, startTime: null, remotePartyNumber: null, direction: 'unknown' } as const;
    expect(nameFor(usual, bare)).toBe('call_unknown_202600001280');
    expect(nameFor('{date}_{time}', bare)).toBe('202600001280');
  });

  test('shows a moment by the clock of this computer, and a time without a zone as it is', () => {
    expect(nameFor('{date}_{time}', { ...exampleRecording, startTime: '2026-11-20T23:59:59' })).toBe('20261120_2359');
    const instant = new Date(2026, 10, 20, 8, 5).toISOString();
    expect(nameFor('{date}_{time}', { ...exampleRecording, startTime: instant })).toBe('20261120_0805');
  });

  test('says which fields of a pattern mean nothing', () => {
    expect(unknownFields('{date}_{colour}_{shape}')).toEqual(['colour', 'shape']);
    expect(unknownFields(usual)).toEqual([]);
  });

  test.each([
    '..\\..\\x',
    '../../etc/passwd',
    'CON',
    'nul.mp3',
    'a/b:c*d?',
    'x'.repeat(300),
    '\u202Egnp.exe',
    '. .',
    '',
  ])('is harmless whatever the server sends as reference and number: %j', (evil) => {
    const name = nameFor(usual, { ...exampleRecording, referenceNumber: evil, remotePartyNumber: evil });
    // oxlint-disable-next-line no-control-regex
    expect(name).not.toMatch(/[<>:"/\\|?*\u0000-\u001f\u202a-\u202e]/u);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180);
    expect(name).toContain('20261120_1755_out');
  });

  test('is never empty, never a path and never too long, whatever pattern and values meet', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.subarray([...patternFields]), (text, value, fields) => {
        const pattern = text + fields.map((name) => `{${name}}`).join('');
        const name = nameFor(pattern, { ...exampleRecording, referenceNumber: value, remotePartyNumber: value });
        expect(name).not.toBe('');
        expect(name).not.toMatch(/[/\\]|^\.{1,2}$/u);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(181);
      }),
    );
  });
});
