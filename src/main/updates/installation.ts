// How this Sidetone was installed: that says who replaces it by a newer version.
import path from 'node:path';
import type { Installation } from '../../shared/domain/update.ts';
import type { Registry } from '../policy/registry-source.ts';

export type InstallationFacts = {
  readonly platform: NodeJS.Platform;
  /** It runs from its archive, as packages do. */
  readonly isRelease: boolean;
  /** Path of the program. */
  readonly executable: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly exists: (file: string) => Promise<boolean>;
  readonly registry: Registry;
};

/** Where the MSI says what it has installed (scripts/packaging/msi-source.ts). */
const msiKey = String.raw`Software\Sidetone`;
/** What the installer for one user leaves beside the program (electron-builder 26, NSIS). */
const uninstaller = 'Uninstall Sidetone.exe';

const plain = (folder: string): string => path.win32.resolve(folder).toLowerCase();

async function onWindows({ executable, exists, registry }: InstallationFacts): Promise<Installation> {
  const folder = path.win32.dirname(executable);
  try {
    const installed = (await registry('HKLM', msiKey))?.get('InstallFolder');
    if (typeof installed === 'string' && plain(installed) === plain(folder)) return 'msi';
  } catch {
    // Where it can't be told, the organisation's installation isn't touched.
    return 'msi';
  }
  return (await exists(path.win32.join(folder, uninstaller))) ? 'self-updating' : 'unpacked';
}

export async function installationOf(facts: InstallationFacts): Promise<Installation> {
  const { platform, isRelease, executable, environment } = facts;
  if (!isRelease) return 'unpacked';
  if (platform === 'win32') return onWindows(facts);
  if (platform === 'darwin') return 'check-only';
  if ((environment['APPIMAGE'] ?? '') !== '') return 'check-only';
  return executable.startsWith('/opt/') || executable.startsWith('/usr/') ? 'package' : 'unpacked';
}
