// The installers for Windows: the MSI, made here, and what electron-builder makes of the same packaged app.
import path from 'node:path';
import { root, say } from '../project.ts';
import { canHaveTools } from './downloads.ts';
import { buildMsi, whyNoMsi } from './msi.ts';

export type InstallersAsked = {
  readonly arch: 'x64' | 'arm64';
  readonly isSigned: boolean;
  readonly release: boolean;
  /** Runs electron-builder. */
  readonly pack: (flags: readonly string[]) => Promise<number>;
};

/**
 * Makes what can be made here, and says what can't. Answers with the exit code: a release is complete or fails, anything else fails only where a
 * tool does.
 */
export async function buildWindowsInstallers({ arch, isSigned, release, pack }: InstallersAsked): Promise<number> {
  const app = path.join(root, 'dist', arch === 'x64' ? 'win-unpacked' : 'win-arm64-unpacked');
  let isComplete = true;
  const why = whyNoMsi();
  if (why === null) {
    const file = await buildMsi({ app, arch, isSigned });
    if (file === null) return 1;
    say(`Built ${path.relative(root, file)}`);
  } else {
    say(`NO MSI: ${why}.`);
    isComplete = false;
  }
  if (await canHaveTools('nsis')) {
    const code = await pack(['nsis', 'zip', '--prepackaged', app]);
    if (code !== 0) return code;
  } else {
    say("NO NSIS INSTALLER: its tools can't be downloaded here, so build it where there is a network.");
    isComplete = false;
  }
  return release && !isComplete ? 1 : 0;
}
