// One recording to one whole file: `.part` beside the target, SHA-256 on the way, fsync, then a rename that cannot overwrite.
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { numberedFileName, safeBaseName } from '../../../shared/domain/file-name.ts';
import { problem, type Problem } from '../../../shared/domain/problem.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { sidecarOf, writeSidecar, type MetadataSidecar } from './metadata-sidecar.ts';
import { cutShort, diskProblem } from '../platform/disk-problems.ts';
import { codeOf } from '../platform/errors.ts';
import type { Files, WriteHandle } from '../platform/ports.ts';
import { partName } from './partial-files.ts';
import type { Media } from '../ucx/client-types.ts';
import { DiskError, WriteBehind } from '../platform/write-behind.ts';

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
  /** Length in bytes as the details at the server have it; null when they have none. */
  readonly expectedBytes: number | null;
  /** Written as JSON beside the audio; null for none. */
  readonly metadata: unknown;
  readonly signal: AbortSignal;
  readonly onProgress: (receivedBytes: number, totalBytes: number | null) => void;
  /** Told, and waited for, before a whole file gets its name: after a kill the queue looks there. */
  readonly onNamed?: (named: WholeFile) => Promise<void>;
};

/** A file that is whole and checked, and about to get its name. */
export type WholeFile = {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** With what of the server's it was compared, and found the same. */
  readonly verified: 'hash' | 'size' | 'nothing';
  /** What was compared and differs: a warning, since the vendor does not say which form of the file its details cover. */
  readonly warning: Problem | null;
  readonly beside: MetadataSidecar | null;
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
  try {
    const named = await giveName(part, base, written, request);
    const beside = await writeSidecar(files, named.beside);
    const { path, bytes, sha256, verified } = named;
    return {
      kind: 'saved',
      path,
      fileName: basename(path),
      metadataPath: beside.path,
      bytes,
      sha256,
      verified,
      warning: named.warning ?? beside.problem,
    };
  } catch (error) {
    await files.remove(part).catch(() => undefined);
    return { kind: 'failed', problem: diskProblem(error, folder) };
  }
}

type Whole = {
  readonly kind: 'whole';
  readonly bytes: number;
  readonly sha256: string;
  /** The length that the server named beside the audio. */
  readonly length: number | null;
};
type Written = Whole | { readonly kind: 'failed'; readonly problem: Problem };

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
    // No recording is empty: a server that sends nothing has not sent this one.
    if (bytes === 0 || (media.length !== null && bytes !== media.length)) {
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

/** What of the server's was compared with the file, and what of it differs. */
function compare(
  { bytes, sha256, length }: Whole,
  { expectedSha256, expectedBytes }: SaveRequest,
): { readonly verified: WholeFile['verified']; readonly differs: Problem | null } {
  if (expectedSha256 === sha256) return { verified: 'hash', differs: null };
  const hasLength = length !== null || expectedBytes === bytes;
  if (expectedSha256 !== null) {
    const differs = problem('file-hash-mismatch', { expected: expectedSha256, actual: sha256 });
    return { verified: hasLength ? 'size' : 'nothing', differs };
  }
  if (expectedBytes !== null && expectedBytes !== bytes) {
    const differs = problem('file-size-mismatch', { expected: String(expectedBytes), actual: String(bytes) });
    return { verified: 'nothing', differs };
  }
  return { verified: hasLength ? 'size' : 'nothing', differs: null };
}

/** Moves a whole file to the first name that is free. */
async function giveName(part: string, base: string, whole: Whole, request: SaveRequest): Promise<WholeFile> {
  const { files, folder, metadata, onNamed } = request;
  const { verified, differs } = compare(whole, request);
  const { bytes, sha256 } = whole;
  for (let number = 1; ; number += 1) {
    const fileName = numberedFileName(base, differs === null ? 'mp3' : unverifiedEnding, number);
    const path = join(folder, fileName);
    const warning = differs === null ? null : problem(differs.code, { ...differs.values, file: fileName });
    const named = { path, bytes, sha256, verified, warning, beside: sidecarOf(metadata, folder, base, number) };
    try {
      if (number <= 9_999 && (await files.exists(path))) continue;
      await onNamed?.(named);
      await files.moveNew(part, path);
      return named;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || number > 9_999) throw error;
    }
  }
}
