// Rules as they are written, and their patterns.
import { expect, test } from 'vitest';
import { checkedRules, kindOfRule, maxRules } from '../../../src/shared/domain/automatic-rule.ts';
import { matchesGlob } from '../../../src/shared/domain/text/glob.ts';

const pay = { id: 'pay', name: 'Payment page', url: 'pay.example.com/*' };

test.each([
  ['window', { id: 'a', name: 'A', program: 'saplogon.exe' }],
  ['window', { id: 'a', name: 'A', title: '*Virtual POS*', program: '*' }],
  ['page', pay],
  ['field', { id: 'a', name: 'A', field: 'cc-*' }],
  ['field', { id: 'a', name: 'A', field: 'cc-*', where: 'pay.example.com/*' }],
] as const)('a rule of a %s is one', (kind, rule) => {
  const { rules, dropped } = checkedRules([], [rule]);
  expect(dropped).toEqual([]);
  expect(rules.map((one) => kindOfRule(one.rule))).toEqual([kind]);
});

test.each([
  ['it says nothing to watch', { id: 'a', name: 'Bad' }],
  ['it mixes kinds', { ...pay, id: 'a', name: 'Bad', program: 'x' }],
  ['a member is misspelt', { id: 'a', name: 'Bad', Url: 'x' }],
  ['its pattern is empty', { id: 'a', name: 'Bad', url: ' ' }],
  ['its pattern is too long', { id: 'a', name: 'Bad', url: 'x'.repeat(201) }],
  ['its pattern is no text', { id: 'a', name: 'Bad', url: 7 }],
  ['its id has other signs', { id: 'a b', name: 'Bad', url: 'x' }],
  ['its id is taken', { id: 'pay', name: 'Bad', url: 'x' }],
])('a rule is dropped and named where %s, and the others work', (_why, bad) => {
  const { rules, dropped } = checkedRules([pay], [bad, { id: 'z', name: 'Z', url: 'z' }]);
  expect(rules.map(({ rule, byOrganisation }) => [rule.id, byOrganisation])).toEqual([
    ['pay', true],
    ['z', false],
  ]);
  expect(dropped).toEqual(['Bad']);
});

test('one without a name is called by its id, and else by its place', () => {
  const values = [null, 7, 'pay', [], { name: 7 }, { id: 'x', name: 'n'.repeat(1_000) }, { id: 'https://x' }];
  expect(checkedRules([], values).dropped).toEqual(['#1', '#2', '#3', '#4', '#5', 'x', '#7']);
});

test('there are at most a hundred, the organisation’s first', () => {
  const many = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ ...pay, id: `${prefix}${String(n)}`, name: `${prefix}${String(n)}` }));
  const { rules, dropped } = checkedRules(many('o', 60), many('u', 60));
  expect(rules).toHaveLength(maxRules);
  expect(rules.filter(({ byOrganisation }) => byOrganisation)).toHaveLength(60);
  expect(dropped).toEqual(
    many('u', 60)
      .slice(40)
      .map(({ name }) => name),
  );
});

test.each([
  ['saplogon.exe', 'SAPlogon.EXE', true],
  ['saplogon.exe', 'xsaplogon.exe', false],
  ['*Virtual POS*', 'Shop – Virtual POS – 3', true],
  ['pay.example.com/*', 'pay.example.com/', true],
  ['pay.example.com/*', 'pay.example.com', false],
  ['*', '', true],
  ['', '', true],
  ['', 'x', false],
  ['?', '💳', true],
  ['??', '💳', false],
  ['a*b*c', 'abcabbc', true],
  ['a*b*c', 'abcab', false],
  ['*.*', 'a.b', true],
  ['(a+)+$', '(a+)+$', true],
  ['[a-z]', 'b', false],
  ['é', 'e\u0301', true],
  ['a**b', 'ab', true],
])('%j fits %j: %j', (pattern, text, fits) => {
  expect(matchesGlob(pattern, text)).toBe(fits);
});

test('a pattern agrees with the plain meaning of its stars and question marks for every short text', () => {
  const texts = (length: number): string[] =>
    length === 0 ? [''] : texts(length - 1).flatMap((text) => [text, `${text}a`, `${text}b`]);
  const means = (pattern: string, text: string): boolean => {
    if (pattern === '') return text === '';
    const [first = '', rest] = [pattern[0], pattern.slice(1)];
    if (first === '*') return means(rest, text) || (text !== '' && means(pattern, text.slice(1)));
    return text !== '' && (first === '?' || first === text[0]) && means(rest, text.slice(1));
  };
  const patterns = ['*a', 'a*', '*a*b', 'a?b', '?*?', '*ab*', 'a*?b', '**', '*a?*', 'ab'];
  for (const pattern of patterns)
    for (const text of new Set(texts(5)))
      expect([pattern, text, matchesGlob(pattern, text)]).toEqual([pattern, text, means(pattern, text)]);
});

test('the worst pattern over the longest text takes a bounded number of steps', () => {
  // 200 by 2,000 signs: with backtracking between stars this would not end.
  expect(matchesGlob(`${'*a'.repeat(99)}*b`, 'a'.repeat(1_000_000))).toBe(false);
});

test('a name can look like no state: signs of players and marks that turn text are left out of it', () => {
  const { rules, dropped } = checkedRules([{ id: 'pay', name: ' \u202e⏸ Paused\n✓ ', url: 'pay.example.com/*' }], []);
  expect(rules.map(({ rule }) => rule.name)).toEqual(['Paused ✓']);
  expect(dropped).toEqual([]);
  expect(checkedRules([{ id: 'pay', name: '⏸', url: 'pay.example.com/*' }], [])).toMatchObject({
    rules: [],
    dropped: ['pay'],
  });
});
