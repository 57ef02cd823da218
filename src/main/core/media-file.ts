// One recording to one whole file: `.part` beside the target, SHA-256 on the way, fsync, then a rename that cannot overwrite.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { numberedFileName, safeBaseName } from '../../shared/file-name.ts';
import { problem, type Problem } from '../../shared/problem.ts';
import type { Result } from '../../shared/result.ts';
import { codeOf } from './node-files.ts';
import type { Files, WriteHandle } from './ports.ts';
import { partName } from './part-files.ts';
import type { Media } from './ucx/client-types.ts';
import { DiskError, WriteBehind } from './write-behind.ts';

/** What every recording that was saved ends in. */
export const audioEnding = '.mp3';
/** What differs from the hash of the server is kept, and never looks like a file that was checked. */
const unverifiedEnding = 'unverified.mp3';

export type SaveRequest = {
  /** Opens the audio: at the server, or what this session has of it already. */
  readonly open: (signal: AbortSignal) => Promise<Result<Media, Problem>>;
  readonly files: Files;
  readonly folder: string;
  /** False: the folder must be there. */
  readonly makeFolder: boolean;
  /** Any text; it is made safe here. */
  readonly baseName: string;
  /** What the parts of this order are known by. */
  readonly partMark: string;
  /** SHA-256 as the server names it, 64 hexadecimal digits in lower case; null when it names none. */
  readonly expectedSha256: string | null;
  /** Written as JSON beside the audio; null for none. */
  readonly metadata: unknown;
  readonly signal: AbortSignal;
  readonly onProgress: (receivedBytes: number, totalBytes: number | null) => void;
  /** Told, and waited for, before a whole file gets its name: after a kill the queue looks there. */
  readonly onNamed?: (path: string, sha256: string, bytes: number) => Promise<void>;
};

export type SaveOutcome =
  | {
      readonly kind: 'saved';
      readonly path: string;
      readonly fileName: string;
      readonly metadataPath: string | null;
      readonly bytes: number;
      readonly sha256: string;
      readonly verified: 'hash' | 'size' | 'nothing';
      /** A hash of the server that does not fit is a warning: the vendor does not say which form of the file it covers. */
      readonly warning: Problem | null;
    }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'cancelled' };

/** Never throws. On failure and on cancel nothing of the file is left. */
export async function saveMedia(request: SaveRequest): Promise<SaveOutcome> {
  const { files, folder, signal } = request;
  const base = safeBaseName(request.baseName);
  const part = join(folder, partName(base, request.partMark));
  let handle: WriteHandle;
  try {
    // The disk first: what cannot be kept is not fetched, since each fetch is an audit entry at the server.
    if (request.makeFolder) await files.makeFolder(folder);
    handle = await files.createNew(part);
  } catch (error) {
    return { kind: 'failed', problem: diskProblem(error, folder) };
  }
  const written = await fetchInto(handle, request);
  if (written.kind !== 'whole') {
    await files.remove(part).catch(() => undefined);
    return signal.aborted ? { kind: 'cancelled' } : written;
  }
  const { bytes, sha256, length } = written;
  const differs = request.expectedSha256 !== null && request.expectedSha256 !== sha256;
  try {
    const ending = differs ? unverifiedEnding : 'mp3';
    const named = await moveToFreeName(files, part, folder, base, ending, (path) =>
      request.onNamed?.(path, sha256, bytes),
    );
    const verified = request.expectedSha256 === sha256 ? 'hash' : length === null ? 'nothing' : 'size';
    const mismatch = differs
      ? problem('file-hash-mismatch', {
          expected: request.expectedSha256,
          actual: sha256,
          file: named.fileName,
        })
      : null;
    const beside = await writeMetadata(request, base, named.number);
    const { path, fileName } = named;
    return {
      kind: 'saved',
      path,
      fileName,
      metadataPath: beside.path,
      bytes,
      sha256,
      verified,
      warning: mismatch ?? beside.problem,
    };
  } catch (error) {
    await files.remove(part).catch(() => undefined);
    return { kind: 'failed', problem: diskProblem(error, folder) };
  }
}

type Written =
  | { readonly kind: 'whole'; readonly bytes: number; readonly sha256: string; readonly length: number | null }
  | { readonly kind: 'failed'; readonly problem: Problem };

async function fetchInto(handle: WriteHandle, request: SaveRequest): Promise<Written> {
  const answer = await request.open(request.signal);
  if (!answer.ok) {
    await handle.close().catch(() => undefined);
    return { kind: 'failed', problem: answer.error };
  }
  return writeAll(answer.value, handle, request);
}

async function writeAll(media: Media, handle: WriteHandle, request: SaveRequest): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  const disk = new WriteBehind(handle);
  const stop = (): void => {
    media.stream.destroy();
  };
  request.signal.addEventListener('abort', stop, { once: true });
  try {
    if (request.signal.aborted) stop();
    request.onProgress(0, media.length);
    for await (const chunk of media.stream) {
      if (!(chunk instanceof Uint8Array)) continue;
      bytes += chunk.length;
      hash.update(chunk);
      const full = disk.add(chunk);
      if (full !== null) await full;
      request.onProgress(bytes, media.length);
    }
    if (media.length !== null && bytes !== media.length) {
      return { kind: 'failed', problem: cutShort(bytes, media.length) };
    }
    await disk.finish();
    return { kind: 'whole', bytes, sha256: hash.digest('hex'), length: media.length };
  } catch (error) {
    media.stream.destroy();
    const reason =
      error instanceof DiskError ? diskProblem(error.cause, request.folder) : cutShort(bytes, media.length);
    return { kind: 'failed', problem: reason };
  } finally {
    request.signal.removeEventListener('abort', stop);
    await handle.close().catch(() => undefined);
  }
}

export const cutShort = (received: number, expected: number | null): Problem =>
  problem('file-cut-short', { received: String(received), expected: expected === null ? 'unknown' : String(expected) });

type Named = { readonly path: string; readonly fileName: string; readonly number: number };

async function moveToFreeName(
  files: Files,
  part: string,
  folder: string,
  base: string,
  ending: string,
  announce: (path: string) => Promise<void> | undefined,
): Promise<Named> {
  for (let number = 1; ; number += 1) {
    const fileName = numberedFileName(base, ending, number);
    const path = join(folder, fileName);
    try {
      if (number <= 9_999 && (await files.exists(path))) continue;
      await announce(path);
      await files.moveNew(part, path);
      return { path, fileName, number };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || number > 9_999) throw error;
    }
  }
}

/** The details beside the audio, under the same number. What goes wrong here does not spoil a whole file: it is a warning. */
async function writeMetadata(
  request: SaveRequest,
  base: string,
  number: number,
): Promise<{ readonly path: string | null; readonly problem: Problem | null }> {
  if (request.metadata === null || request.metadata === undefined) return { path: null, problem: null };
  const path = join(request.folder, numberedFileName(base, 'json', number));
  try {
    const handle = await request.files.createNew(path);
    try {
      await handle.write(Buffer.from(`${JSON.stringify(request.metadata, null, 2)}\n`, 'utf8'));
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { path, problem: null };
  } catch {
    return { path: null, problem: problem('metadata-not-saved', { folder: request.folder }) };
  }
}

/** Bytes read at once. */
const readSize = 1024 * 1024;

/** SHA-256 of a file in 64 hexadecimal digits, read in parts. Rejects with a Node system error. */
export async function sha256OfFile(files: Files, path: string): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; ;) {
    const part = await files.readPart(path, at, readSize);
    if (part.length === 0) return hash.digest('hex');
    hash.update(part);
    at += part.length;
  }
}

/** The words for what the disk refused. */
export function diskProblem(error: unknown, folder: string): Problem {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return problem('disk-full', { folder });
    case 'ENOENT':
    case 'ENOTDIR':
      return problem('folder-missing', { folder });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EBUSY':
      return problem('folder-not-writable', { folder });
    case 'ENAMETOOLONG':
    case 'EINVAL':
      return problem('file-name-impossible', { folder });
    default:
      return problem('folder-not-writable', { folder });
  }
}
