// The type of the local lint plugin, for the test that plants breaches.
import type { ESLint } from 'eslint';

declare const plugin: ESLint.Plugin;
export default plugin;
