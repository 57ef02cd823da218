// Who signs the Windows package: the certificate comes from the environment, so that no file of the project names it.
import { spawn } from 'node:child_process';
import { accessSync, constants, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ended } from '../project.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What electron-builder is told about signing, and what the person at the terminal is told. `isSigned`: as a release has to be. */
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

/**
 * Whether the app for macOS is signed and notarised in this run. The certificate is in CSC_LINK or, when CSC_NAME names one, in the keychain of the
 * computer; Apple's account is one of the three kinds that electron-builder knows.
 */
export function macSigning(environment: Environment = process.env): Signing {
  const isSet = (...names: string[]): boolean => names.every((name) => (environment[name] ?? '') !== '');
  if (!isSet('CSC_LINK') && !isSet('CSC_NAME'))
    return {
      isSigned: false,
      environment: { CSC_IDENTITY_AUTO_DISCOVERY: 'false' },
      notice:
        'NOT SIGNED: neither CSC_LINK nor CSC_NAME names a certificate. macOS will refuse to open this on other computers.',
    };
  const isNotarised =
    isSet('APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER') ||
    isSet('APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID') ||
    isSet('APPLE_KEYCHAIN_PROFILE');
  return {
    isSigned: isNotarised,
    environment: {},
    notice: isNotarised
      ? 'Signed and notarised.'
      : 'Signed but NOT NOTARISED: no account of Apple is set (APPLE_API_KEY or APPLE_ID). macOS will warn everyone who opens this.',
  };
}

/** The server that says when a signature was made; the one that electron-builder uses. */
const timeServer = 'http://timestamp.digicert.com';

/**
 * Signs a file that electron-builder doesn't make, with the certificate that it uses. Answers whether it is signed now; what is wrong
 * osslsigncode says.
 */
export async function signFile(file: string, environment: Environment = process.env): Promise<boolean> {
  const certificate = environment['WIN_CSC_LINK'] ?? environment['CSC_LINK'] ?? '';
  const password = environment['WIN_CSC_KEY_PASSWORD'] ?? environment['CSC_KEY_PASSWORD'] ?? '';
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sidetone-sign-'));
  const [signed, passwordFile] = [path.join(folder, 'signed'), path.join(folder, 'password')];
  // Not as an argument, which every user of the computer could read.
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const time = environment['ELECTRON_BUILDER_OFFLINE'] === 'true' ? [] : ['-ts', timeServer];
  const words = ['sign', '-pkcs12', certificate, '-readpass', passwordFile, '-h', 'sha256', '-n', 'Sidetone', ...time];
  try {
    const code = await ended(
      spawn('osslsigncode', [...words, '-in', file, '-out', signed], { stdio: ['ignore', 'ignore', 2] }),
    );
    if (code === 0) copyFileSync(signed, file);
    return code === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
