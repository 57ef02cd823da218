// Builds the two windows for the gallery, as the app builds them: `npx vite build --config <this file> --outDir DIR`.
import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const root = resolve(import.meta.dirname, '../../../src/renderer');

export default defineConfig({
  root,
  base: './',
  logLevel: 'warn',
  plugins: [svelte({ configFile: resolve(root, '../../svelte.config.js') })],
  build: {
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { main: resolve(root, 'main.html'), widget: resolve(root, 'widget.html') } },
  },
});
