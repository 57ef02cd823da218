// How the app is built: an ES module for the main process, one sandboxable CommonJS file for the preload, minified windows.
import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';

const root = import.meta.dirname;

/**
 * What packages of the app would use where it is there or where Node has no streams of the web: the first is among the tools of a developer
 * and must not get into the app by that, the second would be an eighth of what is read at each start, for nothing.
 */
const leftOut = ['supports-color', 'web-streams-polyfill/dist/ponyfill.es2018.js'];
const withoutOptional = {
  name: 'without-optional',
  resolveId: (id: string): string | null => (leftOut.includes(id) ? `\0${id}` : null),
  load: (id: string): string | null => (leftOut.some((name) => id === `\0${name}`) ? 'export {};' : null),
};

/**
 * Imported, node:http tells all its exports at once, and with them loads a whole second client (its WebSocket is one of them): an eighth of what
 * the main file takes to load, for nothing. Required, it does not.
 */
const requiredHttp = {
  name: 'required-http',
  renderChunk: (code: string): string =>
    code.replace(
      /^import (\w+) from "node:http";$/mu,
      'import { createRequire as requireHttpBy } from "node:module";\nconst $1 = requireHttpBy(import.meta.url)("node:http");',
    ),
};

export default defineConfig({
  main: {
    plugins: [{ ...withoutOptional, enforce: 'pre' }, requiredHttp],
    build: {
      outDir: 'out/main',
      target: 'node20',
      // Everything is bundled but keytar, whose native add-on must stay a file of its own.
      externalizeDeps: {
        exclude: [
          'builder-util-runtime',
          'electron-updater',
          'fflate',
          'mpg123-decoder',
          'music-metadata',
          'node-fetch',
          'strtok3',
          'valibot',
          'ws',
        ],
      },
      rolldownOptions: {
        input: {
          index: resolve(root, 'src/main/index.ts'),
          'audio-worker': resolve(root, 'src/main/core/audio-check/audio-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload can require nothing but electron: all else must be inside the one file.
      externalizeDeps: false,
      minify: true,
      rolldownOptions: {
        input: { preload: resolve(root, 'src/main/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    // The names of scoped classes stand more than a thousand times in what the windows load.
    plugins: [svelte({ compilerOptions: { cssHash: ({ hash, css }) => `s${hash(css)}` } })],
    build: {
      outDir: resolve(root, 'out/renderer'),
      minify: true,
      // The content security policy allows no inline data for scripts and fonts; small pictures may stay inline.
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: {
          main: resolve(root, 'src/renderer/main.html'),
          widget: resolve(root, 'src/renderer/widget.html'),
        },
      },
    },
  },
});
