// The installers for Linux: a deb, by fpm or by dpkg-deb in its place, and an AppImage where its tools can be had.
import path from 'node:path';
import { root, say } from '../project.ts';
import { canHaveTools } from './downloads.ts';
import { findProgram } from './signing.ts';

/** Stands in for fpm, which electron-builder would download. */
export const fpmStandIn = path.join(import.meta.dirname, 'fpm-by-dpkg.mjs');

type LinuxInstallersAsked = {
  readonly arch: string;
  readonly release: boolean;
  /** Runs electron-builder with these flags and variables. */
  readonly pack: (flags: readonly string[], environment: Readonly<Record<string, string>>) => Promise<number>;
};

/** What electron-builder is told about fpm; null when there is no way to make a deb here. */
async function fpmEnvironment(): Promise<Readonly<Record<string, string>> | null> {
  if ((process.env['CUSTOM_FPM_PATH'] ?? '') !== '' || process.env['USE_SYSTEM_FPM'] === 'true') return {};
  if (findProgram('dpkg-deb') !== null) return { CUSTOM_FPM_PATH: fpmStandIn };
  return (await canHaveTools('fpm')) ? {} : null;
}

/** Makes what can be made here of the packaged app, and says what can't. Answers with the exit code. */
export async function buildLinuxInstallers({ arch, release, pack }: LinuxInstallersAsked): Promise<number> {
  const app = path.join(root, 'dist', arch === 'x64' ? 'linux-unpacked' : `linux-${arch}-unpacked`);
  const fpm = await fpmEnvironment();
  if (fpm !== null) {
    const code = await pack(['deb', '--prepackaged', app], fpm);
    if (code !== 0) return code;
  } else say("NO DEB: dpkg-deb isn't installed, and fpm can't be downloaded here.");
  const hasAppImage = await canHaveTools('appimage');
  if (hasAppImage) {
    const code = await pack(['AppImage', '--prepackaged', app], {});
    if (code !== 0) return code;
  } else say("NO APPIMAGE: its tools can't be downloaded here, so build it where there is a network.");
  return release && (fpm === null || !hasAppImage) ? 1 : 0;
}
