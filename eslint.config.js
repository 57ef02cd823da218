// Lint rules of components and of what is reactive beside them (.svelte, .svelte.ts). All other rules are oxlint's (.oxlintrc.json), which
// has them in a tenth of the time but doesn't read components.
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
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
  '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/no-invalid-void-type': ['error', { allowInGenericTypeArguments: true }],
};

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
  globalIgnores(['out/', 'dist/', 'test-results/', 'coverage/', '.cache/']),
  globalIgnores(['**/*.{js,mjs,cjs,ts}', '!**/*.svelte.ts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.svelte'],
    extends: [typescript.configs.strictTypeChecked, svelte.configs.recommended],
    plugins: { sidetone },
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
        parser: typescript.parser,
      },
    },
    rules: { 'sidetone/import-boundaries': 'error', ...rules, ...typedRules },
  },
  {
    files: ['**/*.svelte.ts'],
    extends: [svelte.configs.recommended],
    languageOptions: { globals: globals.browser, parserOptions: { parser: typescript.parser } },
  },
);
