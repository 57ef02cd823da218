// The tests that each change of the code is tried against. A test whose event never comes must fail soon, for most
// changes end in that, but not because the machine is busy.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['browser', 'node'] },
  test: {
    include: (process.env['MUTATION_TESTS'] ?? 'live,ucx,app,platform,board,shared,shell,recordings')
      .split(',')
      .map((folder) => `tests/unit/${folder}/**/*.test.ts`),
    exclude: [
      'tests/unit/shell/{import-*,scripts-*,preview-*}.test.ts',
      'tests/unit/recordings/{downloads,uploads}*.test.ts',
    ],
    environment: 'node',
    testTimeout: 15_000,
    maxConcurrency: 16,
  },
});
