// The real disk as the core's port. Nothing is ever overwritten except by an atomic rename.
import { codeOf, notAFile } from '../errors.ts';
import { constants } from 'node:fs';
import * as nodeDisk from 'node:fs/promises';
import { access, lstat, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { patientlyFor, type Patiently } from './held-files.ts';
import type { Clock, Files, WriteHandle } from '../ports.ts';
import { systemClock } from '../system-clock.ts';

/** The calls that fail while another program holds the file. Tests hand in a disk that holds files. */
export type Disk = Pick<typeof nodeDisk, 'link' | 'open' | 'rename' | 'rm' | 'truncate'>;

export type NodeFilesOptions = {
  readonly clock?: Clock;
  readonly platform?: NodeJS.Platform;
  readonly disk?: Disk;
};

/** The disk. Methods reject with Node's own error; reading and appending with the code `ENOTFILE` where something else than a file is in its place. */
export function nodeFiles(options: NodeFilesOptions = {}): Files {
  const { clock = systemClock(), platform = process.platform, disk = nodeDisk } = options;
  const patiently = patientlyFor(clock, platform);
  return {
    readText: async (path) => {
      await refuseSpecial(path);
      return readFile(path, 'utf8');
    },
    readBytes: async (path) => {
      await refuseSpecial(path);
      return readFile(path);
    },
    append: (path, text) => append(disk, patiently, path, text),
    truncate: (path, bytes) => patiently(() => disk.truncate(path, bytes)),
    writeTextAtomic: (path, text) => writeTextAtomic(disk, patiently, path, text),
    makeFolder: async (path) => {
      await mkdir(path, { recursive: true });
    },
    createNew: (path) => createNew(disk, path),
    exists: async (path) => {
      try {
        await access(path, constants.F_OK);
        return true;
      } catch {
        return false;
      }
    },
    moveNew: (from, to) => moveNew(disk, patiently, from, to),
    rename: (from, to) => patiently(() => disk.rename(from, to)),
    size: async (path) => (await stat(path)).size,
    facts: async (path) => {
      const found = await stat(path);
      const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
      const isLink = (await lstat(path)).isSymbolicLink();
      return { kind, bytes: found.size, modifiedMs: found.mtimeMs, isLink };
    },
    readPart: (path, from, length, into) =>
      readPart(disk, path, from, into?.subarray(0, length) ?? Buffer.allocUnsafe(length)),
    remove: (path) => patiently(() => disk.rm(path, { force: true })),
    list: (folder) => readdir(folder),
  };
}

/**
 * A pipe, a device, a folder or a link in the place of a file of ours is refused before it is opened: opening a pipe waits for ever, a
 * device never ends, and what is written to a link lands elsewhere.
 * @throws an error with the code `ENOTFILE`, or Node's own where there is nothing
 */
async function refuseSpecial(path: string): Promise<void> {
  if ((await lstat(path)).isFile()) return;
  throw Object.assign(new Error(`${path} is not a file`), { code: notAFile });
}

async function createNew(disk: Disk, path: string): Promise<WriteHandle> {
  const handle = await disk.open(path, 'wx', 0o600);
  return {
    write: async (...chunks) => {
      for (let rest = chunks; rest.length > 0;) rest = after(rest, (await handle.writev(rest)).bytesWritten);
    },
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

/** The part of the chunks that remains after so many bytes of them were written. */
function after(chunks: readonly Uint8Array[], written: number): readonly Uint8Array[] {
  let left = written;
  const first = chunks.findIndex((chunk) => {
    if (left < chunk.length) return true;
    left -= chunk.length;
    return false;
  });
  const [cut, ...rest] = first < 0 ? [] : chunks.slice(first);
  return cut === undefined ? [] : [cut.subarray(left), ...rest];
}

async function readPart(disk: Disk, path: string, from: number, buffer: Uint8Array): Promise<Uint8Array> {
  const handle = await disk.open(path, 'r');
  try {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Each call of the disk takes its time from this thread: what is to be sent in this turn, at a key press, goes first. */
const afterThisTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Makes the folder only where it is missing, which is once. */
async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await mkdir(folder, { recursive: true });
    return work();
  }
}

/** Only opening is repeated: of a write that failed nobody knows how much is in the file. */
async function append(disk: Disk, patiently: Patiently, path: string, text: string): Promise<void> {
  await afterThisTurn();
  await refuseSpecial(path).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
  const handle = await inFolder(dirname(path), () => patiently(() => disk.open(path, 'a', 0o600)));
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeTextAtomic(disk: Disk, patiently: Patiently, path: string, text: string): Promise<void> {
  await afterThisTurn();
  const folder = dirname(path);
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    const handle = await inFolder(folder, () => disk.open(temporary, 'wx', 0o600));
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await patiently(() => disk.rename(temporary, path));
  } catch (error) {
    await removeQuietly(disk, patiently, temporary);
    throw error;
  }
}

/** For what is no longer needed, where something more important than its removal has happened. */
async function removeQuietly(disk: Disk, patiently: Patiently, path: string): Promise<void> {
  await patiently(() => disk.rm(path, { force: true })).catch(() => undefined);
}

/**
 * A hard link fails when the target exists, on every file system that has links; a rename would overwrite it. Once the link is there the
 * file has its name, whatever becomes of the old one.
 * File systems without links (FAT, some network shares) get an exclusive placeholder first, then the rename over it.
 */
async function moveNew(disk: Disk, patiently: Patiently, from: string, to: string): Promise<void> {
  try {
    await disk.link(from, to);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST' || code === 'ENOENT' || code === 'ENOSPC') throw error;
    await moveOverPlaceholder(disk, patiently, from, to);
    return;
  }
  await removeQuietly(disk, patiently, from);
}

async function moveOverPlaceholder(disk: Disk, patiently: Patiently, from: string, to: string): Promise<void> {
  const placeholder = await patiently(() => disk.open(to, 'wx', 0o600));
  await placeholder.close();
  try {
    await patiently(() => disk.rename(from, to));
  } catch (error) {
    // An empty file under the name of a recording would be taken for one.
    await removeQuietly(disk, patiently, to);
    throw error;
  }
}
