// What the administrator guide quotes is what users read.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { problemTexts } from '../../../src/shared/messages/en/problems.ts';

const guide = readFileSync(path.resolve(import.meta.dirname, '../../../docs/admin-guide.md'), 'utf8');

test('every message of the troubleshooting table is one that users read', () => {
  const [, chapter = ''] = guide.split('## Troubleshooting by message\n');
  const rows = (chapter.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
  const messages = rows.map((row) => row.split('|')[1]?.trim() ?? '').filter((cell) => !/^(?:Message|-+)$/u.test(cell));
  const known = new Set(Object.values(problemTexts).map(({ what }) => what));
  expect(messages.length).toBeGreaterThan(5);
  expect(messages.filter((message) => !known.has(message))).toEqual([]);
});
