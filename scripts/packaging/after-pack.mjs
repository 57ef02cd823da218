// A hook of electron-builder: removes what a custom Electron brings along and the app must not have. Plain JavaScript, because electron-builder loads it.
import { rm } from 'node:fs/promises';
import path from 'node:path';

/** Electron's own default app, and files that belong to a copy of Electron from npm. */
const foreign = ['resources/default_app.asar', 'package.json', '.vscode'];

/** @param {{ appOutDir: string, electronPlatformName: string }} context */
export default async function afterPack({ appOutDir, electronPlatformName }) {
  if (electronPlatformName === 'darwin') return;
  for (const name of foreign) await rm(path.join(appOutDir, name), { recursive: true, force: true });
}
