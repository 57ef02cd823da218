// Checksums of files on disk.
import { createHash } from 'node:crypto';
import type { Files } from '../ports.ts';

/** Bytes read at once. */
const readSize = 1024 * 1024;

/** SHA-256 of a file in 64 hexadecimal digits, read in parts. Rejects with a Node system error. */
export async function sha256OfFile(files: Files, path: string): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; ;) {
    const part = await files.readPart(path, at, readSize);
    if (part.length === 0) return hash.digest('hex');
    hash.update(part);
    at += part.length;
  }
}
