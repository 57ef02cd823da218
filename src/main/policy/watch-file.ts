// Tells of changes to a file through its folder: the file itself may be exchanged for another one.
import { watch } from 'node:fs';
import path from 'node:path';

/** Calls `changed` after each change in the folder of a file. Where it can't be watched nothing is told. Returns the function that ends it. */
export function watchFile(file: string, changed: () => void): () => void {
  try {
    const watcher = watch(path.dirname(file), { persistent: false }, changed);
    watcher.on('error', () => {
      watcher.close();
    });
    return () => {
      watcher.close();
    };
  } catch {
    return () => undefined;
  }
}
