// Lint rules: the import boundaries of ARCHITECTURE.md, everything about components, and what needs no types in other files. The
// rules that need types are checked by oxlint (.oxlintrc.json) in .ts files: the same rules in a tenth of the time.
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import typescript from 'typescript-eslint';
import sidetone from './scripts/eslint-import-boundaries.js';

const rules = {
  'no-console': 'error',
  eqeqeq: 'error',
  'no-control-regex': 'error',
  'no-constant-binary-expression': 'error',
  'no-unsafe-finally': 'error',
  'no-template-curly-in-string': 'error',
  'no-eval': 'error',
  'prefer-const': 'error',
  'no-var': 'error',
  'no-restricted-properties': [
    'error',
    ...['only', 'skip'].flatMap((property) =>
      ['test', 'it', 'describe'].map((object) => ({
        object,
        property,
        message: 'A test runs, or says by name why it cannot.',
      })),
    ),
    ...['waitFor', 'waitUntil'].map((property) => ({
      object: 'vi',
      property,
      message: 'It gives up after a second: use tests/support/wait-for.ts.',
    })),
  ],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
  '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/no-invalid-void-type': ['error', { allowInGenericTypeArguments: true }],
};

/** In components, where the type service runs anyway. In .ts files oxlint has the same ones. */
const typedRules = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-confusing-void-expression': [
    'error',
    { ignoreArrowShorthand: true, ignoreVoidOperator: true },
  ],
  // Handlers of the contract and ports answer with promises, whatever one of them does inside.
  '@typescript-eslint/require-await': 'off',
  // A signature that is the contract's own may name a type parameter once.
  '@typescript-eslint/no-unnecessary-type-parameters': 'off',
};

export default defineConfig(
  globalIgnores(['out/', 'dist/', 'node_modules/', 'test-results/', 'playwright-report/', 'coverage/', '.cache/']),
  {
    files: ['**/*.{js,mjs,ts,svelte}'],
    plugins: { sidetone },
    rules: { 'sidetone/import-boundaries': 'error' },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.ts'],
    extends: [typescript.configs.strict],
    rules,
  },
  {
    files: ['**/*.svelte'],
    extends: [typescript.configs.strictTypeChecked, svelte.configs.recommended],
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
        parser: typescript.parser,
      },
    },
    rules: { ...rules, ...typedRules },
  },
  {
    files: ['**/*.svelte.ts'],
    extends: [svelte.configs.recommended],
    languageOptions: { globals: globals.browser, parserOptions: { parser: typescript.parser } },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: globals.node },
  },
);
