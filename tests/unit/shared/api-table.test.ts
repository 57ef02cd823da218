// The table in docs/api.md is complete: every endpoint of the client has a place for a person and tests that exist.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { endpointNames } from '../../../src/shared/domain/ucx-problems.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const rows = readFileSync(path.join(root, 'docs', 'api.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, endpoint = '', , place = '', tests = '']) => ({
    endpoint: endpoint.replaceAll('`', ''),
    place,
    tests: [...tests.matchAll(/`(tests\/[^`]+)`/gu)].map(([, file = '']) => file),
  }));

describe('the table of the vendor’s functions', () => {
  test('has every endpoint of the client, once', () => {
    expect(rows.map(({ endpoint }) => endpoint).toSorted()).toEqual([...endpointNames].toSorted());
  });

  test.each(rows)('$endpoint has a place, and its tests exist', ({ place, tests }) => {
    expect(place).not.toBe('');
    expect(tests.length).toBeGreaterThan(0);
    for (const file of tests) expect(existsSync(path.join(root, file)), file).toBe(true);
  });
});
