// The command `build`: bundles the main process, the preload, the windows, the browser's half of the preview, and the extension.
import path from 'node:path';
import type { InlineConfig } from 'vite';
import { buildExtension } from './extension/build-extension.ts';
import { readFlags, root, say } from './project.ts';

export const parts = ['main', 'preload', 'renderer', 'preview', 'extension'] as const;
export type Part = (typeof parts)[number];

const help = `Usage: npm run build [-- --only PART]...

Builds the app into out/.

  --only PART   main, preload, renderer, preview or extension; can be repeated (default: all)
  --help        Show this help
`;

/** How Vite builds a part of the installed app. */
export async function configOf(part: Exclude<Part, 'preview' | 'extension'>): Promise<InlineConfig> {
  const { resolveConfig } = await import('electron-vite');
  process.env['NODE_ENV_ELECTRON_VITE'] = 'production';
  const { config } = await resolveConfig({ root, logLevel: 'warn' }, 'build', 'production');
  const own = config?.[part];
  if (own === undefined) throw new Error(`electron.vite.config.ts has no configuration for ${part}`);
  return own;
}

async function buildPart(part: Part): Promise<void> {
  if (part === 'extension') {
    await buildExtension();
    return;
  }
  const vite = await import('vite');
  if (part === 'preview') {
    await vite.build({
      configFile: false,
      root,
      logLevel: 'warn',
      publicDir: false,
      build: {
        outDir: path.join(root, 'out', 'preview'),
        emptyOutDir: true,
        target: 'es2022',
        lib: {
          entry: path.join(root, 'src', 'preview', 'browser-bridge-entry.ts'),
          formats: ['iife'],
          name: 'sidetonePreview',
          fileName: () => 'bridge.js',
        },
      },
    });
    return;
  }
  await vite.build({ ...(await configOf(part)), logLevel: 'warn' });
}

function isPart(text: string): text is Part {
  return parts.some((part) => part === text);
}

export async function run(args: readonly string[]): Promise<number> {
  const read = readFlags(args, help, { only: { type: 'string', multiple: true } });
  if ('exit' in read) return read.exit;
  const only = read.values.only ?? [...parts];
  for (const part of only) {
    if (isPart(part)) continue;
    say(`--only must be one of ${parts.join(', ')}, not "${part}".`);
    say('Try --help.');
    return 2;
  }
  for (const part of only.filter(isPart)) {
    const began = performance.now();
    try {
      await buildPart(part);
    } catch (error) {
      say(`Can't build ${part}: ${error instanceof Error ? error.message : String(error)}`);
      return 1;
    }
    say(`Built ${part} in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
  return 0;
}
