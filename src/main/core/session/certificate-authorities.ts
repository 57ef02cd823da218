// Certificate authorities of the organisation, from a file, in addition to the system's store: servers on the premises often have a private one.
import { X509Certificate } from 'node:crypto';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { Files, Ports } from '../platform/ports.ts';
import { countAuthorities } from '../ucx/transport/secure-context.ts';

/** Largest file read, in characters: a bundle of every public authority has a quarter of it. */
const mostCharacters = 1_000_000;
const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/gu;

/** The certificates of a PEM file, none for null. Problem: `authority-file-unusable` when it cannot be read or holds anything else. */
export async function readAuthorities(path: string | null, files: Files): Promise<Result<readonly string[], Problem>> {
  const file = path?.trim() ?? '';
  if (file === '') return ok([]);
  const unusable = err(problem('authority-file-unusable', { file }));
  try {
    const text = await files.readText(file);
    const found = text.length > mostCharacters ? [] : (text.match(block) ?? []);
    for (const one of found) new X509Certificate(one);
    return found.length === 0 ? unusable : ok(found);
  } catch {
    return unusable;
  }
}

/** The same for a client that is about to be made: how many authorities it trusts is logged, and a system's store that is empty. */
export async function authoritiesForClient(
  path: string | null,
  { files, log }: Pick<Ports, 'files' | 'log'>,
): Promise<Result<readonly string[], Problem>> {
  const found = await readAuthorities(path, files);
  const counts = countAuthorities(found.ok ? found.value : []);
  log.info('authorities', counts);
  if (counts.system === 0) log.warn('system-authorities-empty');
  return found;
}

/** How many authorities are trusted, for the diagnostics. */
export async function authoritiesText(path: string | null, files: Files): Promise<string> {
  const found = await readAuthorities(path, files);
  const { node, system, file } = countAuthorities(found.ok ? found.value : []);
  const ofSystem = system === null ? "the system's store can't be read" : `${String(system)} of the system`;
  const ofFile = found.ok ? `${String(file)} of the file` : 'the file is unusable';
  return `${String(node)} of Node, ${ofSystem}${system === 0 ? ' (its store is empty)' : ''}, ${ofFile}`;
}
