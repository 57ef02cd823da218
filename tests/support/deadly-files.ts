// A disk on which the process dies: right after the n-th write about saving, so that every moment between two writes is met.
import { basename } from 'node:path';
import type { Files, WriteHandle } from '../../src/main/core/platform/ports.ts';

/** What saving writes: the recordings themselves, the queue and the index. */
const isAboutSaving = (path: string): boolean =>
  /\.(?:mp3|sidetone-part)$|^(?:queue|saved)\.jsonl$/u.test(basename(path));

/** `after` is 1 for the first write. */
export function deadlyFiles(files: Files, after: number): Files {
  let left = after;
  const written = (path: string): void => {
    if (!isAboutSaving(path)) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
  const deadly = (handle: WriteHandle, path: string): WriteHandle => ({
    write: async (...chunks) => {
      await handle.write(...chunks);
      written(path);
    },
    sync: async () => {
      await handle.sync();
      written(path);
    },
    close: () => handle.close(),
  });
  return {
    ...files,
    append: async (path, text) => {
      await files.append(path, text);
      written(path);
    },
    writeTextAtomic: async (path, text) => {
      await files.writeTextAtomic(path, text);
      written(path);
    },
    createNew: async (path) => {
      const handle = await files.createNew(path);
      written(path);
      return deadly(handle, path);
    },
    moveNew: async (from, to) => {
      await files.moveNew(from, to);
      written(to);
    },
    rename: async (from, to) => {
      await files.rename(from, to);
      written(to);
    },
    remove: async (path) => {
      await files.remove(path);
      written(path);
    },
  };
}
