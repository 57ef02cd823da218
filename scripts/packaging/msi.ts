// Makes the MSI from the packaged app, with wixl and msibuild: `apt-get install wixl msitools` on Debian.
import { execFileSync, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ended, root } from '../project.ts';
import { msiSource, stableGuid } from './msi-source.ts';
import { msiQueries } from './msi-tables.ts';
import { findProgram, signFile } from './signing.ts';
import { compile, ownVersion, setupHelper, whyNoCompiler } from './windows-compiler.ts';

/** Why no MSI can be made here; null when one can. */
export function whyNoMsi(): string | null {
  const missing = ['wixl', 'msibuild', 'msiinfo'].find((name) => findProgram(name) === null);
  return missing === undefined ? whyNoCompiler() : `${missing} isn't installed (wixl and msitools on Debian)`;
}

/** Actions that an MSI has in its sequence of installation. */
function sequencedActions(file: string): string[] {
  const table = execFileSync('msiinfo', ['export', file, 'InstallExecuteSequence'], { encoding: 'utf8' });
  // Three lines describe the columns.
  return table
    .split(/\r?\n/u)
    .slice(3)
    .map((line) => line.split('\t', 1)[0] ?? '');
}

export type MsiAsked = {
  /** Folder with the packaged app. */
  readonly app: string;
  readonly arch: 'x64' | 'arm64';
  readonly isSigned: boolean;
  /** Tests make a newer one, for an upgrade. */
  readonly version?: string;
  readonly folder?: string;
};

/** Makes the MSI. Answers with its path, or null after a tool has said what is wrong. */
export async function buildMsi(asked: MsiAsked): Promise<string | null> {
  const { app, arch, isSigned, version = ownVersion(), folder = path.join(root, 'dist') } = asked;
  const file = path.join(folder, `Sidetone-${version}-win-${arch}.msi`);
  const source = `${file}.wxs`;
  const helper = path.join(root, setupHelper.result);
  const run = async (program: string, args: readonly string[]): Promise<boolean> =>
    (await ended(spawn(program, [...args], { cwd: app, stdio: ['ignore', 2, 2] }))) === 0;
  rmSync(file, { force: true });
  if (!(await compile(setupHelper)) || (isSigned && !(await signFile(helper)))) return null;
  // wixl takes no absolute paths.
  const icon = path.relative(app, path.join(root, 'build', 'icon.ico'));
  writeFileSync(source, msiSource({ version, arch, app, icon, helper: path.relative(app, helper) }));
  const template = `${arch === 'x64' ? 'x64' : 'Arm64'};1033`;
  const isMade =
    (await run('wixl', ['-a', 'x64', '-o', file, source])) &&
    (await run('msibuild', [file, ...msiQueries(sequencedActions(file)).flatMap((query) => ['-q', query])])) &&
    (await run('msibuild', [
      file,
      '-s',
      'Sidetone',
      'The Sidetone authors',
      template,
      `{${stableGuid(`package ${version} ${arch}`)}}`,
    ])) &&
    (!isSigned || (await signFile(file)));
  rmSync(source, { force: true });
  if (!isMade) rmSync(file, { force: true });
  return isMade ? file : null;
}
