// The tests that each change of the code is tried against. A test whose event never comes must fail soon: most changes end in that.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['browser', 'node'] },
  test: {
    include: ['tests/unit/{live,ucx,app,platform,board,shared,shell,recordings}/**/*.test.ts'],
    exclude: [
      'tests/unit/shell/{import-*,scripts-*,preview-*}.test.ts',
      'tests/unit/recordings/{downloads,uploads}*.test.ts',
    ],
    environment: 'node',
    testTimeout: 4_000,
    maxConcurrency: 16,
  },
});
