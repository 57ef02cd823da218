// How the tests of the packaged app run: one at a time, in a Wine prefix of their own that scripts/test.ts made.
import path from 'node:path';
import { defineConfig } from 'playwright/test';

const root = path.resolve(import.meta.dirname, '../..');

// The helpers of the Electron tests start this in place of an Electron that runs the folder.
process.env['ELECTRON_LINUX_EXECUTABLE'] = path.join(import.meta.dirname, 'windows-app');

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: path.join(root, 'test-results', 'packaged'),
  timeout: 180_000,
  expect: { timeout: 30_000 },
  workers: 1,
  // Wine now and then ends a program in its first moments; the summary of `npm test` names each test that needed a second attempt.
  retries: (process.env['CI'] ?? '') === '' ? 0 : 1,
  forbidOnly: true,
  reporter: [['list'], ['json']],
});
