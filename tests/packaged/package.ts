// The packaged app of dist/, copies of it that a test may change, and how a test runs them.
import { execFile } from 'node:child_process';
import { link, mkdir, readdir, rm, copyFile } from 'node:fs/promises';
import path from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { extractArchive } from './archive.ts';

export const root = path.resolve(import.meta.dirname, '../..');

/** The unpacked app that `npm run dist -- --platform win --dir` made. */
export const released = path.join(root, 'dist', 'win-unpacked');
const copies = path.join(root, 'test-results', 'packaged-copies');

export const programOf = (folder: string): string => path.join(folder, 'Sidetone.exe');
export const archiveOf = (folder: string): string => path.join(folder, 'resources', 'app.asar');

/** Links the files of a folder into another one: a copy costs 200 MB. */
async function linkFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) await linkFolder(source, target);
    else await link(source, target);
  }
}

/** A copy of the package. Its program, its archive and its folder `resources` may be changed; every other file is shared. */
export async function copyOfPackage(name: string): Promise<string> {
  const folder = path.join(copies, name);
  await rm(folder, { recursive: true, force: true });
  await linkFolder(released, folder);
  for (const file of [programOf, archiveOf]) {
    await rm(file(folder));
    await copyFile(file(released), file(folder));
  }
  return folder;
}

/**
 * The tests' own way in: a copy whose fuses let a debugger in and that runs the files of the archive from a folder. The package itself has no
 * such way.
 */
export async function openedCopy(): Promise<string> {
  const folder = await copyOfPackage('opened');
  await extractArchive(archiveOf(folder), path.join(folder, 'resources', 'app'));
  await rm(archiveOf(folder));
  await flipFuses(programOf(folder), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
  });
  return folder;
}

/** Deletes all copies. */
export const removeCopies = (): Promise<void> => rm(copies, { recursive: true, force: true });

export type ProgramOutcome = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs a Windows program until it ends. */
export function runProgram(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ProgramOutcome> {
  return new Promise((resolve) => {
    const child = execFile(
      path.join(import.meta.dirname, 'windows-app'),
      [...args],
      {
        env: { ...process.env, ...environment, SIDETONE_PROGRAM: program },
        timeout: 120_000,
        killSignal: 'SIGTERM',
      },
      (_error, out, err) => {
        resolve({ code: child.exitCode, out: out.replaceAll('\r', '').trim(), err });
      },
    );
  });
}

/** A path of this computer as a program in Wine names it. */
export const windowsPath = (file: string): string => `Z:${file.replaceAll('/', '\\')}`;
