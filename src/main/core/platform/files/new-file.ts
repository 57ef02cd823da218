// Writes a new file under a free name, whole and forced to the disk: exports, and copies of damaged files.
import { basename, dirname, extname, join } from 'node:path';
import { codeOf } from '../errors.ts';
import type { Files, Log } from '../ports.ts';

/** The default folder is created when it is missing, a chosen one never. */
export type TargetFolder = { readonly folder: string; readonly makeFolder: boolean };

/** Writes `content` and answers the name it got: `base.ending`, or `base-2.ending` and so on. Rejects with a Node system error. */
export async function writeNewFile(
  files: Files,
  { folder, makeFolder }: TargetFolder,
  base: string,
  ending: string,
  content: string | Uint8Array,
): Promise<string> {
  if (makeFolder) await files.makeFolder(folder);
  for (let number = 1; ; number += 1) {
    const fileName = `${base}${number === 1 ? '' : `-${String(number)}`}.${ending}`;
    try {
      const handle = await files.createNew(join(folder, fileName));
      try {
        await handle.write(typeof content === 'string' ? Buffer.from(content, 'utf8') : content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      return fileName;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || number > 999) throw error;
    }
  }
}

/** Copies the text of a damaged file to `name.damaged.ending` in its folder. Answers the path; null where it cannot be written (logged). */
export async function keepDamaged(files: Files, path: string, text: string, log: Log): Promise<string | null> {
  const ending = extname(path);
  const target = { folder: dirname(path), makeFolder: false };
  try {
    const name = await writeNewFile(files, target, `${basename(path, ending)}.damaged`, ending.slice(1), text);
    return join(target.folder, name);
  } catch (error) {
    log.error('damaged-file-not-kept', error);
    return null;
  }
}
