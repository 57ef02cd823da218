// Links from web pages: they can pause and show, and nothing else.
import { expect, test } from 'vitest';
import { readArguments } from '../../../src/main/command-line/arguments.ts';
import { parseLink } from '../../../src/main/command-line/link.ts';

test.each([
  ['sidetone://pause', 'pause'],
  ['sidetone://pause/', 'pause'],
  ['SIDETONE://Pause', 'pause'],
  ['sidetone://show', 'show'],
] as const)('%s means %s', (link, verb) => {
  expect(parseLink(link)).toBe(verb);
  expect(readArguments([link])).toEqual({ kind: 'link', verb });
});

test.each([
  'sidetone://resume',
  'sidetone://resume/',
  'sidetone:resume',
  'sidetone://toggle',
  'sidetone://start',
  'sidetone://stop',
  'sidetone://status',
  'sidetone://',
  'sidetone:pause',
  'sidetone://pause/resume',
  'sidetone://pause?then=resume',
  'sidetone://pause#resume',
  'sidetone://user@pause',
  'sidetone://pause:80',
  'sidetone://PAUSE%20--user-data-dir=/tmp',
  'sidetone://pau\u017fe',
  'https://pause',
])('%s is refused', (link) => {
  expect(parseLink(link)).toBeNull();
});

test('what stands beside a link counts for nothing', () => {
  expect(readArguments(['sidetone://pause', 'resume'])).toEqual({ kind: 'link', verb: 'pause' });
  expect(readArguments(['resume', 'sidetone://show'])).toEqual({ kind: 'link', verb: 'show' });
  expect(readArguments(['resume', 'sidetone://resume'])).toEqual({ kind: 'link', verb: null });
});
