// Who signs the Windows package: the certificate comes from the environment, so that no file of the project names it.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** What electron-builder is told about signing, and what the person at the terminal is told. */
export type Signing = {
  readonly isSigned: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly notice: string;
};

/** Path of a program on the PATH; null when it isn't installed. */
export function findProgram(name: string, environment: Environment = process.env): string | null {
  for (const folder of (environment['PATH'] ?? '').split(path.delimiter)) {
    if (folder === '') continue;
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/**
 * Whether Windows programs are signed in this run. electron-builder reads CSC_LINK and CSC_KEY_PASSWORD itself; away from Windows it needs
 * osslsigncode of the system, or a download.
 */
export function windowsSigning(
  platform: NodeJS.Platform = process.platform,
  environment: Environment = process.env,
): Signing {
  const certificate = [environment['WIN_CSC_LINK'], environment['CSC_LINK']].find(
    (name) => name !== undefined && name !== '',
  );
  if (certificate === undefined)
    return {
      isSigned: false,
      environment: {},
      notice: 'NOT SIGNED: CSC_LINK names no certificate. Windows will warn everyone who installs this.',
    };
  const useSystem = platform !== 'win32' && findProgram('osslsigncode', environment) !== null;
  return {
    isSigned: true,
    environment: useSystem ? { USE_SYSTEM_OSSLSIGNCODE: 'true' } : {},
    notice:
      environment['ELECTRON_BUILDER_OFFLINE'] === 'true'
        ? 'Signed without a time stamp, because ELECTRON_BUILDER_OFFLINE is set: the signature expires with the certificate.'
        : 'Signed with the certificate of CSC_LINK.',
  };
}
