// The native host of the extension: how browsers find it, and its program for Linux and macOS. The one for Windows is compiled with the
// other programs of the Windows package.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { findProgram } from '../packaging/signing.ts';
import { ended, root } from '../project.ts';
import { firefoxId, nativeHostName } from './extension-id.ts';
import type { ExtensionKind } from './manifest.ts';

const flags = ['-std=c11', '-O2', '-Wall', '-Wextra', '-Werror', '-fstack-protector-strong', '-s'];

/** The C compiler of the system; null where there is none. */
const compiler = (): string | null => ['cc', 'gcc', 'clang'].find((name) => findProgram(name) !== null) ?? null;

/**
 * Compiles the program. Answers whether it is there; what is wrong with it the compiler says.
 * @param more flags beside the usual ones
 */
export async function compileUnixHost(target: string, more: readonly string[] = []): Promise<boolean> {
  const program = compiler();
  if (program === null) return false;
  mkdirSync(path.dirname(target), { recursive: true });
  const source = path.join('src', 'native', 'unix', 'browser.c');
  return (
    (await ended(spawn(program, [...flags, ...more, source, '-o', target], { cwd: root, stdio: ['ignore', 2, 2] }))) ===
    0
  );
}

/**
 * What a browser reads to find the host. Chrome and Edge allow extensions by their origins, Firefox by their ids.
 * @param program absolute path; on Windows it may be relative to the file
 */
export function hostManifest(kind: ExtensionKind, program: string, chromiumIds: readonly string[]): string {
  const allowed =
    kind === 'firefox'
      ? { allowed_extensions: [firefoxId] }
      : { allowed_origins: chromiumIds.map((id) => `chrome-extension://${id}/`) };
  const manifest = {
    name: nativeHostName,
    description: 'Sidetone: connects the browser extension with the app',
    path: program,
    type: 'stdio',
    ...allowed,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
