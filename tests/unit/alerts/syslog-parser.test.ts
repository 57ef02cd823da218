// The strict reader of RFC 5424, by which the tests of alerts judge: it refuses what a log server may refuse, and fails with words alone.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { syslogMessage } from '../../../src/main/core/alerts/syslog-message.ts';
import { parseSyslog, SyslogError } from '../../../src/simulator/alerts/syslog-parser.ts';
import { sampleAlert as message } from '../../support/sample-alerts.ts';

describe('the strict reader refuses', () => {
  const good = syslogMessage(message, 'local0');
  test.each([
    ['no priority', good.replace('<130>', '')],
    ['a priority that there is not', good.replace('<130>', '<192>')],
    ['a leading zero', good.replace('<130>', '<0130>')],
    ['another version', good.replace('>1 ', '>2 ')],
    ['a time without its zone', good.replace('.000Z ', '.000 ')],
    ['an element that nobody has registered', good.replace('[origin ', '[sidetone ')],
    ['the number for documents', good.replace('[origin ', '[sidetone@32473 ')],
    ['an element twice', good.replace('[origin', '[timeQuality tzKnown="1"][origin')],
    ['a parameter that the element has not', good.replace('software=', 'program=')],
    ['a bracket that is not escaped', good.replace('"Sidetone"', '"Side]tone"')],
    ['no space behind it', good.replace('] {', ']{')],
    ['a line feed', `${good}\n`],
    ['text that may be anything', good.replace('Sidetone.', 'Sidetone\u2026')],
    ['nothing', ''],
  ])('%s', (_name, text) => {
    expect(() => parseSyslog(Buffer.from(text))).toThrow(SyslogError);
  });
});

test('the strict reader fails with words alone, whatever the bytes are', () => {
  const good = Buffer.from(syslogMessage(message, 'local0'));
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.uint8Array({ maxLength: 40 }), (at, bytes) => {
      try {
        parseSyslog(Buffer.concat([good.subarray(0, at), bytes, good.subarray(at + bytes.length)]));
      } catch (error) {
        expect(error).toBeInstanceOf(SyslogError);
      }
    }),
    { numRuns: 2_000 },
  );
});
