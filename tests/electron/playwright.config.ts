// How the tests of the real app run: one at a time, because they share a desktop; a fresh profile each, no test tried twice.
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
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json']],
});
