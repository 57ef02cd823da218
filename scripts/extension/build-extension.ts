// Builds the extension into out/extension: a folder for Chrome and Edge, and one for Firefox, with the same scripts.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { extensionText } from '../../src/shared/messages/en/extension.ts';
import { encodePng } from '../icons/png.ts';
import { paint } from '../icons/raster.ts';
import { appLayers, trayLayers } from '../icons/tray-shapes.ts';
import { ownVersion } from '../packaging/windows-compiler.ts';
import { root } from '../project.ts';
import { manifestKey, signingKey } from './extension-id.ts';
import { appIconSizes, extensionKinds, extensionManifest, iconNames, iconSizes } from './manifest.ts';

export const extensionFolder = path.join(root, 'out', 'extension');

const scripts = { background: 'background/background.ts', content: 'content/content.ts' };

const { heading, meaning, label } = extensionText.test;
/** A field to try the extension with. Its own pages have no content script, so it brings the same one along. */
const testPage = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>${heading} – ${extensionText.name}</title>
  <h1>${heading}</h1>
  <p>${meaning}</p>
  <label>${label} <input autocomplete="cc-number" inputmode="numeric"></label>
  <script src="content.js"></script>
</html>
`;

async function bundle(name: string, entry: string, folder: string): Promise<void> {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      lib: {
        entry: path.join(root, 'src', 'extension', entry),
        formats: ['iife'],
        name: 'sidetoneExtension',
        fileName: () => `${name}.js`,
      },
    },
  });
}

function drawIcons(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, size: number, layers: ReturnType<typeof appLayers>): void => {
    writeFileSync(path.join(folder, `${name}-${String(size)}.png`), encodePng(paint(layers, size)));
  };
  for (const [name, shape] of Object.entries(iconNames))
    for (const size of iconSizes) write(name, size, trayLayers(shape, 'any', false));
  for (const size of appIconSizes) write('app', size, appLayers());
}

/** Makes both folders. The environment may name the key that gives the extension its id. */
export async function buildExtension(): Promise<void> {
  const key = manifestKey(signingKey());
  rmSync(extensionFolder, { recursive: true, force: true });
  const first = path.join(extensionFolder, extensionKinds[0]);
  for (const [name, entry] of Object.entries(scripts)) await bundle(name, entry, first);
  drawIcons(path.join(first, 'icons'));
  writeFileSync(path.join(first, 'test.html'), testPage);
  for (const kind of extensionKinds) {
    const folder = path.join(extensionFolder, kind);
    if (folder !== first) cpSync(first, folder, { recursive: true });
    const manifest = extensionManifest(kind, ownVersion(), key);
    writeFileSync(path.join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  }
}
