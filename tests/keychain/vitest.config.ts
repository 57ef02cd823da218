// How the keychain test runs: apart from the others, because it needs a Secret Service around it.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['tests/keychain/**/*.test.ts'], environment: 'node', testTimeout: 30_000 },
});
