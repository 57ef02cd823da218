// Reads an asar archive: which files it has, where their bytes are, and how to put them into a folder.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';

type Entry = {
  readonly files?: Record<string, Entry> | undefined;
  readonly size?: number | undefined;
  readonly offset?: string | undefined;
  readonly unpacked?: boolean | undefined;
};
const entrySchema: v.GenericSchema<Entry> = v.object({
  files: v.optional(
    v.record(
      v.string(),
      v.lazy(() => entrySchema),
    ),
  ),
  size: v.optional(v.number()),
  offset: v.optional(v.string()),
  unpacked: v.optional(v.boolean()),
});

/** A file of an archive; `at` is where its bytes begin, or null when it is outside the archive. */
export type ArchivedFile = { readonly name: string; readonly size: number; readonly at: number | null };

function filesIn(folder: Entry, prefix: string, dataAt: number): ArchivedFile[] {
  return Object.entries(folder.files ?? {}).flatMap(([name, entry]) => {
    const full = `${prefix}${name}`;
    if (entry.files !== undefined) return filesIn(entry, `${full}/`, dataAt);
    const at = entry.unpacked === true ? null : dataAt + Number(entry.offset ?? 0);
    return [{ name: full, size: entry.size ?? 0, at }];
  });
}

/** The files of an archive. Its first 16 bytes are four lengths: the last is that of the header, the second says where the data begins. */
export function archivedFiles(archive: Buffer): ArchivedFile[] {
  const header: unknown = JSON.parse(archive.subarray(16, 16 + archive.readUInt32LE(12)).toString('utf8'));
  return filesIn(v.parse(entrySchema, header), '', 8 + archive.readUInt32LE(4));
}

/** Puts all files of an archive into a folder, those that are kept outside it too. */
export async function extractArchive(file: string, folder: string): Promise<void> {
  const archive = await readFile(file);
  for (const { name, size, at } of archivedFiles(archive)) {
    const target = path.join(folder, name);
    await mkdir(path.dirname(target), { recursive: true });
    if (at === null) await cp(path.join(`${file}.unpacked`, name), target);
    else await writeFile(target, archive.subarray(at, at + size));
  }
}
