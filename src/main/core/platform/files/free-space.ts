// How much room there is where a folder is, or would be.
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Bytes that may still be written there; null where the system does not say. A folder that is not made yet counts as its nearest parent. */
export async function freeBytes(folder: string): Promise<number | null> {
  for (let path = folder; ; path = dirname(path)) {
    try {
      const { bavail, bsize } = await statfs(path);
      return bavail * bsize;
    } catch {
      if (dirname(path) === path) return null;
    }
  }
}
