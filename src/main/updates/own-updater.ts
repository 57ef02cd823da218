// The updater of this very program.
import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Updater } from '../core/platform/ports.ts';
import type { Registry } from '../policy/registry-source.ts';
import { windowsRegistry } from '../policy/windows-registry.ts';
import { installationOf } from './installation.ts';
import type { Fetching } from './library-updater.ts';
import { isSamePublisher } from './publisher.ts';

export type OwnUpdaterOptions = {
  readonly version: string;
  readonly localFolder: string;
  readonly isRelease: boolean;
  readonly quit: () => void;
};

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

export function ownUpdater({ version, localFolder, isRelease, quit }: OwnUpdaterOptions): Updater {
  const executable = process.execPath;
  const { platform, env: environment } = process;
  let fetching: Fetching | null = null;
  const load = async (): Promise<Fetching> => {
    // Only where updates are on: it is a third of Sidetone's own code.
    const { libraryUpdater } = await import('./library-updater.ts');
    fetching ??= libraryUpdater({
      version,
      folder: path.join(localFolder, 'updates'),
      isSamePublisher: (file) => isSamePublisher(executable, file),
    });
    return fetching;
  };
  const registry: Registry = (...of) => windowsRegistry()(...of);
  return {
    installation: () => installationOf({ platform, isRelease, executable, environment, exists, registry }),
    check: async (...of) => (await load()).check(...of),
    download: async (...of) => (await load()).download(...of),
    install: (restart) => {
      fetching?.install(restart);
    },
    quit,
  };
}
