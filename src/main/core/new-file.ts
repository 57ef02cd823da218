// A table or a journal written for people: whole, forced to the disk, and under a name that was free.
import { join } from 'node:path';
import { codeOf } from './node-files.ts';
import type { Files } from './ports.ts';

/** Where something is written. The usual folder is made when it is missing, a chosen one never. */
export type Place = { readonly folder: string; readonly makeFolder: boolean };

/** Writes `text` and answers the name it got: `base.ending`, or `base-2.ending` and so on. Rejects with a Node system error. */
export async function writeNewFile(
  files: Files,
  { folder, makeFolder }: Place,
  base: string,
  ending: string,
  text: string,
): Promise<string> {
  if (makeFolder) await files.makeFolder(folder);
  for (let number = 1; ; number += 1) {
    const fileName = `${base}${number === 1 ? '' : `-${String(number)}`}.${ending}`;
    try {
      const handle = await files.createNew(join(folder, fileName));
      try {
        await handle.write(Buffer.from(text, 'utf8'));
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
