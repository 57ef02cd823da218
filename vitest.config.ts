// How the unit, contract and fault tests run: plain Node for the core, one worker a core.
import { defineConfig } from 'vitest/config';
import { svelte } from '@sveltejs/vite-plugin-svelte';

export default defineConfig({
  plugins: [svelte()],
  resolve: { conditions: ['browser', 'node'] },
  test: {
    include: ['tests/{unit,contract,faults}/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['tests/support/each-test.ts'],
    // Limits for what never ends, far above what anything takes on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Every test makes what it needs anew, so files may share a worker: it halves the processor time.
    isolate: false,
    maxWorkers: '100%',
    maxConcurrency: 16,
  },
});
