// Certificate authorities of the organisation, from a file, in addition to the system's store: servers on the premises often have a private one.
import { X509Certificate } from 'node:crypto';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import type { Files } from '../platform/ports.ts';

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
