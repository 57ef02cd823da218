// Compiles the small programs in C of the Windows package, with MinGW-w64: `apt-get install gcc-mingw-w64-x86-64-win32` on Debian.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { ended, root } from '../project.ts';
import { findProgram } from './signing.ts';

const compiler = 'x86_64-w64-mingw32-gcc';
const resourceCompiler = 'x86_64-w64-mingw32-windres';

/** Warnings are errors; the programs need no library of their own, have the system's protections on, and are the same at each build. */
const flags = [
  ...['-std=c11', '-Wall', '-Wextra', '-Werror', '-s'],
  '-Wl,--dynamicbase,--nxcompat,--high-entropy-va,--no-insert-timestamp',
];
const withLibrary = ['-O2', '-municode', '-static'];
/** The system enters at `start` (src/native/common.h). */
const withoutLibrary = [
  ...['-Os', '-ffreestanding', '-fno-builtin', '-fno-stack-protector', '-fno-asynchronous-unwind-tables', '-nostdlib'],
  '-Wl,-e,start,--subsystem,console,--build-id=none',
];

/** A program in C: its files under src/, where it is put under out/, and what Windows says about it. */
export type ConsoleProgram = {
  readonly sources: readonly string[];
  readonly result: string;
  readonly description: string;
  readonly libraries?: readonly string[];
  /** Without the C library. */
  readonly isBare?: boolean;
};

/** The program `sidetone` of the command line. */
export const commandLineProgram: ConsoleProgram = {
  sources: ['src/console/sidetone.c', 'src/console/policy-facts.c'],
  libraries: ['advapi32'],
  result: 'out/console/sidetone.exe',
  description: 'Sidetone command line',
};

/** What the installer runs as the system; it is inside the MSI and never installed. */
export const setupHelper: ConsoleProgram = {
  sources: ['main', 'close', 'policy'].map((name) => `src/console/setup/${name}.c`),
  result: 'out/setup/setup-helper.exe',
  description: 'Sidetone setup',
  libraries: ['wtsapi32', 'userenv', 'advapi32', 'shell32', 'ole32'],
};

/** What Windows shows of a helper; one that isn't here is called by its mode. */
const helperDescriptions: Readonly<Record<string, string>> = {
  watch: 'Sidetone front window',
  browser: 'Sidetone browser connection',
};

/** The helpers of the automatic pause: each file src/native/MODE.c is one program. */
export function nativeHelpers(): ConsoleProgram[] {
  const files = readdirSync(path.join(root, 'src/native')).filter((name) => name.endsWith('.c'));
  return files.toSorted().map((file) => {
    const mode = path.basename(file, '.c');
    return {
      sources: [`src/native/${file}`],
      result: `out/native/sidetone-${mode}.exe`,
      description: helperDescriptions[mode] ?? `Sidetone ${mode}`,
      libraries: ['user32', 'advapi32', 'kernel32'],
      isBare: true,
    };
  });
}

/** The version of package.json. */
export function ownVersion(): string {
  const schema = v.object({ version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/u)) });
  return v.parse(schema, JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))).version;
}

/** What the properties of the file show in Windows, as a resource script. */
export function versionResource(description: string, version: string): string {
  const numbers = [...version.split('.'), '0'].join(',');
  const values = Object.entries({
    CompanyName: 'The Sidetone authors',
    FileDescription: description,
    FileVersion: version,
    ProductName: 'Sidetone',
    ProductVersion: version,
  });
  const lines = values.map(([name, value]) => `VALUE "${name}", "${value}"`);
  return `1 VERSIONINFO
FILEVERSION ${numbers}
PRODUCTVERSION ${numbers}
BEGIN
BLOCK "StringFileInfo"
BEGIN
BLOCK "040904B0"
BEGIN
${lines.join('\n')}
END
END
BLOCK "VarFileInfo"
BEGIN
VALUE "Translation", 0x409, 1200
END
END
`;
}

/** Why the programs can't be compiled here; null when they can. */
export function whyNoCompiler(): string | null {
  const missing = [compiler, resourceCompiler].find((name) => findProgram(name) === null);
  return missing === undefined ? null : `${missing} isn't installed`;
}

/** Compiles a program. Answers whether it is there now; what is wrong with it the compiler says. */
export async function compile(asked: ConsoleProgram): Promise<boolean> {
  const { sources, result, description, libraries = [], isBare = false } = asked;
  const target = path.join(root, result);
  const script = target.replace(/\.exe$/u, '.rc');
  const resource = `${script}.o`;
  mkdirSync(path.dirname(target), { recursive: true });
  rmSync(target, { force: true });
  writeFileSync(script, versionResource(description, ownVersion()));
  const run = (program: string, args: readonly string[]): Promise<number> =>
    ended(spawn(program, [...args], { cwd: root, stdio: ['ignore', 2, 2] }));
  const linked = libraries.map((name) => `-l${name}`);
  const ways = [...flags, ...(isBare ? withoutLibrary : withLibrary)];
  const isBuilt =
    (await run(resourceCompiler, [script, resource])) === 0 &&
    (await run(compiler, [...ways, ...sources, resource, '-o', target, ...linked])) === 0;
  rmSync(script, { force: true });
  rmSync(resource, { force: true });
  return isBuilt;
}
