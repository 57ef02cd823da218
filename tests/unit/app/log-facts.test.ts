// The log holds facts of the program and nothing of a customer or a password.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { loggableError, loggableFacts, redactingLog } from '../../../src/main/log-facts.ts';

function linesOf(write: (log: ReturnType<typeof redactingLog>) => void): string {
  const lines: string[] = [];
  write(redactingLog((level, line) => void lines.push(`${level} ${line}`)));
  return lines.join('\n');
}

test('facts of the list are kept, all others are left out', () => {
  expect(
    loggableFacts({ endpoint: 'listMine', status: 200, ms: 12, password: 'demo', remoteNumber: '+1555123456' }),
  ).toEqual({
    endpoint: 'listMine',
    status: 200,
    ms: 12,
  });
});

test('a fact that holds a number someone could dial is hidden, whatever its name', () => {
  expect(loggableFacts({ reason: '+39 055 1104729', state: 'paused' })).toEqual({
    reason: '(hidden)',
    state: 'paused',
  });
});

test('the message of an error is not written: it quotes addresses and what people searched for', () => {
  const error = Object.assign(new Error('request to https://host/?remoteParty=contains:%2B1555123456 failed'), {
    code: 'ECONNRESET',
  });
  const line = linesOf((log) => log.error('request failed', error));
  expect(line).toContain('ECONNRESET');
  expect(line).toContain('log-facts.test.ts');
  expect(line).not.toContain('1555123456');
  expect(line).not.toContain('https://host');
});

test('what was thrown and is no error is named by its type alone', () => {
  expect(loggableError('Basic YWRhOmRlbW8=')).toEqual({ name: 'string' });
});

test('no string of six digits or more ever reaches a line, under whatever name it comes', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.stringMatching(/^\d{6,15}$/u),
      fc.constantFrom('state', 'code', 'reason', 'x'),
      (before, digits, name) => {
        expect(linesOf((log) => log.info('event', { [name]: `${before}${digits}` }))).not.toContain(digits);
      },
    ),
  );
});
