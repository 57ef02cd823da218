// The details beside a recording, as JSON under the same name and number. A kill at any moment leaves what the next start completes.
import { dirname, join } from 'node:path';
import { numberedFileName } from '../../../shared/domain/file-name.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { codeOf } from '../platform/errors.ts';
import type { Files } from '../platform/ports.ts';

/** What is to be written, and where. */
export type MetadataSidecar = { readonly path: string; readonly text: string };

/** Null where nothing is to be written. */
export function sidecarOf(metadata: unknown, folder: string, base: string, number: number): MetadataSidecar | null {
  if (metadata === null || metadata === undefined) return null;
  const path = join(folder, numberedFileName(base, 'json', number));
  return { path, text: `${JSON.stringify(metadata, null, 2)}\n` };
}

export type Written = { readonly path: string | null; readonly problem: Problem | null };

/** Never throws: what goes wrong here does not spoil a whole recording, it is a warning. Nothing is overwritten. */
export async function writeSidecar(files: Files, beside: MetadataSidecar | null): Promise<Written> {
  if (beside === null) return { path: null, problem: null };
  try {
    const handle = await files.createNew(beside.path);
    try {
      await handle.write(Buffer.from(beside.text, 'utf8'));
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { path: beside.path, problem: null };
  } catch {
    return refused(beside);
  }
}

/** As writeSidecar, after a kill: it may be there already, or only its beginning. A file of somebody else is not touched. */
export async function completeSidecar(files: Files, beside: MetadataSidecar | null): Promise<Written> {
  if (beside === null) return { path: null, problem: null };
  const { path, text } = beside;
  try {
    const there = await files.readText(path);
    if (!text.startsWith(there)) return refused(beside);
    if (there !== text) await files.writeTextAtomic(path, text);
    return { path, problem: null };
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? writeSidecar(files, beside) : refused(beside);
  }
}

const refused = ({ path }: MetadataSidecar): Written => ({
  path: null,
  problem: problem('metadata-not-saved', { folder: dirname(path) }),
});
