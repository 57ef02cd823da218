// Metadata sidecar: the details of a saved recording as a JSON file with the same name and number as its audio.
import { dirname, join } from 'node:path';
import { numberedFileName } from '../../../shared/domain/text/file-name.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { codeOf } from '../platform/errors.ts';
import type { Files, Ports } from '../platform/ports.ts';

export type MetadataSidecar = { readonly path: string; readonly text: string };

/** Null where nothing is to be written. */
export function sidecarOf(metadata: unknown, folder: string, base: string, number: number): MetadataSidecar | null {
  if (metadata === null || metadata === undefined) return null;
  const path = join(folder, numberedFileName(base, 'json', number));
  return { path, text: `${JSON.stringify(metadata, null, 2)}\n` };
}

export type SidecarResult = { readonly path: string | null; readonly problem: Problem | null };
type SidecarPorts = Pick<Ports, 'files' | 'log'>;

const nothingToWrite: SidecarResult = { path: null, problem: null };

/** Never throws: a failure here is a warning about a recording that was saved. Nothing is overwritten. */
export async function writeSidecar(ports: SidecarPorts, sidecar: MetadataSidecar | null): Promise<SidecarResult> {
  if (sidecar === null) return nothingToWrite;
  try {
    await createWhole(ports.files, sidecar);
    return { path: sidecar.path, problem: null };
  } catch (error) {
    return notSaved(ports, sidecar, error);
  }
}

/** As writeSidecar, after a kill: it may exist already, or only its beginning. A file of another program is not touched. */
export async function completeSidecar(ports: SidecarPorts, sidecar: MetadataSidecar | null): Promise<SidecarResult> {
  if (sidecar === null) return nothingToWrite;
  const { path, text } = sidecar;
  try {
    const existing = await ports.files.readText(path);
    if (!text.startsWith(existing)) throw new Error('The file is not ours');
    if (existing !== text) await ports.files.writeTextAtomic(path, text);
    return { path, problem: null };
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? writeSidecar(ports, sidecar) : notSaved(ports, sidecar, error);
  }
}

async function createWhole(files: Files, { path, text }: MetadataSidecar): Promise<void> {
  const handle = await files.createNew(path);
  try {
    await handle.write(Buffer.from(text, 'utf8'));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function notSaved({ log }: SidecarPorts, { path }: MetadataSidecar, cause: unknown): SidecarResult {
  log.error('metadata-not-saved', cause);
  return { path: null, problem: problem('metadata-not-saved', { folder: dirname(path) }) };
}
