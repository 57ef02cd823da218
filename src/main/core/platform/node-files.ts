// The real disk as the core's port. Nothing is ever overwritten except by an atomic rename.
import { codeOf } from './errors.ts';
import { constants } from 'node:fs';
import { access, link, mkdir, open, readdir, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Files, WriteHandle } from './ports.ts';

export function nodeFiles(): Files {
  return {
    readText: (path) => readFile(path, 'utf8'),
    readBytes: (path) => readFile(path),
    append,
    truncate: (path, bytes) => truncate(path, bytes),
    writeTextAtomic,
    makeFolder: async (path) => {
      await mkdir(path, { recursive: true });
    },
    createNew,
    exists: async (path) => {
      try {
        await access(path, constants.F_OK);
        return true;
      } catch {
        return false;
      }
    },
    moveNew,
    rename: (from, to) => rename(from, to),
    size: async (path) => (await stat(path)).size,
    facts: async (path) => {
      const found = await stat(path);
      const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
      return { kind, bytes: found.size, modifiedMs: found.mtimeMs };
    },
    readPart,
    remove: (path) => rm(path, { force: true }),
    list: (folder) => readdir(folder),
  };
}

async function createNew(path: string): Promise<WriteHandle> {
  const handle = await open(path, 'wx', 0o600);
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

async function readPart(path: string, from: number, length: number): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(length);
    const { bytesRead } = await handle.read(buffer, 0, length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function append(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, 'a', 0o600);
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeTextAtomic(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * A hard link fails when the target exists, on every file system that has links; a rename would overwrite it.
 * File systems without links (FAT, some network shares) get an exclusive placeholder first, then the rename over it.
 */
async function moveNew(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST' || code === 'ENOENT' || code === 'ENOSPC') throw error;
    const placeholder = await open(to, 'wx', 0o600);
    await placeholder.close();
    await rename(from, to);
    return;
  }
  await rm(from, { force: true });
}
