// Keeps folders that may be on a file server from stopping the rest. Node has four threads for all files, for names of hosts and for the
// keychain together, and each piece of work on a server that does not answer holds one of them for minutes.
import { sep } from 'node:path';
import type { Files, WriteHandle } from '../ports.ts';

/**
 * Pieces of work at once on folders that are not ours. Below Node's four threads (libuv, UV_THREADPOOL_SIZE): a larger pool can be asked for
 * only before a process starts, since on Windows a variable that is set later does not reach libuv.
 */
const mostElsewhere = 2;

class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}

type Run = <T>(work: () => Promise<T>) => Promise<T>;

function cappedHandle(handle: WriteHandle, run: Run): WriteHandle {
  return {
    write: (...chunks) => run(() => handle.write(...chunks)),
    sync: () => run(() => handle.sync()),
    close: () => run(() => handle.close()),
  };
}

/** The same disk, on which work outside `ownFolders` waits for its turn. */
export function cappedFiles(files: Files, ownFolders: readonly string[]): Files {
  const slots = new Slots(mostElsewhere);
  const elsewhere: Run = (work) => slots.run(work);
  const isOwn = (path: string): boolean =>
    ownFolders.some((folder) => path === folder || path.startsWith(`${folder}${sep}`));
  const at =
    (path: string): Run =>
    (work) =>
      isOwn(path) ? work() : elsewhere(work);
  return {
    readText: (path) => at(path)(() => files.readText(path)),
    readBytes: (path) => at(path)(() => files.readBytes(path)),
    append: (path, text) => at(path)(() => files.append(path, text)),
    truncate: (path, bytes) => at(path)(() => files.truncate(path, bytes)),
    writeTextAtomic: (path, text) => at(path)(() => files.writeTextAtomic(path, text)),
    makeFolder: (path) => at(path)(() => files.makeFolder(path)),
    createNew: async (path) => cappedHandle(await at(path)(() => files.createNew(path)), at(path)),
    exists: (path) => at(path)(() => files.exists(path)),
    moveNew: (from, to) => at(to)(() => files.moveNew(from, to)),
    rename: (from, to) => at(to)(() => files.rename(from, to)),
    size: (path) => at(path)(() => files.size(path)),
    facts: (path) => at(path)(() => files.facts(path)),
    readPart: (path, ...part) => at(path)(() => files.readPart(path, ...part)),
    remove: (path) => at(path)(() => files.remove(path)),
    list: (folder) => at(folder)(() => files.list(folder)),
  };
}
