// The tables in docs/faults.md: each kind of fault says what the person sees and names tests that exist.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const rows = readFileSync(path.join(root, 'docs', 'faults.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| kind'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, kind = '', seen = '', tests = '']) => ({
    kind,
    seen,
    tests: [...tests.matchAll(/`(tests\/[^`]+)`/gu)].map(([, file = '']) => file),
  }));

test.each(rows)('$kind', ({ seen, tests }) => {
  expect(seen).not.toBe('');
  expect(tests.length).toBeGreaterThan(0);
  for (const file of tests) expect(existsSync(path.join(root, file)), file).toBe(true);
});

test('the failures of the matrix are as many as the text says', () => {
  const matrix = readFileSync(path.join(root, 'tests/faults/matrix.test.ts'), 'utf8');
  const list = /const failures[^=]*= \[\n(.*?)\n\];/su.exec(matrix)?.[1] ?? '';
  const said = /brings (\d+) failures/u.exec(readFileSync(path.join(root, 'docs', 'faults.md'), 'utf8'))?.[1];
  expect([...list.matchAll(/^ {2,4}(?:\{ )?name: /gmu)]).toHaveLength(Number(said));
});

test('docs/accessibility.md names tests that exist', () => {
  const named = readFileSync(path.join(root, 'docs', 'accessibility.md'), 'utf8').match(/`tests\/[^`]+`/gu) ?? [];
  expect(named.length).toBeGreaterThan(10);
  const missing = named.map((name) => name.slice(1, -1)).filter((name) => !existsSync(path.join(root, name)));
  expect(missing).toEqual([]);
});
