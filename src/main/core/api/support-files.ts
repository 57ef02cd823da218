// One ZIP file for whoever helps: the diagnostics and the log files. Neither holds a secret or a person (log-events.ts, about.ts).
import path from 'node:path';
import type { Problem } from '../../../shared/domain/problem.ts';
import { err, ok, type Result } from '../../../shared/domain/result.ts';
import { diskProblemOnly } from '../platform/files/disk-problems.ts';
import { writeNewFile, type TargetFolder } from '../platform/files/new-file.ts';
import type { Files, Ports } from '../platform/ports.ts';
import { logFilesOf } from '../platform/logs/rotating-log-file.ts';

/** Bytes read of one log file at most, and compressed at once: the rest of the program, a pause among it, has its turn between two pieces. */
const mostOfFile = 2_000_000;
const pieceBytes = 65_536;

type Entry = { readonly name: string; readonly bytes: Uint8Array };

export type SupportFilesDependencies = {
  readonly ports: Pick<Ports, 'files' | 'clock' | 'logFile'>;
  /** The text of the diagnostics, after which the log is on the disk. */
  readonly diagnostics: () => Promise<string>;
  readonly folder: () => TargetFolder;
};

export class SupportFiles {
  readonly #dependencies: SupportFilesDependencies;

  constructor(dependencies: SupportFilesDependencies) {
    this.#dependencies = dependencies;
  }

  /** Writes `sidetone-logs-DATE.zip`; nothing is overwritten. A log file that is missing or can't be read is left out. */
  async save(): Promise<Result<{ fileName: string }, Problem>> {
    const { ports, diagnostics, folder } = this.#dependencies;
    const target = folder();
    try {
      const entries: Entry[] = [{ name: 'diagnostics.txt', bytes: Buffer.from(await diagnostics(), 'utf8') }];
      for (const file of logFilesOf(ports.logFile ?? '')) {
        const bytes = await logBytes(ports.files, file);
        if (bytes !== null) entries.push({ name: `logs/${path.basename(file)}`, bytes });
      }
      const at = new Date(ports.clock.now());
      const base = `sidetone-logs-${at.toISOString().slice(0, 10)}`;
      return ok({ fileName: await writeNewFile(ports.files, target, base, 'zip', await zipOf(entries, at)) });
    } catch (error) {
      return err(diskProblemOnly(error, target.folder));
    }
  }
}

async function logBytes(files: Files, file: string): Promise<Uint8Array | null> {
  try {
    const { kind, isLink } = await files.facts(file);
    return kind === 'file' && !isLink ? await files.readPart(file, 0, mostOfFile) : null;
  } catch {
    return null;
  }
}

/** The entries as the bytes of a ZIP file. */
async function zipOf(entries: readonly Entry[], modified: Date): Promise<Uint8Array> {
  // It computes its tables when it is loaded: with the first file, not with the app.
  const { Zip, ZipDeflate } = await import('fflate/browser');
  const pieces: Uint8Array[] = [];
  const failures: Error[] = [];
  const zip = new Zip((error, piece) => {
    if (error !== null) failures.push(error);
    pieces.push(piece);
  });
  for (const { name, bytes } of entries) {
    const file = new ZipDeflate(name);
    file.mtime = modified;
    zip.add(file);
    for (let from = 0; from === 0 || from < bytes.length; from += pieceBytes) {
      file.push(bytes.subarray(from, from + pieceBytes), from + pieceBytes >= bytes.length);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }
  zip.end();
  const [failure] = failures;
  if (failure !== undefined) throw failure;
  return Buffer.concat(pieces);
}
