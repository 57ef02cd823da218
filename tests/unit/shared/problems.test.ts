// The words about problems: complete, short, and never saying what must not be said.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fallbackValues, problemTexts, unknownTexts } from '../../../src/shared/messages/en/problems/problems.ts';
import { problemText } from '../../../src/shared/messages/problems.ts';
import { problemCodes } from '../../../src/shared/domain/problem-codes.ts';
import { problemOf } from '../../../src/shared/domain/problem-schema.ts';

const everything = (code: string, values?: Record<string, string>): string => {
  const { what, meaning, next } = problemText(problemOf(code, values));
  return [what, meaning, next].join(' ');
};

describe.each(problemCodes)('%s', (code) => {
  test('has words of its own: what happened and what to do next', () => {
    const { what, next } = problemText({ code });
    expect(what).toMatch(/^\p{Lu}.*\.$/u);
    expect(next).toMatch(/^\p{Lu}.*\.$/u);
  });

  test('leaves no placeholder, with or without values', () => {
    expect(everything(code)).not.toMatch(/[{}]/);
    const values = Object.fromEntries(Object.keys(fallbackValues).map((name) => [name, `<${name}>`]));
    expect(everything(code, values)).not.toMatch(/[{}]/);
  });

  test('says nothing that must not be said', () => {
    expect(everything(code)).not.toMatch(
      /\bPCI\b|complian|(?<!SHA-)\b[1-5]\d\d\b|\bHTTP \d|undefined|null|exception|stack|password is|error code/i,
    );
  });

  test('is short enough to read on a call', () => {
    const { what, meaning, next } = problemText({ code });
    for (const sentence of [what, meaning, next]) expect(sentence.split(' ').length).toBeLessThanOrEqual(24);
  });
});

test('there are words for each code and none without a code', () => {
  const own: string[] = problemCodes.filter((code) => code !== 'problem-unknown');
  expect(Object.keys(problemTexts).sort()).toEqual(own.sort());
});

test.each([
  'pause/id-invalid',
  'pause/not-allowed',
  'pause/server-fault',
  'pause/service-unavailable',
  'pause/something-new',
  'recorder-did-not-obey',
  'recorder-state-unknown',
  'resumed-elsewhere',
  'own-calls-not-visible',
  'live/service-unavailable',
])('while a card may be read, %s says not to take the card number', (code) => {
  expect(problemText(problemOf(code)).meaning).toContain('Do not take the card number');
});

test.each([
  'server-timeout',
  'server-connection-lost',
  'server-unreachable',
  'server-answer-unreadable',
  'server-fault',
  'service-unavailable',
  'credentials-refused',
  'internal',
  'a-code-nobody-knows',
])('%s may be met at sign-in or in History, and speaks of no card', (code) => {
  expect(everything(code)).not.toMatch(/card|certain that the recording is paused/i);
});

test('a value of the problem stands in the sentence', () => {
  expect(problemText({ code: 'server-unreachable', values: { host: 'ucx.example.com' } }).what).toBe(
    "Can't reach ucx.example.com.",
  );
  expect(problemText({ code: 'server-unreachable' }).what).toBe("Can't reach the server.");
});

test('a code nobody knows gets a sensible sentence that does not show it', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{12,20}(\/[a-z]{12,20})?$/), (code) => {
      const { what, next } = problemText(problemOf(code));
      expect(what.length).toBeGreaterThan(10);
      expect(next.length).toBeGreaterThan(5);
      expect(everything(code)).not.toContain(code);
    }),
  );
  for (const kind of Object.keys(unknownTexts))
    expect(problemText(problemOf(`${kind}/new`))).not.toEqual(problemText(problemOf('new')));
  for (const code of ['constructor', '__proto__', 'toString', ''])
    expect(problemText(problemOf(code)).what).toMatch(/\.$/);
});

test('whatever the values hold, they do not become placeholders and do not flood the sentence', () => {
  expect(problemText({ code: 'server-unreachable', values: { host: '{target}' } }).what).toBe("Can't reach {target}.");
  expect(problemText({ code: 'server-unreachable', values: { host: 'x'.repeat(5000) } }).what.length).toBeLessThan(200);
});
