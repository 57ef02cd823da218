// How the browser tests run: one Chromium a worker; a fresh server, core, profile and page for each test; no test is tried twice.
import os from 'node:os';
import path from 'node:path';
import { defineConfig } from 'playwright/test';

const root = path.resolve(import.meta.dirname, '../..');
// The shell draws no window around the page. Tests of the extension start the browser itself.
const executablePath = process.env['CHROMIUM_HEADLESS_SHELL'] || process.env['CHROMIUM_EXECUTABLE'];

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: path.join(root, 'test-results', 'e2e'),
  // A limit for what never ends, far above what anything takes on a busy machine.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  // A browser keeps two cores busy by itself: two of them on two cores take longer than one after the other.
  workers: Math.max(1, Math.floor(os.availableParallelism() / 2)),
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json']],
  use: {
    // What a failed test leaves is the tree of names in its page: pictures would be taken of every page of every test.
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Pages of one site share a process: those of the next test find it running, with its scripts compiled.
        '--process-per-site',
        // The sandbox of the browser cannot be made for root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    },
  },
});
