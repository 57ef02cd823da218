// How the tests of the real app run: one at a time, because they share a desktop. A CI run may try a test a second time.
import path from 'node:path';
import { defineConfig } from 'playwright/test';

const root = path.resolve(import.meta.dirname, '../..');

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: path.join(root, 'test-results', 'electron'),
  timeout: 180_000,
  expect: { timeout: 30_000 },
  workers: 1,
  // The summary of `npm test` names each test that needed it.
  retries: (process.env['CI'] ?? '') === '' ? 0 : 1,
  forbidOnly: true,
  reporter: [['list'], ['json']],
});
