// Whether only root can change a file: the owner and the mode of it, of its folder, and of each folder above.
import { lstat, realpath } from 'node:fs/promises';
import { posix } from 'node:path';

/** Write permission of the group and of others (POSIX.1, sys/stat.h). With an access list, the group's bits are its mask. */
const writableByOthers = 0o022;

/** What is asked of the disk; links are not followed by `facts`. Rejects with a Node system error. */
export type PosixDisk = {
  facts(path: string): Promise<{ readonly uid: number; readonly mode: number; readonly isLink: boolean }>;
  realPath(path: string): Promise<string>;
};

const nodeDisk: PosixDisk = {
  facts: async (path) => {
    const found = await lstat(path);
    return { uid: found.uid, mode: found.mode, isLink: found.isSymbolicLink() };
  },
  realPath: (path) => realpath(path),
};

/** A path and each folder above it, up to the root. */
function withFolders(path: string): string[] {
  const above = posix.dirname(path);
  return above === path ? [path] : [path, ...withFolders(above)];
}

/**
 * Whether nobody but root can change what is read at a path: also not by a link on the way, or by exchanging a folder.
 * Rejects with a Node system error, ENOENT where nothing is there.
 */
export async function isRootsAlone(path: string, disk: PosixDisk = nodeDisk): Promise<boolean> {
  const places = new Set([...withFolders(path), ...withFolders(await disk.realPath(path))]);
  for (const place of places) {
    // One after the other: four threads serve all files.
    const { uid, mode, isLink } = await disk.facts(place);
    // The mode of a link means nothing; whoever may exchange it is decided by its folder.
    if (uid !== 0 || (!isLink && (mode & writableByOthers) !== 0)) return false;
  }
  return true;
}
